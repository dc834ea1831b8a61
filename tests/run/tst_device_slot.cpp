// SPDX-License-Identifier: GPL-3.0-or-later
// One job a device, first come, first served, whatever happens to those before.
#include "base/files.h"
#include "harness/test_case.h"
#include "run/device_slot.h"
#include "run/lock_folder.h"

#include <QScopeGuard>
#include <QTemporaryDir>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace run;
namespace fs = std::filesystem;

namespace {

// In a child that only pauses: a test program that ends early must not leave it, for ctest waits for whoever has its output.
void dieWith(pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(1);
}

// A process that draws a ticket (and takes the slot, when it may) and then does nothing until it is killed.
class Other
{
public:
    explicit Other(const std::string &slot)
    {
        int ready[2];
        if (::pipe(ready) != 0)
            return;
        const pid_t parent = ::getpid();
        m_pid = ::fork();
        if (m_pid == 0) {
            dieWith(parent);
            DeviceSlot place(slot, "/other/run");
            const char taken = place.tryTake() ? 'h' : 'w';
            [[maybe_unused]] const ssize_t said = ::write(ready[1], &taken, 1);
            for (;;)
                ::pause();
        }
        ::close(ready[1]);
        [[maybe_unused]] const ssize_t heard = ::read(ready[0], &m_state, 1);
        ::close(ready[0]);
    }
    ~Other() { kill(); }
    bool holds() const { return m_state == 'h'; }
    pid_t pid() const { return m_pid; }
    void kill()
    {
        if (m_pid > 0) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
        m_pid = 0;
    }

private:
    pid_t m_pid = 0;
    char m_state = 0;
};

} // namespace

class TstDeviceSlot : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QByteArray m_before;

    fs::path locks() const { return m_dir->path().toStdString(); }
    int ticketsThere(const char *queue) const
    {
        std::error_code ec;
        return int(std::distance(fs::directory_iterator(locks() / queue, ec), fs::directory_iterator()));
    }

private Q_SLOTS:
    void initTestCase() { m_before = qgetenv("ATTUNE_LOCK_DIR"); }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("ATTUNE_LOCK_DIR", m_dir->path().toUtf8());
    }
    void cleanupTestCase() { qputenv("ATTUNE_LOCK_DIR", m_before); }

    void bothSidesMeanTheSameDevice()
    {
        QCOMPARE(slotOf("cpu"), std::string("cpu"));
        QCOMPARE(slotOf("cuda"), std::string("cuda:0"));
        QCOMPARE(slotOf("cuda:3"), std::string("cuda:3"));
        QCOMPARE(slotOf(""), slotOf("auto"));
        QVERIFY(slotOf("auto") == "cpu" || slotOf("auto") == "cuda:0");
        JobSpec spec;
        spec.job = PredictSpec {};
        QCOMPARE(slotOf(spec), slotOf("auto"));
    }

    void oneHoldsIt()
    {
        QVERIFY(isSlotFree("cpu"));
        {
            DeviceSlot first("cpu", "/the/run");
            QVERIFY(first.tryTake());
            QVERIFY(first.tryTake()); // again is the same
            QVERIFY(!isSlotFree("cpu"));
            QVERIFY(isSlotFree("cuda:0"));
            const auto holder = slotHolder("cpu");
            QVERIFY(holder.has_value());
            QCOMPARE(holder->process.pid, int64_t(::getpid()));
            QVERIFY(isAlive(holder->process));
            QCOMPARE(holder->folder.string(), std::string("/the/run"));
            DeviceSlot second("cpu", "/another");
            QVERIFY(!second.tryTake());
            DeviceSlot elsewhere("cuda:0", "/another");
            QVERIFY(elsewhere.tryTake());
        }
        QVERIFY(isSlotFree("cpu"));
        QVERIFY(!slotHolder("cpu"));
        QCOMPARE(ticketsThere("attune-cpu.queue"), 0);
    }

    void firstComeFirstServed()
    {
        auto first = std::make_unique<DeviceSlot>("cpu", "1");
        QVERIFY(first->tryTake());
        auto second = std::make_unique<DeviceSlot>("cpu", "2");
        auto third = std::make_unique<DeviceSlot>("cpu", "3");
        first.reset();
        QVERIFY(!isSlotFree("cpu")); // somebody waits
        QVERIFY(!third->tryTake());
        DeviceSlot late("cpu", "4");
        QVERIFY(!late.tryTake());
        QVERIFY(second->tryTake());
        QVERIFY(!third->tryTake());
        second.reset();
        QVERIFY(third->tryTake());
        third.reset();
        QVERIFY(late.tryTake());
    }

    void theDeadHoldNothingUp()
    {
        Other holder("cpu");
        QVERIFY(holder.holds());
        QCOMPARE(slotHolder("cpu")->process.pid, int64_t(holder.pid()));
        Other waiting("cpu");
        QVERIFY(!waiting.holds());
        DeviceSlot mine("cpu", "m");
        QVERIFY(!mine.tryTake());
        holder.kill();
        QVERIFY(!mine.tryTake()); // the other one came first
        QVERIFY(!isSlotFree("cpu"));
        waiting.kill();
        QVERIFY(mine.tryTake());
        QCOMPARE(ticketsThere("attune-cpu.queue"), 0); // swept up
    }

    // The computing child works on until it has ended itself, whatever became of the parent.
    void itIsHeldAsLongAsAChildLives()
    {
        auto parent = std::make_unique<DeviceSlot>("cpu", "p");
        QVERIFY(parent->tryTake());
        const pid_t own = ::getpid(), child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            dieWith(own);
            for (;;)
                ::pause();
        }
        auto ended = qScopeGuard([child] {
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        });
        parent.reset();
        DeviceSlot next("cpu", "n");
        QVERIFY(!next.tryTake());
        ended.dismiss();
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(next.tryTake());
    }

    void othersMayUseWhatOneUserMade()
    {
        const mode_t mask = ::umask(0077);
        const DeviceSlot slot("cuda:1", "r");
        ::umask(mask);
        struct stat info {};
        QCOMPARE(::stat((locks() / "attune-cuda-1").c_str(), &info), 0);
        QCOMPARE(int(info.st_mode & 07777), 0666);
        QCOMPARE(::stat((locks() / "attune-cuda-1.queue").c_str(), &info), 0);
        QCOMPARE(int(info.st_mode & 07777), 01777);
        for (const auto &ticket : fs::directory_iterator(locks() / "attune-cuda-1.queue")) {
            QCOMPARE(::stat(ticket.path().c_str(), &info), 0);
            QCOMPARE(int(info.st_mode & 0777), 0644);
        }
    }

    void whatSomebodyPutThereIsNotFollowed_data()
    {
        QTest::addColumn<QString>("trap");
        QTest::newRow("a link") << "link";
        QTest::newRow("a link to nothing") << "dangling";
        QTest::newRow("a pipe") << "pipe";
        QTest::newRow("a folder") << "folder";
    }
    void whatSomebodyPutThereIsNotFollowed()
    {
        QFETCH(QString, trap);
        const fs::path lock = locks() / "attune-cpu", precious = locks() / "precious";
        if (trap == QLatin1String("link")) {
            base::writeFileAtomically(precious, "mine");
            fs::create_symlink(precious, lock);
        } else if (trap == QLatin1String("dangling")) {
            fs::create_symlink(precious, lock);
        } else if (trap == QLatin1String("pipe")) {
            QCOMPARE(::mkfifo(lock.c_str(), 0666), 0);
        } else {
            fs::create_directory(lock);
        }
        QVERIFY(isSlotFree("cpu")); // and does not hang
        QVERIFY_EXCEPTION_THROWN(DeviceSlot("cpu", "r"), base::Failure);
        if (trap == QLatin1String("link"))
            QCOMPARE(base::readFile(precious), std::string("mine"));
        else
            QVERIFY(!fs::exists(precious));
    }

    void oddNamesStayInTheFolder()
    {
        DeviceSlot slot("../../tmp/x" + std::string(1000, 'y'), "r");
        QVERIFY(slot.tryTake());
        QVERIFY(fs::exists(locks() / ("attune-------tmp-x" + std::string(53, 'y'))));
    }

    // Without a line there is still the lock.
    void aQueueThatCannotBeUsedHoldsNobodyUp()
    {
        base::writeFileAtomically(locks() / "attune-cpu.queue", "no folder");
        DeviceSlot first("cpu", "1"), second("cpu", "2");
        QVERIFY(second.tryTake());
        QVERIFY(!first.tryTake());
    }

    void aLockFileThatWasTidiedAwayIsMadeAgain()
    {
        DeviceSlot first("cpu", "1");
        fs::remove(locks() / "attune-cpu");
        QVERIFY(first.tryTake());
        DeviceSlot second("cpu", "2");
        QVERIFY(!second.tryTake());
    }

    void aHolderThatSaysNonsenseIsNobody_data()
    {
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("torn") << QByteArray(R"({"pid":12)");
        QTest::newRow("another shape") << QByteArray("[1]");
        QTest::newRow("long") << QByteArray(100000, '[');
    }
    void aHolderThatSaysNonsenseIsNobody()
    {
        QFETCH(QByteArray, says);
        DeviceSlot slot("cpu", "1");
        QVERIFY(slot.tryTake());
        QFile file(m_dir->filePath(QStringLiteral("attune-cpu")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(says);
        file.close();
        QVERIFY(!slotHolder("cpu"));
        QVERIFY(!isSlotFree("cpu"));
    }

    void theUsersOwnFolderIsTheLastResort()
    {
        qunsetenv("ATTUNE_LOCK_DIR");
        QVERIFY(!lockFolder().empty()); // wherever that is here
        qputenv("ATTUNE_LOCK_DIR", m_dir->filePath(QStringLiteral("made/anew")).toUtf8());
        QCOMPARE(lockFolder().string(), (locks() / "made/anew").string());
        QVERIFY(fs::is_directory(locks() / "made/anew"));
    }

    // A job that a timer starts has no XDG_RUNTIME_DIR, and must meet the window's: where the machine's folder cannot be written
    // (here: a file system of its own that is read only), the place is the user's, whatever the environment says.
    void theEnvironmentDoesNotChooseThePlace()
    {
        constexpr int noMounts = 77, cannot = 78;
        const std::string elsewhere = locks().string();
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            const auto mounted = [](const char *place, unsigned long flags) { return ::mount("none", place, "tmpfs", flags, nullptr) == 0; };
            if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
                || !mounted("/run/lock", MS_RDONLY) || (::access("/var/lock", W_OK) == 0 && !mounted("/var/lock", MS_RDONLY)) || !mounted("/run/user", 0))
                ::_exit(noMounts);
            const fs::path own = "/run/user/" + std::to_string(::geteuid());
            if (::mkdir(own.c_str(), 0700) != 0)
                ::_exit(cannot);
            ::unsetenv("ATTUNE_LOCK_DIR");
            ::unsetenv("XDG_RUNTIME_DIR");
            const bool timer = lockFolder() == own;
            ::setenv("XDG_RUNTIME_DIR", elsewhere.c_str(), 1);
            const bool window = lockFolder() == own;
            ::_exit((timer ? 0 : 1) + (window ? 0 : 2));
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        if (WEXITSTATUS(status) == noMounts)
            QSKIP("skipped: no mounts are allowed here");
        QCOMPARE(WEXITSTATUS(status), 0);
    }
};

ATTUNE_TEST(TstDeviceSlot)
#include "tst_device_slot.moc"

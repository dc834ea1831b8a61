// SPDX-License-Identifier: GPL-3.0-or-later
// Several desks and one device: whose turn it is, and who starts what waits when a desk goes.
#include "fakes/bench_workspace.h"

#include "jobs/job_queue.h"
#include "jobs/run_recorder.h"
#include "run/device_slot.h"

#include <SQLiteCpp/Database.h>

#include <csignal>

using run::Outcome;
using storage::RunState;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr jobs::QueueTimes kShort { .look = 50ms, .start = 5s, .kind = 400ms, .firm = 400ms, .gone = 150ms };
constexpr jobs::QueueTimes kHurried { .look = 50ms, .start = 5s, .kind = 400ms, .firm = 400ms, .gone = 150ms, .hand_over = 500ms };
constexpr int kPatience = 20000;

// A window: a workspace with a queue of its own.
struct Window
{
    Window() { open(); }
    ~Window()
    {
        for (const storage::RunRow &row : bench.workspace->runs().list()) {
            if (run::isWorkerAlive(run::RunFolder(row.folder)))
                ::kill(static_cast<pid_t>(run::readLock(run::RunFolder(row.folder))->pid), SIGKILL);
        }
        queue.reset();
    }
    void open(const jobs::QueueTimes &times = kShort)
    {
        queue.reset();
        queue = std::make_unique<jobs::JobQueue>(bench.workspace->database(), bench.jobs->recorder(), true, times);
    }
    void sql(const char *statement) { bench.workspace->database().connection().exec(statement); }
    void close()
    {
        queue.reset();
        bench.close();
    }
    void reopen()
    {
        bench.reopen({ .runs_jobs = false });
        open();
    }
    std::string add(const std::string &name)
    {
        run::JobSpec spec;
        spec.name = name;
        spec.job = bench.training();
        const auto rows = workspace::freeze(bench.workspace->database(), {}).rows;
        return bench.workspace->runs().add(run::RunFolder::create(bench.workspace->database().runsDir(), spec, rows)).id;
    }
    std::string enqueue(const std::string &name)
    {
        const std::string id = add(name);
        queue->enqueue(id);
        return id;
    }
    jobs::JobState stateOf(const std::string &id) const
    {
        const auto job = queue->job(QString::fromStdString(id));
        return job ? job->state : jobs::JobState::Stopping;
    }
    void stop(const std::string &id) { queue->stop(QString::fromStdString(id)); }
    run::RunFolder folder(const std::string &id) const { return run::RunFolder(bench.run(id).folder); }
    bool works(const std::string &id) const { return bench.run(id).step > 1; }

    bench::Bench bench { jobs::JobOptions { .runs_jobs = false } };
    std::unique_ptr<jobs::JobQueue> queue;
};

// Times at which a run was at work, from its events.
std::pair<std::string, std::string> span(const run::RunFolder &folder)
{
    std::pair<std::string, std::string> times;
    run::readEvents(folder.eventsFile(), 0, [&](const run::JobEvent &event) {
        if (event.type == "started")
            times.first = event.time;
        if (event.type == "metric")
            times.second = event.time;
    });
    return times;
}

} // namespace

class TstJobSlots : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { bench::useFakeEngine("polite"); }

    // Two workspaces never work on one device at a time; who waits is told for whom.
    void twoWorkspacesTakeTurns()
    {
        Window first, second;
        const std::string a = first.enqueue("mine");
        QTRY_VERIFY_WITH_TIMEOUT(first.works(a), kPatience);
        const std::string b = second.enqueue("theirs");
        QTRY_COMPARE_WITH_TIMEOUT(int(second.stateOf(b)), int(jobs::JobState::Waiting), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(second.queue->job(QString::fromStdString(b))->waits_for, kPatience);
        const auto user = *second.queue->job(QString::fromStdString(b))->waits_for;
        QCOMPARE(user.run, QStringLiteral("mine"));
        QCOMPARE(user.workspace, QStringLiteral("a"));
        QCOMPARE(second.bench.run(b).step, int64_t(0));
        first.stop(a);
        QTRY_VERIFY_WITH_TIMEOUT(second.works(b), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(int(second.stateOf(b)), int(jobs::JobState::Running), kPatience);
        QVERIFY(!second.queue->job(QString::fromStdString(b))->waits_for);
        QVERIFY(span(first.folder(a)).second <= span(second.folder(b)).first);
        second.stop(b);
        QTRY_VERIFY_WITH_TIMEOUT(second.queue->isIdle() && first.queue->isIdle(), kPatience);
    }

    // While its worker has taken the device and has not said so yet, it waits for nobody.
    void noneWaitsForItself()
    {
        Window window;
        auto slot = std::make_unique<run::DeviceSlot>("cpu", "/somebody's/run");
        QVERIFY(slot->tryTake());
        const std::string id = window.enqueue("mine");
        const auto job = [&] { return window.queue->job(QString::fromStdString(id)); };
        QTRY_VERIFY_WITH_TIMEOUT(job() && job()->state == jobs::JobState::Waiting && job()->waits_for, kPatience);
        QCOMPARE(job()->waits_for->run, QStringLiteral("run"));
        base::Json holder = base::readJson(fs::path(qgetenv("ATTUNE_LOCK_DIR").toStdString()) / "attune-cpu");
        holder["folder"] = window.folder(id).path().string();
        QFile file(qEnvironmentVariable("ATTUNE_LOCK_DIR") + QStringLiteral("/attune-cpu"));
        QVERIFY(file.open(QIODevice::WriteOnly)); // in place: the lock is on this file
        file.write(QByteArray::fromStdString(base::toLine(holder)));
        file.close();
        QTRY_VERIFY_WITH_TIMEOUT(!job()->waits_for, kPatience);
        QCOMPARE(int(job()->state), int(jobs::JobState::Waiting));
        slot.reset();
        QTRY_VERIFY_WITH_TIMEOUT(window.works(id), kPatience);
        window.stop(id);
        QTRY_VERIFY_WITH_TIMEOUT(window.queue->isIdle(), kPatience);
    }

    // A window with a full queue does not keep the others waiting for all of it.
    void turnsGoInTheOrderOfAsking()
    {
        Window first, second;
        const std::string a = first.enqueue("a");
        QTRY_VERIFY_WITH_TIMEOUT(first.works(a), kPatience);
        const std::string behind = first.enqueue("behind");
        const std::string b = second.enqueue("b");
        QTRY_COMPARE_WITH_TIMEOUT(int(second.stateOf(b)), int(jobs::JobState::Waiting), kPatience);
        first.stop(a);
        QTRY_VERIFY_WITH_TIMEOUT(second.works(b), kPatience);
        QVERIFY(!first.works(behind));
        second.stop(b);
        QTRY_VERIFY_WITH_TIMEOUT(first.works(behind), kPatience);
        first.stop(behind);
        QTRY_VERIFY_WITH_TIMEOUT(first.queue->isIdle(), kPatience);
    }

    // A verb: it takes up its own run only, and waits as the others do.
    void aVerbWaits()
    {
        Window window;
        const std::string a = window.enqueue("window's");
        QTRY_VERIFY_WITH_TIMEOUT(window.works(a), kPatience);
        auto same = workspace::Workspace::open(window.bench.workspace->folder());
        jobs::WorkspaceJobs verb(*same, { .runs_jobs = false, .scores_predictions = false });
        const std::string b = window.add("verb's");
        verb.queue().enqueue(b);
        const auto job = [&] { return verb.queue().job(QString::fromStdString(b)); };
        QTRY_VERIFY_WITH_TIMEOUT(job() && job()->state == jobs::JobState::Waiting && job()->waits_for, kPatience);
        QCOMPARE(job()->waits_for->run, QStringLiteral("window's"));
        QVERIFY(job()->waits_for->workspace.isEmpty());
        verb.queue().stop(QString::fromStdString(b));
        QTRY_VERIFY_WITH_TIMEOUT(verb.queue().isIdle(), kPatience);
        QCOMPARE(window.bench.run(b).outcome.value_or(Outcome::Lost), Outcome::Stopped);
        QVERIFY(window.works(a) && !window.bench.hasEnded(a));
        window.stop(a);
        QTRY_VERIFY_WITH_TIMEOUT(window.queue->isIdle(), kPatience);
    }

    // What is queued when the window goes still runs, in order, and the next window finds it.
    void queuedRunsOutliveTheWindow()
    {
        Window window;
        const std::string a = window.enqueue("a");
        QTRY_VERIFY_WITH_TIMEOUT(window.works(a), kPatience);
        std::vector<std::string> queued;
        for (const char *name : { "b", "c", "d" })
            queued.push_back(window.enqueue(name));
        QVERIFY(window.queue->hasQueued());
        bool handedOver = false;
        window.queue->handOver([&] { handedOver = true; });
        QTRY_VERIFY_WITH_TIMEOUT(handedOver, kPatience);
        QVERIFY(!window.queue->hasQueued());
        std::vector<run::RunFolder> folders;
        for (const std::string &id : queued)
            folders.push_back(window.folder(id));
        const run::RunFolder first = window.folder(a);
        window.close();
        first.request("stop");
        for (size_t i = 0; i < folders.size(); ++i) { // each works, alone, until it is stopped
            QTRY_VERIFY_WITH_TIMEOUT(!span(folders[i]).second.empty(), kPatience);
            for (size_t later = i + 1; later < folders.size(); ++later)
                QVERIFY(span(folders[later]).first.empty());
            if (i + 1 < folders.size())
                folders[i].request("stop");
        }
        window.reopen();
        QTRY_COMPARE_WITH_TIMEOUT(int(window.stateOf(queued[2])), int(jobs::JobState::Running), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(window.bench.hasEnded(queued[1]), kPatience);
        window.stop(queued[2]);
        QTRY_VERIFY_WITH_TIMEOUT(window.queue->isIdle(), kPatience);
        QCOMPARE(window.bench.run(queued[2]).outcome.value_or(Outcome::Lost), Outcome::Stopped);
    }

    // A worker comes in line a while after it has its run's lock.
    void theyAreHandedOverInOrder()
    {
        Window window;
        const std::string a = window.enqueue("a");
        QTRY_VERIFY_WITH_TIMEOUT(window.works(a), kPatience);
        const std::string slow = window.enqueue("slow"), next = window.enqueue("next");
        bool handedOver = false;
        window.queue->handOver([&] { handedOver = true; });
        QTRY_VERIFY_WITH_TIMEOUT(handedOver, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(int(window.stateOf(next)), int(jobs::JobState::Waiting), kPatience);
        window.stop(a);
        QTRY_VERIFY_WITH_TIMEOUT(window.works(slow) || window.works(next), kPatience);
        QVERIFY(window.works(slow));
        window.stop(next);
        window.stop(slow);
        QTRY_VERIFY_WITH_TIMEOUT(window.queue->isIdle(), kPatience);
    }

    // Whatever the database does, a window that is closed closes.
    void handingOverEnds_data()
    {
        QTest::addColumn<QByteArray>("breaks");
        QTest::addColumn<QByteArray>("mends");
        QTest::newRow("no run can be claimed") << QByteArray("CREATE TRIGGER full BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'no space'); END")
                                               << QByteArray("DROP TRIGGER full");
        QTest::newRow("no run can be read") << QByteArray("ALTER TABLE run RENAME TO lost") << QByteArray("ALTER TABLE lost RENAME TO run");
    }
    void handingOverEnds()
    {
        QFETCH(QByteArray, breaks);
        QFETCH(QByteArray, mends);
        Window window;
        const std::string a = window.enqueue("a");
        QTRY_VERIFY_WITH_TIMEOUT(window.works(a), kPatience);
        window.open(kHurried);
        const std::string b = window.enqueue("b");
        QCOMPARE(int(window.stateOf(b)), int(jobs::JobState::Queued));
        window.sql(breaks.constData());
        bool handedOver = false;
        window.queue->handOver([&] { handedOver = true; });
        const auto closed = QTest::qWaitFor([&] { return handedOver; }, kPatience);
        window.sql(mends.constData());
        QVERIFY(closed);
        QCOMPARE(int(window.bench.run(b).state), int(RunState::Queued)); // for the next window
        window.stop(b);
        window.stop(a);
        QTRY_VERIFY_WITH_TIMEOUT(window.queue->isIdle(), kPatience);
    }

    // A later window shows the handed over ones as waiting, and can stop them.
    void aLaterWindowStopsWhatWaits()
    {
        Window window;
        const std::string a = window.enqueue("a");
        QTRY_VERIFY_WITH_TIMEOUT(window.works(a), kPatience);
        const std::string b = window.enqueue("b");
        bool handedOver = false;
        window.queue->handOver([&] { handedOver = true; });
        QTRY_VERIFY_WITH_TIMEOUT(handedOver, kPatience);
        window.close();
        window.reopen();
        QTRY_COMPARE_WITH_TIMEOUT(int(window.stateOf(b)), int(jobs::JobState::Waiting), kPatience);
        window.stop(b);
        QTRY_VERIFY_WITH_TIMEOUT(window.bench.hasEnded(b), kPatience);
        QCOMPARE(window.bench.run(b).outcome.value_or(Outcome::Lost), Outcome::Stopped);
        QVERIFY(!window.bench.hasEnded(a));
        window.stop(a);
        QTRY_VERIFY_WITH_TIMEOUT(window.queue->isIdle(), kPatience);
    }

    // A worker that went while it waited (the machine was restarted) has lost nothing: its run waits again.
    void aWaitingWorkerThatDiedIsStartedAgain()
    {
        Window first, second;
        const std::string a = first.enqueue("a");
        QTRY_VERIFY_WITH_TIMEOUT(first.works(a), kPatience);
        const std::string b = second.enqueue("b");
        QTRY_COMPARE_WITH_TIMEOUT(int(second.stateOf(b)), int(jobs::JobState::Waiting), kPatience);
        ::kill(static_cast<pid_t>(run::readLock(second.folder(b))->pid), SIGKILL);
        first.stop(a);
        QTRY_VERIFY_WITH_TIMEOUT(second.works(b), kPatience);
        second.stop(b);
        QTRY_VERIFY_WITH_TIMEOUT(second.queue->isIdle(), kPatience);
        QCOMPARE(second.bench.run(b).outcome.value_or(Outcome::Lost), Outcome::Stopped);
    }

    // The window was killed: what was queued is in the database, and the next one goes on with it.
    void aKilledWindowLeavesTheQueue()
    {
        Window window;
        const std::string a = window.enqueue("a");
        QTRY_VERIFY_WITH_TIMEOUT(window.works(a), kPatience);
        const std::string b = window.enqueue("b");
        window.close(); // no handing over
        window.reopen();
        QCOMPARE(int(window.stateOf(b)), int(jobs::JobState::Queued));
        window.stop(a);
        QTRY_VERIFY_WITH_TIMEOUT(window.works(b), kPatience);
        window.stop(b);
        QTRY_VERIFY_WITH_TIMEOUT(window.queue->isIdle(), kPatience);
    }
};

ATTUNE_TEST(TstJobSlots)
#include "tst_job_slots.moc"

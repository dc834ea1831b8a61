// SPDX-License-Identifier: GPL-3.0-or-later
// Every way to open a guarded file is refused, under every name that leads to it, and drops no lock of this process.
#include "base/error.h"
#include "base/file_reader.h"
#include "base/files.h"
#include "base/guarded_files.h"
#include "base/hash.h"
#include "harness/test_case.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <functional>
#include <unistd.h>

using namespace base;
namespace fs = std::filesystem;

namespace {

// A file that is locked as SQLite locks its own: by a POSIX lock of this process.
class LockedFile
{
public:
    explicit LockedFile(const fs::path &path)
        : m_fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644))
        , m_inode(fileIdOf(path)->inode)
    {
        struct flock lock {};
        lock.l_type = F_RDLCK;
        lock.l_whence = SEEK_SET;
        lock.l_len = 1;
        ::fcntl(m_fd, F_SETLK, &lock);
    }
    ~LockedFile() { ::close(m_fd); }

    bool isLocked() const
    {
        const std::string locks = readFile("/proc/locks");
        return locks.find(" " + std::to_string(::getpid()) + " ") != std::string::npos
            && locks.find(":" + std::to_string(m_inode) + " 0 0") != std::string::npos;
    }
    int descriptor() const { return m_fd; }

private:
    int m_fd;
    uint64_t m_inode;
};

std::optional<ErrorKind> kindOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const Failure &failure) {
        return failure.error().kind;
    }
    return std::nullopt;
}

} // namespace

class TstGuardedFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyOpeningIsRefused_data()
    {
        using Action = std::function<void(const fs::path &)>;
        QTest::addColumn<Action>("action");
        QTest::newRow("read") << Action([](const fs::path &p) { readFile(p); });
        QTest::newRow("lines") << Action([](const fs::path &p) { forEachLine(p, 0, [](std::string_view) {}); });
        QTest::newRow("reader") << Action([](const fs::path &p) { FileReader reader(p); });
        QTest::newRow("end") << Action([](const fs::path &p) { endOfFile(p, 10); });
        QTest::newRow("hash") << Action([](const fs::path &p) { sha256OfFile(p); });
        QTest::newRow("write") << Action([](const fs::path &p) { writeFileAtomically(p, "x"); });
        QTest::newRow("append") << Action([](const fs::path &p) { appendToFile(p, "x"); });
        QTest::newRow("sync") << Action([](const fs::path &p) { syncPath(p); });
        QTest::newRow("open") << Action([](const fs::path &p) { openFile(p, O_RDWR | O_CREAT); });
    }
    void everyOpeningIsRefused()
    {
        QFETCH(const std::function<void(const fs::path &)>, action);
        const QTemporaryDir dir;
        const fs::path folder = dir.path().toStdString();
        const fs::path file = folder / "workspace.db";
        const LockedFile locked(file);
        const FileGuard guard(folder, { file });
        fs::create_symlink(file, folder / "link");
        fs::create_symlink("link", folder / "link of link");
        fs::create_hard_link(file, folder / "other name.json");
        fs::create_directory(folder / "sub");
        fs::create_directory_symlink(folder, folder / "sub" / "back");
        const fs::path before = fs::current_path();
        fs::current_path(folder / "sub");
        QVERIFY(locked.isLocked());
        for (const fs::path &path : { file, folder / "link", folder / "link of link", folder / "other name.json", fs::path("../workspace.db"),
                 fs::path("back/workspace.db"), fs::path("/proc/self/fd") / std::to_string(locked.descriptor()),
                 fs::path("/dev/fd") / std::to_string(locked.descriptor()) }) {
            QVERIFY2(kindOf([&] { action(path); }) == ErrorKind::WorkspaceFile, path.c_str());
            QVERIFY2(locked.isLocked(), path.c_str());
        }
        fs::current_path(before);
    }
    // What a guard names is refused before it is there, and its id once it was seen.
    void namesAreGuardedToo()
    {
        const QTemporaryDir dir;
        const fs::path folder = dir.path().toStdString();
        FileGuard guard(folder, { folder / "workspace.db-wal" });
        fs::create_symlink("workspace.db-wal", folder / "link");
        QCOMPARE(kindOf([&] { writeFileAtomically(folder / "workspace.db-wal", "x"); }), ErrorKind::WorkspaceFile);
        QCOMPARE(kindOf([&] { appendToFile(folder / "link", "x"); }), ErrorKind::WorkspaceFile);
        QVERIFY(!fs::exists(folder / "workspace.db-wal"));
        const LockedFile locked(folder / "workspace.db-wal");
        guard.refresh();
        fs::rename(folder / "workspace.db-wal", folder / "moved");
        QCOMPARE(kindOf([&] { readFile(folder / "moved"); }), ErrorKind::WorkspaceFile);
        QVERIFY(locked.isLocked());
    }
    void theSentenceNamesTheWorkspace()
    {
        const QTemporaryDir dir;
        const fs::path folder = dir.path().toStdString();
        writeFileAtomically(folder / "a", "x");
        {
            const FileGuard guard("/study.attune", { folder / "a" });
            QCOMPARE(ownerOfGuarded(folder / "a"), std::optional<std::string>("/study.attune"));
        }
        QVERIFY(!ownerOfGuarded(folder / "a"));
        QCOMPARE(readFile(folder / "a"), std::string("x"));
    }
    void databasesAreNeverWrittenOver_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("refused");
        for (const char *name : { "a.db", "a.db-wal", "a.db-shm", "a.db-journal", "link.json" })
            QTest::newRow(name) << name << true;
        for (const char *name : { "b.json", "b.json-wal", "-wal", "a.db.json" })
            QTest::newRow(name) << name << false;
    }
    // Also those that nobody in this process has open; reading them is nobody's harm.
    void databasesAreNeverWrittenOver()
    {
        QFETCH(QString, name);
        QFETCH(bool, refused);
        const QTemporaryDir dir;
        const fs::path folder = dir.path().toStdString();
        const std::string database("SQLite format 3\0and more", 24);
        writeFileAtomically(folder / "a.db", database);
        fs::create_symlink("a.db", folder / "link.json");
        writeFileAtomically(folder / "b.json", "{}");
        const fs::path target = folder / name.toStdString();
        const auto expected = refused ? std::optional(ErrorKind::WorkspaceFile) : std::nullopt;
        QCOMPARE(kindOf([&] { writeFileAtomically(target, "x"); }), expected);
        QCOMPARE(kindOf([&] { appendToFile(target, "x"); }), expected);
        QCOMPARE(readFile(folder / "a.db"), database);
    }
};

ATTUNE_TEST(TstGuardedFiles)
#include "tst_guarded_files.moc"

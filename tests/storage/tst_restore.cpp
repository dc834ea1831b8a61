// SPDX-License-Identifier: GPL-3.0-or-later
// Going back to a backup, cut off or refused at each of its steps: nothing is lost, and it can be done again.
#include "cut_off.h"
#include "harness/test_case.h"
#include "samples.h"
#include "storage/database_file.h"
#include "storage/new_database.h"
#include "storage/repair.h"
#include "storage/sql.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace fs = std::filesystem;
using base::ErrorKind;

namespace {

void addOne(storage::Database &database, const std::string &key)
{
    storage::DialogueRepository(database).add(samples::dialogueOf(key, "hello"), "me");
}

// Ten in the backup, eleven in the file, twelve with the log that a kill left.
void make(const fs::path &folder)
{
    {
        storage::Database database = storage::Database::create(folder);
        for (int i = 0; i < 10; ++i)
            addOne(database, std::to_string(i));
        database.backUp();
        addOne(database, "eleventh");
    }
    const pid_t child = ::fork();
    if (child == 0) {
        storage::Database database = storage::Database::open(folder);
        addOne(database, "twelfth");
        ::raise(SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
}

std::string bytesOf(const fs::path &file) // no workspace of this process is open
{
    std::ifstream in(file, std::ios::binary);
    return { std::istreambuf_iterator<char>(in), {} };
}

std::optional<int64_t> countIn(const fs::path &folder)
{
    try {
        storage::Database database = storage::Database::open(folder);
        return storage::DialogueRepository(database).count();
    } catch (const base::Failure &failure) {
        if (failure.error().kind != ErrorKind::WorkspaceDamaged)
            throw;
        return std::nullopt;
    }
}

// Everywhere below the folder: pairs of database and log as they were.
bool isSomewhere(const fs::path &folder, const std::string &database, const std::string &log, bool together)
{
    bool foundDatabase = false, foundLog = false, foundBoth = false;
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file())
            continue;
        const std::string bytes = bytesOf(entry.path());
        foundDatabase = foundDatabase || bytes == database;
        foundLog = foundLog || bytes == log;
        foundBoth = foundBoth || (bytes == database && bytesOf(entry.path().string() + "-wal") == log);
    }
    return together ? foundBoth : foundDatabase && foundLog;
}

int leftovers(const fs::path &folder)
{
    int count = 0;
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        count += int(name.find("restored-") != std::string::npos || name.find("partial") != std::string::npos || name.starts_with("damaged-"));
    }
    return count;
}

std::optional<fs::path> backupIn(const fs::path &folder)
{
    const auto backups = storage::backupsOf(folder);
    return backups.empty() ? std::nullopt : std::optional(backups.back().file);
}

template <typename Action> std::optional<ErrorKind> kindOf(const Action &action)
{
    try {
        action();
    } catch (const base::Failure &failure) {
        return failure.error().kind;
    }
    return std::nullopt;
}

} // namespace

class TstRestore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKillLosesNothing_data()
    {
        QTest::addColumn<bool>("hasBackup");
        QTest::addColumn<bool>("hasLinks");
        QTest::newRow("to a backup") << true << true;
        QTest::newRow("to a backup, no hard links") << true << false;
        QTest::newRow("to an empty one") << false << true;
        QTest::newRow("to an empty one, no hard links") << false << false;
    }
    void aKillLosesNothing()
    {
        if (!cut_off::isPossible())
            QSKIP("system calls cannot be looked at here");
        QFETCH(bool, hasBackup);
        QFETCH(bool, hasLinks);
        const samples::Folder dir;
        make(dir / "made.attune");
        if (!hasBackup)
            fs::remove_all(dir / "made.attune/backups");
        const std::string database = bytesOf(dir / "made.attune/workspace.db");
        const std::string log = bytesOf(dir / "made.attune/workspace.db-wal");
        QVERIFY(!log.empty());
        for (int at = 1;; ++at) {
            const fs::path folder = dir / ("cut-" + std::to_string(at) + ".attune");
            fs::copy(dir / "made.attune", folder, fs::copy_options::recursive);
            const auto ended = cut_off::run({ at, cut_off::How::Kill, hasLinks }, [&] { storage::restore(folder, backupIn(folder)); });
            const QByteArray where = "at step " + QByteArray::number(at);
            QVERIFY2(isSomewhere(folder, database, log, hasLinks), where.constData());
            QVERIFY2(storage::isRepairable(folder), where.constData());
            const int64_t expected = hasBackup ? 10 : 0;
            const auto count = countIn(folder);
            QVERIFY2(!count || *count == 12 || *count == expected, where.constData());
            if (!count) {
                const storage::RepairPlan plan = storage::planRepair(folder);
                QVERIFY2(plan.damaged, where.constData());
                QCOMPARE(plan.newest_good.has_value(), hasBackup);
                storage::restore(folder, backupIn(folder));
                QVERIFY2(isSomewhere(folder, database, log, hasLinks), where.constData());
                QCOMPARE(countIn(folder), std::optional(expected));
            }
            // What the kill left of the new one is gone after an opening.
            for (const fs::directory_entry &entry : fs::directory_iterator(folder))
                QVERIFY2(entry.path().filename().string().find("restored-") == std::string::npos, where.constData());
            if (!ended.wasReached) {
                QCOMPARE(ended.code, 0);
                QVERIFY(at > 8);
                break;
            }
            fs::remove_all(folder);
        }
    }

    void aRefusalLeavesAllAsItWas_data() { aKillLosesNothing_data(); }
    void aRefusalLeavesAllAsItWas()
    {
        if (!cut_off::isPossible())
            QSKIP("system calls cannot be looked at here");
        QFETCH(bool, hasBackup);
        QFETCH(bool, hasLinks);
        const samples::Folder dir;
        make(dir / "made.attune");
        if (!hasBackup)
            fs::remove_all(dir / "made.attune/backups");
        const std::string database = bytesOf(dir / "made.attune/workspace.db");
        const std::string log = bytesOf(dir / "made.attune/workspace.db-wal");
        int thrown = 0;
        for (int at = 1;; ++at) {
            const fs::path folder = dir / ("refused-" + std::to_string(at) + ".attune");
            fs::copy(dir / "made.attune", folder, fs::copy_options::recursive);
            const auto ended = cut_off::run({ at, cut_off::How::Fail, hasLinks }, [&] { storage::restore(folder, backupIn(folder)); });
            const QByteArray where = "at step " + QByteArray::number(at);
            if (ended.code == 1) {
                ++thrown;
                QVERIFY2(bytesOf(folder / "workspace.db") == database, where.constData());
                QVERIFY2(bytesOf(folder / "workspace.db-wal") == log, where.constData());
                QVERIFY2(leftovers(folder) == 0, where.constData());
                QCOMPARE(countIn(folder), std::optional<int64_t>(12));
            } else {
                QVERIFY2(isSomewhere(folder, database, log, false), where.constData());
                QCOMPARE(countIn(folder), std::optional<int64_t>(hasBackup ? 10 : 0));
            }
            if (!ended.wasReached)
                break;
            fs::remove_all(folder);
        }
        QVERIFY(thrown >= 5);
    }

    // Whatever has the database's name goes aside as it is.
    void whatIsNoFileGoesAside_data()
    {
        using Put = std::function<void(const fs::path &)>;
        QTest::addColumn<Put>("put");
        QTest::newRow("folder") << Put([](const fs::path &f) { fs::create_directories(f / "deep"); });
        QTest::newRow("pipe") << Put([](const fs::path &f) { ::mkfifo(f.c_str(), 0644); });
        QTest::newRow("link to nothing") << Put([](const fs::path &f) { fs::create_symlink("nowhere", f); });
        QTest::newRow("nothing") << Put([](const fs::path &) {});
    }
    void whatIsNoFileGoesAside()
    {
        QFETCH(const std::function<void(const fs::path &)>, put);
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        make(folder);
        for (const char *suffix : { "", "-wal", "-shm" })
            fs::remove((folder / "workspace.db").string() + suffix);
        put(folder / "workspace.db");
        const bool wasThere = fs::exists(fs::symlink_status(folder / "workspace.db"));
        QVERIFY(!countIn(folder));
        const storage::RepairPlan plan = storage::planRepair(folder);
        QCOMPARE(plan.reason, std::string(wasThere ? "workspace.db is no file" : "there is no workspace.db"));
        const fs::path aside = storage::restore(folder, backupIn(folder));
        QCOMPARE(fs::exists(fs::symlink_status(aside / "workspace.db")), wasThere);
        QCOMPARE(aside.empty(), !wasThere);
        QCOMPARE(countIn(folder), std::optional<int64_t>(10));
    }

    void aLinkIsNotReplaced()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        make(folder);
        fs::rename(folder / "workspace.db", dir / "elsewhere.db");
        fs::rename(folder / "workspace.db-wal", dir / "elsewhere.db-wal");
        fs::remove(folder / "workspace.db-shm");
        fs::create_symlink(dir / "elsewhere.db", folder / "workspace.db");
        QVERIFY(kindOf([&] { storage::restore(folder, backupIn(folder)); }) == ErrorKind::FileUnwritable);
        QCOMPARE(leftovers(folder), 0);
        QVERIFY(fs::is_symlink(folder / "workspace.db"));
        for (const auto &action : { std::function([&] { storage::Database::open(folder); }), std::function([&] { storage::planRepair(folder); }) })
            QVERIFY(kindOf(action) == ErrorKind::FileUnreadable); // SQLite follows none
    }

    void backupsElsewhereOrNoFolder()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        make(folder);
        fs::rename(folder / "backups", dir / "elsewhere");
        fs::create_symlink(dir / "elsewhere", folder / "backups");
        const fs::path aside = storage::restore(folder, backupIn(folder));
        QVERIFY(fs::exists(aside / "workspace.db-wal"));
        QCOMPARE(countIn(folder), std::optional<int64_t>(10));

        make(dir / "b.attune");
        fs::remove_all(dir / "b.attune/backups");
        std::ofstream(dir / "b.attune/backups") << "a file";
        QVERIFY(kindOf([&] { storage::restore(dir / "b.attune", std::nullopt); }) == ErrorKind::FileUnwritable);
        QCOMPARE(countIn(dir / "b.attune"), std::optional<int64_t>(12));
        storage::Database database = storage::Database::open(dir / "b.attune");
        QVERIFY(kindOf([&] { database.backUp(); }) == ErrorKind::FileUnwritable);
        QCOMPARE(bytesOf(dir / "b.attune/backups"), std::string("a file"));
    }

    // The second maker has seen the half-made file, too, but comes later: the first one has kept something by then.
    void twoMakersOfAHalfMadeOne()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        fs::create_directories(folder / "runs");
        std::ofstream(folder / "workspace.db").flush();
        std::optional<ErrorKind> second;
        std::optional<storage::FolderLock> lock(std::in_place, folder);
        std::thread late([&] { second = kindOf([&] { storage::Database::create(folder); }); });
        fs::remove(folder / "workspace.db");
        storage::makeEmptyDatabase(folder / "first");
        storage::placeDatabase(folder / "first", folder / "workspace.db");
        {
            storage::Database first = storage::Database::open(folder);
            addOne(first, "1");
        }
        lock.reset();
        late.join();
        QVERIFY(second == ErrorKind::FileUnwritable);
        QCOMPARE(countIn(folder), std::optional<int64_t>(1));
    }

    // Two that make one at the same time: one does.
    void manyMakersMakeOne()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        fs::create_directories(folder / "runs");
        std::ofstream(folder / "workspace.db").flush();
        std::vector<pid_t> children;
        for (int i = 0; i < 4; ++i) {
            children.push_back(::fork());
            if (children.back() == 0) {
                const auto kind = kindOf([&] {
                    storage::Database database = storage::Database::create(folder);
                    addOne(database, std::to_string(i));
                });
                ::_exit(kind ? 1 : 0);
            }
        }
        int made = 0;
        for (const pid_t child : children) {
            int status = 0;
            ::waitpid(child, &status, 0);
            made += int(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        }
        QCOMPARE(made, 1);
        QCOMPARE(countIn(folder), std::optional<int64_t>(1));
    }

    // What somebody deleted by hand, but for its log.
    void aLogAloneIsNobodys()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        make(folder);
        const std::string log = bytesOf(folder / "workspace.db-wal");
        fs::remove(folder / "workspace.db");
        {
            storage::Database database = storage::Database::create(folder);
            QCOMPARE(storage::DialogueRepository(database).count(), 0);
        }
        QVERIFY(isSomewhere(folder, bytesOf(folder / "workspace.db"), log, false));
    }
};

ATTUNE_TEST(TstRestore)
#include "tst_restore.moc"

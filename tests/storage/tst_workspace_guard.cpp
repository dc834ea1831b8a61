// SPDX-License-Identifier: GPL-3.0-or-later
// The files of an open workspace: nothing else opens them, and a commit into files that are not the workspace's any more, or not
// locked any more, is refused.
#include "base/hash.h"
#include "harness/test_case.h"
#include "locks.h"
#include "samples.h"
#include "storage/sql.h"

#include <QProcess>

#include <functional>
#include <optional>
#include <sqlite3.h>

namespace fs = std::filesystem;
using base::ErrorKind;

namespace {

std::optional<ErrorKind> kindOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const base::Failure &failure) {
        return failure.error().kind;
    }
    return std::nullopt;
}

void addOne(storage::Database &database, const std::string &key)
{
    storage::DialogueRepository(database).add(samples::dialogueOf(key, "hello"), "me");
}

// Another program that opens the workspace, reads and closes: the last one to close removes the log.
void visitFromOutside(const fs::path &workspace)
{
    const QString script = QStringLiteral("import sqlite3,sys\nc=sqlite3.connect(sys.argv[1])\nc.execute('select count(*) from dialogue').fetchall()\nc.close()");
    QProcess::execute(QStringLiteral("/usr/bin/python3"), { QStringLiteral("-c"), script, QString::fromStdString((workspace / "workspace.db").string()) });
}

// As a shell's cp does it: the file stays the same one. By another program, since closing it here would drop the locks.
void writeOver(const fs::path &from, const fs::path &to)
{
    QCOMPARE(QProcess::execute(QStringLiteral("cp"), { QString::fromStdString(from.string()), QString::fromStdString(to.string()) }), 0);
}

void makeOther(const fs::path &folder)
{
    storage::Database other = storage::Database::create(folder);
    for (int i = 0; i < 5; ++i)
        addOne(other, std::to_string(i));
}

} // namespace

class TstWorkspaceGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noReaderDropsALock()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        storage::Database database = storage::Database::create(folder);
        storage::Database lane = storage::Database::open(folder, storage::Maintenance::None);
        QVERIFY(locks::areHeld(folder));
        fs::create_symlink(folder / "workspace.db", dir / "link.json");
        fs::create_hard_link(folder / "workspace.db-shm", dir / "hard.json");
        for (const fs::path &path : { folder / "workspace.db", folder / "workspace.db-wal", folder / "workspace.db-shm", dir / "link.json",
                 dir / "hard.json", folder / "../a.attune/workspace.db" }) {
            QVERIFY(kindOf([&] { base::readFile(path); }) == ErrorKind::WorkspaceFile);
            QVERIFY(kindOf([&] { base::sha256OfFile(path); }) == ErrorKind::WorkspaceFile);
            QVERIFY(kindOf([&] { base::writeFileAtomically(path, "x"); }) == ErrorKind::WorkspaceFile);
            QVERIFY(kindOf([&] { base::appendToFile(path, "x"); }) == ErrorKind::WorkspaceFile);
            QVERIFY(locks::areHeld(folder));
        }
        addOne(database, "1");
        addOne(lane, "2");
        QCOMPARE(storage::DialogueRepository(database).count(), 2);
    }

    void theGuardEndsWithTheConnection()
    {
        const samples::Folder dir;
        const fs::path file = dir / "a.attune/workspace.db";
        {
            storage::Database database = storage::Database::create(dir / "a.attune");
            storage::Database other = storage::Database::open(dir / "a.attune");
            database = std::move(other);
            QVERIFY(base::ownerOfGuarded(file).has_value());
            QVERIFY(locks::areHeld(dir / "a.attune"));
        }
        QVERIFY(!base::ownerOfGuarded(file));
        QVERIFY(!base::readFile(file).empty());
        QVERIFY(kindOf([&] { base::writeFileAtomically(file, "x"); }) == ErrorKind::WorkspaceFile); // nobody's, but a database
    }

    void aLostLockIsNoticedAndTakenAgain_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("within");
        QTest::newRow("database") << "workspace.db" << false;
        QTest::newRow("index") << "workspace.db-shm" << false;
        QTest::newRow("database, within the change") << "workspace.db" << true;
        QTest::newRow("index, within the change") << "workspace.db-shm" << true;
    }
    void aLostLockIsNoticedAndTakenAgain()
    {
        QFETCH(QString, name);
        QFETCH(bool, within);
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        storage::Database database = storage::Database::create(folder);
        addOne(database, "1");
        const fs::path file = folder / name.toStdString();
        int committed = 0;
        database.onCommitted([&] { ++committed; });
        const auto save = [&] {
            database.transaction([&] {
                addOne(database, "2");
                if (within)
                    locks::drop(file);
            });
        };
        if (!within)
            locks::drop(file);
        QVERIFY(!locks::areHeld(folder) || within);
        QVERIFY(kindOf(save) == ErrorKind::WorkspaceUnlocked);
        QCOMPARE(committed, 0);
        QCOMPARE(storage::DialogueRepository(database).count(), 1);
        QVERIFY(locks::areHeld(folder)); // so that the way out, saving again, works
        visitFromOutside(folder);
        addOne(database, "3");
        QCOMPARE(committed, 1);
        visitFromOutside(folder);
        QCOMPARE(storage::DialogueRepository(database).count(), 2);
    }

    void filesThatAreGoneAreNoticed_data()
    {
        using Harm = std::function<void(const fs::path &folder)>;
        QTest::addColumn<Harm>("harm");
        QTest::newRow("folder moved") << Harm([](const fs::path &f) { fs::rename(f, f.string() + "-moved"); });
        QTest::newRow("folder deleted") << Harm([](const fs::path &f) { fs::remove_all(f); });
        QTest::newRow("database unlinked") << Harm([](const fs::path &f) { fs::remove(f / "workspace.db"); });
        QTest::newRow("log unlinked") << Harm([](const fs::path &f) { fs::remove(f / "workspace.db-wal"); });
        QTest::newRow("index unlinked") << Harm([](const fs::path &f) { fs::remove(f / "workspace.db-shm"); });
        QTest::newRow("database replaced") << Harm([](const fs::path &f) {
            fs::copy_file(f / "workspace.db-shm", f / "copy"); // any other file
            fs::rename(f / "copy", f / "workspace.db");
        });
        QTest::newRow("database emptied") << Harm([](const fs::path &f) { fs::resize_file(f / "workspace.db", 0); });
        QTest::newRow("database cut") << Harm([](const fs::path &f) { fs::resize_file(f / "workspace.db", fs::file_size(f / "workspace.db") / 2); });
        QTest::newRow("log emptied") << Harm([](const fs::path &f) { fs::resize_file(f / "workspace.db-wal", 0); });
        QTest::newRow("log cut") << Harm([](const fs::path &f) { fs::resize_file(f / "workspace.db-wal", fs::file_size(f / "workspace.db-wal") - 1); });
        QTest::newRow("another workspace's database copied over it") << Harm([](const fs::path &f) {
            makeOther(f.string() + "-other");
            writeOver(f.string() + "-other/workspace.db", f / "workspace.db");
        });
        QTest::newRow("its own backup copied over it") << Harm([](const fs::path &f) {
            writeOver(fs::directory_iterator(f / "backups")->path(), f / "workspace.db");
        });
        QTest::newRow("one of the same length and first page copied over it") << Harm([](const fs::path &f) {
            {
                storage::Database other = storage::Database::create(f.string() + "-other");
                addOne(other, "7");
            }
            writeOver(f.string() + "-other/workspace.db", f / "workspace.db");
        });
        QTest::newRow("another workspace's log copied over its own") << Harm([](const fs::path &f) {
            makeOther(f.string() + "-other");
            const storage::Database other = storage::Database::open(f.string() + "-other");
            writeOver(f.string() + "-other/workspace.db-wal", f / "workspace.db-wal");
        });
        QTest::newRow("lock lost, then a visitor") << Harm([](const fs::path &f) {
            locks::drop(f / "workspace.db");
            visitFromOutside(f);
        });
        QTest::newRow("folder replaced by another workspace") << Harm([](const fs::path &f) {
            fs::rename(f, f.string() + "-old");
            storage::Database::create(f);
        });
    }
    void filesThatAreGoneAreNoticed()
    {
        QFETCH(const std::function<void(const fs::path &)>, harm);
        for (const bool within : { false, true }) {
            const samples::Folder dir;
            const fs::path folder = dir / "a.attune";
            storage::Database database = storage::Database::create(folder);
            addOne(database, "1");
            (void)database.backUp();
            int committed = 0;
            database.onCommitted([&] { ++committed; });
            if (!within)
                harm(folder);
            const auto save = [&] {
                database.transaction([&] {
                    addOne(database, "2");
                    if (within)
                        harm(folder);
                });
            };
            if (within && QByteArray(QTest::currentDataTag()).contains("visitor"))
                continue; // the visitor waits for the writer
            const auto kind = kindOf(save);
            QVERIFY(kind == ErrorKind::WorkspaceGone || (within && kind == ErrorKind::WorkspaceUnlocked));
            QVERIFY(database.look().has_value());
            QVERIFY(kindOf([&] { addOne(database, "3"); }).has_value());
            QCOMPARE(committed, 0);
        }
    }

    // SQLite would write what is left of the old one's log into the new one.
    void aDatabaseThatWasCopiedOverOpensWithoutTheOldLog()
    {
        for (const bool isSeen : { true, false }) {
            const samples::Folder dir;
            const fs::path folder = dir / "a.attune";
            makeOther(dir / "other.attune");
            {
                storage::Database database = storage::Database::create(folder);
                addOne(database, "1");
                QVERIFY(!database.look());
                writeOver(dir / "other.attune/workspace.db", folder / "workspace.db");
                QVERIFY(!isSeen || database.look());
            }
            storage::Database database = storage::Database::open(folder);
            QCOMPARE(storage::DialogueRepository(database).count(), 5);
            addOne(database, "6");
            QCOMPARE(database.connection().execAndGet("PRAGMA integrity_check").getString(), std::string("ok"));
        }
    }

    // What SQLite itself does to the files is none of it: commits, checkpoints that copy all, some or nothing back, a log begun anew, other
    // programs that come and go.
    void whatSqliteWritesIsNoHarm()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        storage::Database database = storage::Database::create(folder);
        storage::Database other = storage::Database::open(folder, storage::Maintenance::None);
        for (int round = 0; round < 40; ++round) {
            addOne(round % 2 ? database : other, std::to_string(round));
            QVERIFY(!database.look());
            QVERIFY(!other.look());
            const auto copyBack = [&](const char *how) {
                (void)sqlite3_exec(other.connection().getHandle(), how, nullptr, nullptr, nullptr);
                QVERIFY(!database.look());
                QVERIFY(!other.look());
            };
            switch (round % 5) {
            case 1:
                copyBack("PRAGMA wal_checkpoint(PASSIVE)");
                break;
            case 2:
                copyBack("PRAGMA wal_checkpoint(TRUNCATE)");
                break;
            case 3:
                database.read([&] { // a reader of an older state: not all of it can be copied back
                    (void)storage::DialogueRepository(database).count();
                    addOne(other, "r" + std::to_string(round));
                    copyBack("PRAGMA wal_checkpoint(PASSIVE)");
                });
                break;
            case 4:
                visitFromOutside(folder);
                break;
            default:
                break;
            }
        }
    }

    // Statements outside of transaction() commit too.
    void everyCommitIsLookedAt()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        fs::rename(dir / "a.attune", dir / "b.attune");
        QVERIFY(kindOf([&] { storage::DialogueRepository(database).add(samples::dialogueOf("1", "x"), "me"); }) == ErrorKind::WorkspaceGone);
    }

    // Closing a workspace that was replaced leaves the other one's files alone.
    void closingHarmsNobodyElse()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        {
            storage::Database database = storage::Database::create(folder);
            addOne(database, "1");
            fs::rename(folder, dir / "old.attune");
            {
                storage::Database other = storage::Database::create(folder);
                addOne(other, "2");
                addOne(other, "3");
            }
        }
        storage::Database other = storage::Database::open(folder);
        QCOMPARE(storage::DialogueRepository(other).count(), 2);
        storage::Database moved = storage::Database::open(dir / "old.attune");
        QCOMPARE(storage::DialogueRepository(moved).count(), 1);
    }

    // How long the look takes, for those who change it: run with -vs. No limit is tested.
    void theLookIsCheap()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        QBENCHMARK {
            QVERIFY(!database.look());
        }
    }
};

ATTUNE_TEST(TstWorkspaceGuard)
#include "tst_workspace_guard.moc"

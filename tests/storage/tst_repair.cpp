// SPDX-License-Identifier: GPL-3.0-or-later
// The way back from a damaged workspace, and the backups that it leads to.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/repair.h"
#include "storage/run_repository.h"
#include "storage/sql.h"

#include <fstream>
#include <functional>
#include <optional>

namespace fs = std::filesystem;
using base::ErrorKind;

namespace {

void addOne(storage::Database &database, const std::string &key)
{
    storage::DialogueRepository(database).add(samples::dialogueOf(key, std::string(3000, 'a')), "me");
}

std::optional<ErrorKind> kindOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const base::Failure &failure) {
        return failure.error().kind;
    }
    return std::nullopt;
}

// A workspace with a backup after ten dialogues, and two more behind it.
void make(const fs::path &folder)
{
    storage::Database database = storage::Database::create(folder);
    for (int i = 0; i < 10; ++i)
        addOne(database, std::to_string(i));
    database.backUp();
    addOne(database, "newer");
    addOne(database, "newest");
}

void overwrite(const fs::path &file, std::streamoff at, size_t count)
{
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(at);
    out << std::string(count, '\x5a');
}

} // namespace

class TstRepair : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDamageLeadsBack_data()
    {
        using Harm = std::function<void(const fs::path &file)>;
        QTest::addColumn<Harm>("harm");
        QTest::newRow("emptied") << Harm([](const fs::path &f) { fs::resize_file(f, 0); });
        QTest::newRow("cut") << Harm([](const fs::path &f) { fs::resize_file(f, fs::file_size(f) / 2 / 4096 * 4096); });
        QTest::newRow("cut within the header") << Harm([](const fs::path &f) { fs::resize_file(f, 50); });
        QTest::newRow("header spoilt") << Harm([](const fs::path &f) { overwrite(f, 0, 100); });
        QTest::newRow("schema spoilt") << Harm([](const fs::path &f) { overwrite(f, 100, 3000); });
        QTest::newRow("pages spoilt") << Harm([](const fs::path &f) { overwrite(f, 8192, 60000); });
        QTest::newRow("deleted") << Harm([](const fs::path &f) { fs::remove(f); });
    }
    void everyDamageLeadsBack()
    {
        QFETCH(const std::function<void(const fs::path &)>, harm);
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        make(folder);
        harm(folder / "workspace.db");
        base::writeFileAtomically(folder / "stale", "a log of another life");
        fs::rename(folder / "stale", folder / "workspace.db-wal");
        const auto kind = kindOf([&] { storage::Database::open(folder); });
        QVERIFY(kind == ErrorKind::WorkspaceDamaged);
        const storage::RepairPlan plan = storage::planRepair(folder);
        QVERIFY(plan.damaged);
        QVERIFY(!plan.reason.empty());
        QVERIFY(plan.newest_good.has_value());
        const fs::path aside = storage::restore(folder, plan.backups[*plan.newest_good].file);
        QVERIFY(fs::exists(aside / "workspace.db-wal"));
        storage::Database database = storage::Database::open(folder);
        QCOMPARE(storage::DialogueRepository(database).count(), 10);
        QVERIFY(!storage::planRepair(dir / "a.attune").damaged);
    }

    void whatIsNewerIsTold()
    {
        const samples::Folder dir;
        make(dir / "a.attune");
        const storage::RepairPlan plan = storage::planRepair(dir / "a.attune");
        QVERIFY(!plan.damaged);
        QCOMPARE(plan.newer[0]->states, 4); // a dialogue and a profile each
        QVERIFY(plan.last_change > plan.contents[0].last_change);
    }

    void theNewestGoodOneIsOffered()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        make(folder);
        {
            storage::Database database = storage::Database::open(folder);
            overwrite(database.backUp(), 8192, 30000);
        }
        const storage::RepairPlan plan = storage::planRepair(folder);
        QCOMPARE(plan.backups.size(), size_t(2));
        QVERIFY(!plan.contents[0].good);
        QCOMPARE(*plan.newest_good, size_t(1));
        QVERIFY(kindOf([&] { storage::restore(folder, plan.backups[0].file); }) == ErrorKind::WorkspaceDamaged);
        storage::Database database = storage::Database::open(folder);
        QCOMPARE(storage::DialogueRepository(database).count(), 12); // untouched
    }

    void anOpenWorkspaceIsNotReplaced()
    {
        const samples::Folder dir;
        make(dir / "a.attune");
        storage::Database database = storage::Database::open(dir / "a.attune");
        const fs::path backup = storage::backupsOf(dir / "a.attune").back().file;
        QVERIFY(kindOf([&] { storage::restore(dir / "a.attune", backup); }) == ErrorKind::WorkspaceInUse);
        QCOMPARE(storage::DialogueRepository(database).count(), 12);
    }

    void withoutABackupAnEmptyOneIsMade()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        storage::Database::create(folder);
        samples::runFolder(folder / "runs");
        fs::resize_file(folder / "workspace.db", 0);
        QVERIFY(kindOf([&] { storage::Database::open(folder); }) == ErrorKind::WorkspaceDamaged);
        QVERIFY(!storage::planRepair(folder).newest_good);
        storage::restore(folder, std::nullopt);
        storage::Database database = storage::Database::open(folder);
        QCOMPARE(storage::rebuildRuns(database).runs, 1);
    }

    void aDamagedOneIsNeverBackedUp()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        make(folder);
        storage::Database database = storage::Database::open(folder);
        storage::execute(database.connection(), "PRAGMA wal_checkpoint(TRUNCATE)");
        // A row that cannot be: nothing that is read every day shows it.
        storage::execute(database.connection(), "PRAGMA ignore_check_constraints = ON");
        database.transaction([&] { storage::Query(database, "UPDATE turn SET speaker = 'nobody'").run(); });
        storage::execute(database.connection(), "PRAGMA ignore_check_constraints = OFF");
        QVERIFY(kindOf([&] { database.backUp(); }) == ErrorKind::WorkspaceDamaged);
        QCOMPARE(storage::backupsOf(folder).size(), size_t(1));
    }

    // A clock that was wrong for a day names a backup of 2099; afterwards the days go on as ever.
    void aWrongClockRotatesNothing()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        storage::Database database = storage::Database::create(folder);
        addOne(database, "1");
        QVERIFY(database.backUpDaily());
        fs::rename(storage::backupsOf(folder).back().file, folder / "backups/workspace-000001-2099-01-01T00-00-00.000Z.db");
        fs::copy_file(storage::backupsOf(folder).back().file, folder / "backups/workspace-2098-01-01T00-00-00.000Z.db"); // of an earlier version
        QVERIFY(!database.backUpDaily()); // the same state
        addOne(database, "2");
        QVERIFY(database.backUpDaily());
        QVERIFY(!database.backUpDaily());
        addOne(database, "3");
        QVERIFY(!database.backUpDaily());
        const auto backups = storage::backupsOf(folder);
        QCOMPARE(backups.size(), size_t(3));
        QCOMPARE(backups.front().number, 0);
        QCOMPARE(backups.back().number, 2);
        QCOMPARE(storage::contentOf(backups.back()).revisions, 4);
    }

    // Years of backups take their time: it is told how far it is, and can be ended.
    void lookingTellsHowFarItIs()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        {
            storage::Database database = storage::Database::create(folder);
            for (const char *key : { "1", "2", "3" }) {
                addOne(database, key);
                database.backUp();
            }
        }
        std::vector<double> told;
        QCOMPARE(storage::planRepair(folder, [&](double done) { told.push_back(done); }).backups.size(), size_t(3));
        QCOMPARE(told, (std::vector { 0.0, 0.25, 0.5, 0.75 }));
        const auto end = [](double done) {
            if (done >= 0.5)
                throw base::Failure(ErrorKind::Cancelled, "The repair");
        };
        QVERIFY(kindOf([&] { storage::planRepair(folder, end); }) == ErrorKind::Cancelled);
        QCOMPARE(storage::planRepair(folder).backups.size(), size_t(3));
    }

    void whatAKillLeavesOfACreationBlocksNothing_data()
    {
        QTest::addColumn<QStringList>("files");
        QTest::newRow("an empty file") << QStringList { QStringLiteral("workspace.db") };
        QTest::newRow("a file under its other name") << QStringList { QStringLiteral("workspace.db.new-999999-1"), QStringLiteral("workspace.db.new-999999-1-wal") };
        QTest::newRow("a folder") << QStringList {};
    }
    void whatAKillLeavesOfACreationBlocksNothing()
    {
        QFETCH(QStringList, files);
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        fs::create_directories(folder / "runs");
        for (const QString &file : files)
            std::ofstream(folder / file.toStdString());
        QVERIFY(kindOf([&] { storage::Database::open(folder); }) == ErrorKind::NotAWorkspace);
        {
            storage::Database database = storage::Database::create(folder);
            addOne(database, "1");
        }
        QCOMPARE(std::distance(fs::directory_iterator(folder), {}), 2); // workspace.db and runs
    }
};

ATTUNE_TEST(TstRepair)
#include "tst_repair.moc"

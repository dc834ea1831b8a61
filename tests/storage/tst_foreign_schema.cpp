// SPDX-License-Identifier: GPL-3.0-or-later
// Workspaces that somebody else has put something into, which acts by itself.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/repair.h"
#include "storage/sql.h"

#include <optional>

namespace fs = std::filesystem;
using base::ErrorKind;

namespace {

template <typename Action> std::optional<base::Error> errorOf(const Action &action)
{
    try {
        action();
    } catch (const base::Failure &failure) {
        return failure.error();
    }
    return std::nullopt;
}

} // namespace

class TstForeignSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRefused_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("named"); // empty: nothing to refuse
        QTest::newRow("a trigger") << "CREATE TRIGGER harmless AFTER UPDATE ON dialogue BEGIN DELETE FROM turn; END" << "harmless";
        QTest::newRow("a trigger under one of our names")
            << "DROP TRIGGER change_run_insert; CREATE TRIGGER change_run_insert AFTER INSERT ON run BEGIN DELETE FROM dialogue; END" << "change_run_insert";
        QTest::newRow("a view in a table's place")
            << "DROP TABLE draft; CREATE VIEW draft AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n" << "draft";
        QTest::newRow("a view of one's own") << "CREATE VIEW mine AS SELECT id FROM dialogue" << "";
        QTest::newRow("an index of one's own") << "CREATE INDEX mine ON dialogue (language)" << "";
        QTest::newRow("a table of one's own") << "CREATE TABLE mine (a)" << "";
    }
    void isRefused()
    {
        QFETCH(QString, sql);
        QFETCH(QString, named);
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        {
            storage::Database database = storage::Database::create(folder);
            storage::DialogueRepository(database).add(samples::dialogueOf("1", "kept"), "me");
            database.backUp();
        }
        {
            SQLite::Database other((folder / "workspace.db").string(), SQLite::OPEN_READWRITE);
            other.exec(sql.toStdString());
        }
        const auto error = errorOf([&] { storage::Database::open(folder); });
        QCOMPARE(error.has_value(), !named.isEmpty());
        const storage::RepairPlan plan = storage::planRepair(folder);
        QCOMPARE(plan.damaged, !named.isEmpty());
        if (named.isEmpty())
            return;
        QVERIFY(error->kind == ErrorKind::WorkspaceDamaged);
        QVERIFY(QString::fromStdString(error->param("reason")).contains(named));
        QCOMPARE(plan.reason, error->param("reason"));
        QVERIFY(!plan.newer[0]); // nothing in it is asked
        storage::restore(folder, plan.backups[*plan.newest_good].file);
        storage::Database database = storage::Database::open(folder);
        QCOMPARE(storage::DialogueRepository(database).list({}).size(), size_t(1));
    }

    void aBackupWithOneIsNotGood()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        {
            storage::Database database = storage::Database::create(folder);
            storage::DialogueRepository(database).add(samples::dialogueOf("1", "kept"), "me");
            SQLite::Database other(database.backUp().string(), SQLite::OPEN_READWRITE);
            other.exec("CREATE TRIGGER harmless AFTER UPDATE ON dialogue BEGIN DELETE FROM turn; END");
        }
        const storage::RepairPlan plan = storage::planRepair(folder);
        QVERIFY(!plan.damaged);
        QVERIFY(!plan.newest_good);
        QVERIFY(plan.contents[0].reason.find("harmless") != std::string::npos);
        QVERIFY(errorOf([&] { storage::restore(folder, plan.backups[0].file); })->kind == ErrorKind::WorkspaceDamaged);
    }
};

ATTUNE_TEST(TstForeignSchema)
#include "tst_foreign_schema.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What going back to a backup would lose, told before it is done.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/prompt_repository.h"
#include "storage/repair.h"
#include "storage/run_repository.h"
#include "storage/sql.h"

#include <fstream>
#include <functional>

namespace fs = std::filesystem;

namespace {

void addOne(storage::Database &database, const std::string &key)
{
    storage::DialogueRepository(database).add(samples::dialogueOf(key, std::string(3000, 'a')), "me");
}

} // namespace

class TstNewerWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allKindsOfWorkAreTold_data()
    {
        using Work = std::function<void(storage::Database &)>;
        QTest::addColumn<Work>("work");
        QTest::addColumn<int>("states");
        QTest::addColumn<int>("prompts");
        QTest::addColumn<int>("drafts");
        QTest::addColumn<int>("others");
        QTest::newRow("nothing") << Work([](storage::Database &) {}) << 0 << 0 << 0 << 0;
        QTest::newRow("dialogue and profile") << Work([](storage::Database &d) { addOne(d, "new"); }) << 2 << 0 << 0 << 0;
        QTest::newRow("deleted for good, and as many new ones") << Work([](storage::Database &d) {
            storage::Query(d, "DELETE FROM revision").run();
            for (int i = 0; i < 4; ++i)
                addOne(d, "new" + std::to_string(i));
        }) << 8 << 0 << 0 << 0;
        QTest::newRow("the same number, another content") << Work([](storage::Database &d) {
            storage::Query(d, "UPDATE revision SET content_hash = 'another' WHERE kind = 'profile'").run();
        }) << 4 << 0 << 0 << 0;
        QTest::newRow("prompt") << Work([](storage::Database &d) {
            storage::PromptRepository(d).add({ {}, "another", 0, base::Json::object(), "b", {}, {} }, "me");
        }) << 0 << 1 << 0 << 0;
        QTest::newRow("version of a prompt") << Work([](storage::Database &d) {
            storage::StoredPrompt prompt = storage::PromptRepository(d).list().front();
            prompt.content_hash = "c";
            storage::PromptRepository(d).save(prompt, "me");
        }) << 0 << 1 << 0 << 0;
        QTest::newRow("name of a prompt") << Work([](storage::Database &d) {
            storage::StoredPrompt prompt = storage::PromptRepository(d).list().front();
            prompt.name = "better";
            storage::PromptRepository(d).save(prompt, "me");
        }) << 0 << 0 << 0 << 1;
        QTest::newRow("drafts") << Work([](storage::Database &d) {
            storage::Query(d, "INSERT INTO draft (object_id, field, kind, text, base_revision, author, time) VALUES"
                              " ('x', 'turn:1', 'dialogue', 'typed', 1, 'me', '2026-12-01T00:00:00.000Z'),"
                              " ('x', 'turn:2', 'dialogue', 'typed', 1, 'me', '2026-12-01T00:00:00.000Z')").run();
        }) << 0 << 0 << 2 << 0;
        QTest::newRow("another window's draft of the same turn") << Work([](storage::Database &d) {
            storage::Query(d, "INSERT INTO draft (object_id, field, owner, kind, text, base_revision, author, time) VALUES"
                              " ('x', 'turn:0', 'b', 'dialogue', 'theirs', 1, 'me', '2026-12-01T00:00:00.000Z')").run();
        }) << 0 << 0 << 1 << 0;
        QTest::newRow("drafts of two windows as they were") << Work([](storage::Database &) { }) << 0 << 0 << 0 << 0;
        QTest::newRow("a draft that went on") << Work([](storage::Database &d) { storage::Query(d, "UPDATE draft SET text = 'more' WHERE owner = 'a'").run(); })
                                              << 0 << 0 << 1 << 0;
        QTest::newRow("a draft that was saved") << Work([](storage::Database &d) { storage::Query(d, "DELETE FROM draft").run(); }) << 0 << 0 << 0 << 0;
        QTest::newRow("a run, which is in its folder") << Work([](storage::Database &d) {
            storage::RunRepository(d).add(samples::runFolder(d.runsDir()));
        }) << 0 << 0 << 0 << 0;
        QTest::newRow("a run's name") << Work([](storage::Database &d) {
            const std::string id = storage::RunRepository(d).add(samples::runFolder(d.runsDir())).id;
            storage::RunRepository(d).rename(id, "the good one");
        }) << 0 << 0 << 0 << 1;
        QTest::newRow("a model") << Work([](storage::Database &d) {
            storage::Query(d, "INSERT INTO known_model (id, name, path, added) VALUES ('m', 'm', '/m', '')").run();
        }) << 0 << 0 << 0 << 1;
    }
    void allKindsOfWorkAreTold()
    {
        QFETCH(const std::function<void(storage::Database &)>, work);
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        {
            storage::Database database = storage::Database::create(folder);
            for (int i = 0; i < 4; ++i)
                addOne(database, std::to_string(i));
            storage::PromptRepository(database).add({ {}, "one", 0, base::Json::object(), "a", {}, {} }, "me");
            storage::Query(database, "INSERT INTO draft (object_id, field, kind, text, base_revision, author, time) VALUES"
                                     " ('x', 'turn:0', 'dialogue', 'typed', 1, 'me', '2026-11-30T00:00:00.000Z')").run();
            storage::Query(database, "INSERT INTO draft (object_id, field, owner, kind, text, base_revision, author, time) VALUES"
                                     " ('x', 'turn:0', 'a', 'dialogue', 'other', 1, 'me', '2026-11-30T00:00:00.000Z')").run();
            database.backUp();
            database.transaction([&] { work(database); });
        }
        for (const bool damaged : { false, true }) {
            if (damaged) { // pages that hold none of it
                storage::Database database = storage::Database::open(folder);
                storage::execute(database.connection(), "PRAGMA ignore_check_constraints = ON");
                database.transaction([&] { storage::Query(database, "UPDATE turn SET speaker = 'nobody'").run(); });
            }
            const storage::RepairPlan plan = storage::planRepair(folder);
            QCOMPARE(plan.damaged, damaged);
            const auto &newer = plan.newer.at(0);
            QVERIFY(newer.has_value());
            QTEST(int(newer->states), "states");
            QTEST(int(newer->prompts), "prompts");
            QTEST(int(newer->drafts), "drafts");
            QTEST(int(newer->others), "others");
            QCOMPARE(newer->last.empty(), newer->states + newer->prompts + newer->drafts == 0);
        }
    }

    // A table that cannot be read whole tells nothing, though some of its rows can be counted.
    void whatCannotBeReadIsNotKnown_data()
    {
        QTest::addColumn<QString>("table");
        for (const char *table : { "revision", "prompt_version", "draft" })
            QTest::newRow(table) << table;
        QTest::newRow("header") << "";
    }
    void whatCannotBeReadIsNotKnown()
    {
        QFETCH(QString, table);
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        int64_t page = 0;
        int64_t size = 0;
        {
            storage::Database database = storage::Database::create(folder);
            for (int i = 0; i < 40; ++i)
                addOne(database, std::to_string(i));
            database.backUp();
            addOne(database, "new");
            size = storage::pragmaNumber(database.connection(), "page_size");
            if (!table.isEmpty()) {
                storage::Query root(database, "SELECT rootpage FROM sqlite_schema WHERE name = ?");
                root.with(table.toStdString()).next();
                page = root.number(0) - 1;
            }
        }
        {
            std::fstream out(folder / "workspace.db", std::ios::in | std::ios::out | std::ios::binary);
            out.seekp(page * size);
            out << std::string(table.isEmpty() ? 90 : 900, '\x5a');
        }
        const storage::RepairPlan plan = storage::planRepair(folder);
        QVERIFY(plan.damaged);
        QVERIFY(plan.newest_good);
        QVERIFY(!plan.newer[0]);
    }

    // A copy from before a migration has fewer tables.
    void anOlderBackupIsCompared()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        storage::Database database = storage::Database::create(folder);
        addOne(database, "1");
        const fs::path backup = database.backUp();
        storage::Query(database, "INSERT INTO draft (object_id, field, kind, text, base_revision, author, time) VALUES"
                                 " ('x', 'turn:0', 'dialogue', 'typed', 1, 'me', '2026-11-30T00:00:00.000Z')").run();
        storage::Query(database, "INSERT INTO known_model (id, name, path, added) VALUES ('m', 'm', '/m', '')").run();
        {
            SQLite::Database older(backup.string(), SQLite::OPEN_READWRITE);
            older.exec("DROP TABLE draft; ALTER TABLE known_model DROP COLUMN chat_template; PRAGMA user_version = 2");
        }
        const auto newer = storage::newerWork(database.connection(), false, backup);
        QVERIFY(newer);
        QCOMPARE(newer->states, 0);
        QCOMPARE(newer->drafts, 1);
        QCOMPARE(newer->others, 1);
    }
};

ATTUNE_TEST(TstNewerWork)
#include "tst_newer_work.moc"

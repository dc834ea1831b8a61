// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace and run folders that an earlier version left (tests/golden/workspace_schema3): they open, and nothing of them is lost.
#include "harness/test_case.h"
#include "storage/dialogue_repository.h"
#include "storage/draft_repository.h"
#include "storage/model_repository.h"
#include "storage/profile_repository.h"
#include "storage/prompt_repository.h"
#include "storage/run_repository.h"
#include "storage/score_repository.h"
#include "storage/source_repository.h"

#include <SQLiteCpp/Database.h>

#include <QTemporaryDir>

namespace fs = std::filesystem;

class TstOldWorkspace : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path m_folder;

    static dialogue::Dialogue byKey(const storage::Database &database, const std::string &key)
    {
        storage::DialogueRepository repository(const_cast<storage::Database &>(database));
        for (const storage::DialogueRow &row : repository.list()) {
            if (row.source_key == key && row.source_name != "chat")
                return repository.get(row.id).dialogue;
        }
        return {};
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_dir->path().toStdString()) / "old.attune";
        fs::copy(fs::path(ATTUNE_SOURCE_DIR) / "tests/golden/workspace_schema3", m_folder, fs::copy_options::recursive);
    }

    void opensWithAllThatPeopleWrote()
    {
        const auto database = storage::Database::open(m_folder);
        auto &open = const_cast<storage::Database &>(database);
        storage::DialogueRepository dialogues(open);
        QCOMPARE(dialogues.count(), 12); // twelve, one deleted, one chat
        QCOMPARE(dialogues.sources().size(), size_t(3));
        const dialogue::Dialogue first = byKey(database, "1");
        QCOMPARE(first.turns.size(), size_t(4));
        QCOMPARE(first.turns[1].text, std::string("That sounds hard. Tell me what happened?"));
        QCOMPARE(first.turns[1].strategy->label, std::string("Question"));
        QVERIFY(first.turns[3].not_learned);
        const auto history = dialogues.history(first.id);
        QCOMPARE(history.size(), size_t(3));
        QCOMPARE(history[0].author, std::string("ann"));
        QCOMPARE(dialogues.atRevision(first.id, 1).turns[1].text, std::string("That sounds hard. What happened?"));
        QCOMPARE(byKey(database, "2").profile.displayName(), std::string("Renamed"));
        QCOMPARE(storage::PromptRepository(open).list().front().name, std::string("My prompt"));
        QCOMPARE(storage::ModelRepository(open).list().size(), size_t(1));
        storage::DialogueQuery chinese;
        chinese.search = "考试";
        QCOMPARE(dialogues.count(chinese), 3);
    }

    // The schema before sources; its drafts come along.
    void oneOfSchemaFourOpens()
    {
        const fs::path folder = fs::path(m_dir->path().toStdString()) / "four.attune";
        fs::copy(fs::path(ATTUNE_SOURCE_DIR) / "tests/golden/workspace_schema4", folder, fs::copy_options::recursive);
        auto database = storage::Database::open(folder);
        storage::DialogueRepository dialogues(database);
        QCOMPARE(dialogues.count(), 12);
        QCOMPARE(storage::DraftRepository(database).of(byKey(database, "3").id).size(), size_t(1));
        const auto sources = storage::SourceRepository(database).list();
        QCOMPARE(sources.size(), size_t(3));
        QCOMPARE(sources.front().origin, storage::Origin::Unknown);
        QVERIFY(!sources.front().may_leave);
    }

    void turnsKeepTheirIdsThroughTheMigrationAndEverySave()
    {
        std::vector<std::string> before;
        for (const dialogue::Turn &turn : byKey(storage::Database::open(m_folder), "3").turns)
            before.push_back(turn.id);
        auto database = storage::Database::open(m_folder);
        storage::DialogueRepository dialogues(database);
        storage::StoredDialogue stored = dialogues.get(byKey(database, "3").id);
        std::swap(stored.dialogue.turns[0], stored.dialogue.turns[3]);
        stored.dialogue.turns.erase(stored.dialogue.turns.begin() + 1);
        stored.dialogue.turns[0].text = "changed";
        stored = dialogues.save(stored, "me");
        const auto after = dialogues.get(stored.dialogue.id).dialogue.turns;
        QCOMPARE(after.size(), size_t(3));
        QCOMPARE(after[0].id, before[3]);
        QCOMPARE(after[1].id, before[2]);
        QCOMPARE(after[2].id, before[0]);
        QCOMPARE(after[0].text, std::string("changed"));
    }

    void runsAndScoresAreThere()
    {
        auto database = storage::Database::open(m_folder);
        storage::RunRepository runs(database);
        const auto list = runs.list();
        QCOMPARE(list.size(), size_t(2));
        const storage::RunRow &predicted = list[0];
        const storage::RunRow &trained = list[1];
        QCOMPARE(predicted.name, std::string("old replies"));
        QCOMPARE(trained.name, std::string("named by hand"));
        QCOMPARE(trained.adapter, trained.folder / "adapter"); // of where the workspace is now
        QVERIFY(fs::exists(trained.adapter));
        QVERIFY(!runs.metricPoints(trained.id, "loss").empty());
        QCOMPARE(runs.predictionCount(predicted.id), 2);
        QVERIFY(storage::ScoreRepository(database).latest(predicted.id));
        for (const run::Prediction &prediction : runs.predictions(predicted.id))
            QVERIFY(storage::DialogueRepository(database).find(prediction.dialogue_id));
    }

    void aCopyFromBeforeIsKept()
    {
        storage::Database::open(m_folder);
        int backups = 0;
        for (const auto &entry : fs::directory_iterator(m_folder / "backups")) {
            ++backups;
            SQLite::Database copy(entry.path().string());
            QCOMPARE(copy.execAndGet("PRAGMA user_version").getInt(), 3);
            QCOMPARE(copy.execAndGet("SELECT count(*) FROM turn").getInt(), 46);
        }
        QCOMPARE(backups, 1);
    }

    // The folders alone: the database is lost.
    void runFoldersAreReadAnew()
    {
        fs::remove(m_folder / "workspace.db");
        auto database = storage::Database::create(m_folder);
        const storage::RebuildReport report = storage::rebuildRuns(database);
        QVERIFY(report.problems.empty());
        QCOMPARE(report.runs, 2);
        QCOMPARE(report.scores, 1);
        for (const storage::RunRow &row : storage::RunRepository(database).list())
            QVERIFY(row.outcome == run::Outcome::Finished);
    }
};

ATTUNE_TEST(TstOldWorkspace)
#include "tst_old_workspace.moc"

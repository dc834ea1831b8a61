// SPDX-License-Identifier: GPL-3.0-or-later
// Runs read from their folders again: rows and the names in them stay, runs that wait go on waiting, and what fails changes nothing.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/run_repository.h"
#include "storage/score_repository.h"
#include "storage/sql.h"

#include <memory>
#include <sys/stat.h>

namespace fs = std::filesystem;
using samples::eventLine;
using storage::RunState;

namespace {

std::string life(const std::string &end)
{
    return eventLine(1, "started", "\"device\":\"cpu\"") + eventLine(2, "metric", "\"name\":\"loss\",\"value\":2.5,\"step\":1,\"attempt\":1")
        + (end.empty() ? "" : eventLine(3, "finished", "\"outcome\":\"" + end + "\""));
}

std::string scores()
{
    return R"({"definition":"official@1","replies":1,"blank_predictions":0,"bleu_4":1.25,"meteor":14.5,"rouge_l":17.5,"vector_extrema":null,
"distinct_2":33.0,"distinct_3":59.0,"g_score":null,"total":11.0,"total_partial":true,"total_missing_weight":0.2,
"missing":{"vector_extrema":"no vectors","g_score":"nobody gave one"},"provenance":{},"created":"2026-11-24T10:00:00.000Z"})";
}

} // namespace

class TstRebuildRuns : public QObject
{
    Q_OBJECT

    std::unique_ptr<samples::Folder> m_dir;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<storage::RunRepository> m_runs;

    run::RunFolder make(const std::string &events = {}, run::JobKind kind = run::JobKind::Train)
    {
        const run::RunFolder folder = samples::runFolder(m_database->runsDir(), kind);
        m_runs->add(folder);
        if (!events.empty())
            base::appendToFile(folder.eventsFile(), events);
        m_runs->record(folder.spec().run_id);
        return folder;
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<samples::Folder>();
        m_database = std::make_unique<storage::Database>(storage::Database::create(*m_dir / "a.attune"));
        m_runs = std::make_unique<storage::RunRepository>(*m_database);
    }
    void cleanup()
    {
        m_database.reset();
        m_dir.reset();
    }

    void whatWaitsGoesOnWaiting_data()
    {
        QTest::addColumn<QString>("events"); // what its folder tells
        QTest::addColumn<bool>("waits"); // put into the queue (again) afterwards
        QTest::addColumn<QString>("later"); // and then, while nobody recorded it
        QTest::addColumn<QString>("state");
        QTest::newRow("never begun") << "" << true << "" << "queued";
        QTest::newRow("stopped, to be resumed") << "stopped" << true << "" << "queued";
        QTest::newRow("stopped") << "stopped" << false << "" << "ended";
        QTest::newRow("to be resumed, and was") << "stopped" << true << "finished" << "ended";
        QTest::newRow("never begun, and was") << "" << true << "finished" << "ended";
    }
    void whatWaitsGoesOnWaiting()
    {
        QFETCH(QString, events);
        QFETCH(bool, waits);
        QFETCH(QString, later);
        QFETCH(QString, state);
        const run::RunFolder folder = make(events.isEmpty() ? "" : life(events.toStdString()));
        const std::string id = folder.spec().run_id;
        if (waits)
            m_runs->setState(id, RunState::Queued);
        if (!later.isEmpty()) {
            base::appendToFile(folder.eventsFile(),
                eventLine(8, events.isEmpty() ? "started" : "resumed", "\"attempt\":1") + eventLine(9, "finished", "\"outcome\":\"" + later.toStdString() + "\""));
        }
        for (int i = 0; i < 2; ++i) {
            const storage::RebuildReport report = storage::rebuildRuns(*m_database);
            QCOMPARE(report.runs, 1);
            QVERIFY(report.problems.empty());
            QCOMPARE(QString::fromUtf8(storage::runStateName(m_runs->get(id).state).data()), state);
        }
    }

    void whatWasStoppedBeforeItBeganStaysStopped()
    {
        const std::string id = make().spec().run_id;
        m_runs->end(id, run::Outcome::Stopped, {});
        storage::rebuildRuns(*m_database);
        QCOMPARE(int(m_runs->get(id).state), int(RunState::Ended));
    }

    void aDamagedScoreFileIsAProblemOfItsOwn()
    {
        const run::RunFolder folder = make(life("finished"), run::JobKind::Predict);
        const std::string id = folder.spec().run_id;
        m_runs->rename(id, "named by hand");
        fs::create_directories(folder.scoresDir());
        base::writeFileAtomically(folder.scoresDir() / "official@1-1.json", scores());
        base::writeFileAtomically(folder.scoresDir() / "official@1-2.json", scores());
        QCOMPARE(storage::rebuildRuns(*m_database).scores, 2);
        base::writeFileAtomically(folder.scoresDir() / "official@1-1.json", "{");
        const storage::RebuildReport report = storage::rebuildRuns(*m_database);
        QCOMPARE(report.runs, 1);
        QCOMPARE(report.scores, 1);
        QCOMPARE(report.problems.size(), size_t(1));
        QCOMPARE(m_runs->get(id).name, std::string("named by hand"));
        QCOMPARE(storage::ScoreRepository(*m_database).list(id).size(), size_t(2)); // what was known of it stays

        // One that is new comes in all the same, and not as one that waits.
        m_runs->forget(id);
        QCOMPARE(storage::findNewRuns(*m_database), std::vector<std::string> { id });
        QCOMPARE(int(m_runs->get(id).state), int(RunState::Ended));
        QCOMPARE(storage::ScoreRepository(*m_database).list(id).size(), size_t(1));
    }

    // The disk is full in the middle of it.
    void aRunThatFailsKeepsItsRow()
    {
        const run::RunFolder folder = make(life("finished"));
        const std::string id = folder.spec().run_id;
        m_runs->rename(id, "named by hand");
        std::string more;
        for (int i = 0; i < 20000; ++i)
            more += eventLine(10 + i, "metric", "\"name\":\"a rather long name of a metric\",\"value\":1,\"step\":" + std::to_string(i) + ",\"attempt\":1");
        base::appendToFile(folder.eventsFile(), more);
        const int64_t pages = storage::pragmaNumber(m_database->connection(), "page_count");
        storage::execute(m_database->connection(), "PRAGMA max_page_count = " + std::to_string(pages + 20));
        const storage::RebuildReport report = storage::rebuildRuns(*m_database);
        QCOMPARE(report.runs, 0);
        QCOMPARE(report.problems.size(), size_t(1));
        QCOMPARE(m_runs->get(id).name, std::string("named by hand"));
        QCOMPARE(int(*m_runs->get(id).outcome), int(run::Outcome::Finished));
        QCOMPARE(m_runs->metricPoints(id, "loss").size(), size_t(1));
        storage::execute(m_database->connection(), "PRAGMA max_page_count = 1000000000");
        QCOMPARE(storage::rebuildRuns(*m_database).runs, 1);

        // Nor is a new one left behind as one that waits.
        m_runs->forget(id);
        storage::execute(m_database->connection(), "VACUUM");
        const int64_t now = storage::pragmaNumber(m_database->connection(), "page_count");
        storage::execute(m_database->connection(), "PRAGMA max_page_count = " + std::to_string(now + 20));
        QVERIFY(storage::findNewRuns(*m_database).empty());
        QVERIFY(!m_runs->find(id));
    }

    void aCopyDoesNotTakeTheRow()
    {
        const run::RunFolder folder = make(life("finished"));
        const std::string id = folder.spec().run_id;
        m_runs->rename(id, "the original");
        fs::copy(folder.path(), m_database->runsDir() / "0-a-copy", fs::copy_options::recursive);
        base::appendToFile(m_database->runsDir() / "0-a-copy/events.jsonl", eventLine(4, "resumed", "\"attempt\":2"));
        storage::rebuildRuns(*m_database);
        QCOMPARE(m_runs->list().size(), size_t(1));
        QCOMPARE(m_runs->get(id).folder, folder.path());
        QCOMPARE(int(*m_runs->get(id).outcome), int(run::Outcome::Finished));
    }

    void rowsFollowTheirFolders()
    {
        const run::RunFolder one = make(life("finished"));
        const run::RunFolder two = make(life("stopped"));
        const std::string first = one.spec().run_id, second = two.spec().run_id;
        m_runs->rename(first, "the first");
        m_runs->rename(second, "the second");
        fs::rename(one.path(), m_database->runsDir() / "between");
        fs::rename(two.path(), one.path());
        fs::rename(m_database->runsDir() / "between", two.path());
        QCOMPARE(storage::rebuildRuns(*m_database).runs, 2);
        QCOMPARE(m_runs->get(first).name, std::string("the first"));
        QCOMPARE(m_runs->get(first).folder, two.path());
        QCOMPARE(m_runs->get(second).name, std::string("the second"));
        QCOMPARE(m_runs->get(second).folder, one.path());
        QCOMPARE(int(*m_runs->get(second).outcome), int(run::Outcome::Stopped));
    }

    // What was read once and is gone from the folder since.
    void whatCannotBeReadAgainStays()
    {
        const run::RunFolder folder = make(life("finished"));
        fs::remove(folder.eventsFile());
        storage::rebuildRuns(*m_database);
        QCOMPARE(int(*m_runs->get(folder.spec().run_id).outcome), int(run::Outcome::Finished));
        QCOMPARE(m_runs->metricPoints(folder.spec().run_id, "loss").size(), size_t(1));
    }

    // In a folder that somebody sent: neither is waited for.
    void whatIsNoFileIsNotRead()
    {
        const run::RunFolder folder = make(life("finished"), run::JobKind::Predict);
        const fs::path pipe = m_database->runsDir() / "a pipe", device = m_database->runsDir() / "a device";
        for (const fs::path &one : { pipe, device, folder.scoresDir() })
            fs::create_directories(one);
        QCOMPARE(::mkfifo((pipe / "spec.json").c_str(), 0644), 0);
        fs::create_symlink("/dev/zero", device / "spec.json");
        QCOMPARE(::mkfifo((folder.scoresDir() / "official@1-1.json").c_str(), 0644), 0);
        QVERIFY(storage::findNewRuns(*m_database).empty());
        const storage::RebuildReport report = storage::rebuildRuns(*m_database);
        QCOMPARE(report.runs, 1);
        QVERIFY(report.problems.empty());
    }

    // A clock that was wrong when the folder was made hides it for as long as nobody would notice.
    void aFolderOfTheFutureIsFound()
    {
        const run::RunFolder folder = samples::runFolder(m_database->runsDir());
        QVERIFY(storage::findNewRuns(*m_database).empty());
        fs::last_write_time(folder.specFile(), fs::file_time_type::clock::now() + std::chrono::hours(24));
        QCOMPARE(storage::findNewRuns(*m_database).size(), size_t(1));
    }
};

ATTUNE_TEST(TstRebuildRuns)
#include "tst_rebuild_runs.moc"

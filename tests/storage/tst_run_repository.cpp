// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "samples.h"
#include "storage/run_repository.h"
#include "storage/score_repository.h"

#include <sqlite3.h>

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <memory>

namespace fs = std::filesystem;
using samples::eventLine;
using storage::RunState;

namespace {

std::string life()
{
    return eventLine(1, "started", "\"device\":\"cpu\",\"threads\":2,\"isa\":\"avx512\"") + eventLine(2, "stage", "\"name\":\"training\"")
        + eventLine(3, "metric", "\"name\":\"loss\",\"value\":2.5,\"step\":1,\"attempt\":1")
        + eventLine(4, "metric", "\"name\":\"loss\",\"value\":null,\"reason\":\"not a number\",\"step\":2,\"attempt\":1")
        + eventLine(5, "progress", "\"step\":2,\"total\":10,\"eta_seconds\":8.5")
        + eventLine(6, "checkpoint", "\"path\":\"checkpoints/step-000002\",\"step\":2");
}

} // namespace

class TstRunRepository : public QObject
{
    Q_OBJECT

    std::unique_ptr<samples::Folder> m_dir;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<storage::RunRepository> m_runs;

    run::RunFolder make(run::JobKind kind = run::JobKind::Train) { return samples::runFolder(m_database->runsDir(), kind); }

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

    // What is derived from a run's files can be rebuilt: damage in one row hides neither the others nor the row.
    void aDamagedRowIsStillListed_data()
    {
        QTest::addColumn<QByteArray>("damage");
        for (const char *column : { "error", "machine", "spec" }) {
            for (const char *value : { "{oops", "[1]", "7", "", "{\"kind\":[]}" }) {
                const QByteArray row = QByteArray(column) + " = '" + value + "'";
                QTest::newRow(row.constData()) << row;
            }
        }
        QTest::newRow("a prediction's adapter") << QByteArray("adapter = 'adapter'");
        QTest::newRow("a kind that is not the spec's") << QByteArray("kind = 'train', adapter = 'adapter'");
    }
    void aDamagedRowIsStillListed()
    {
        QFETCH(QByteArray, damage);
        const std::string id = m_runs->add(make(run::JobKind::Predict)).id;
        m_runs->end(id, run::Outcome::Crashed, base::Error { base::ErrorKind::WorkerCrashed, "a run", {}, {} });
        sqlite3 *raw = nullptr;
        QCOMPARE(sqlite3_open((m_database->folder() / "workspace.db").c_str(), &raw), SQLITE_OK);
        QCOMPARE(sqlite3_exec(raw, ("UPDATE run SET " + damage).constData(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(raw);
        const auto rows = m_runs->list();
        QCOMPARE(rows.size(), size_t(1));
        QCOMPARE(rows[0].id, id);
        QCOMPARE(int(rows[0].kind), int(rows[0].spec.kind()));
        QVERIFY(rows[0].machine.is_object());
        QVERIFY(rows[0].adapter.empty());
    }

    void registersOnce()
    {
        const run::RunFolder folder = make();
        const storage::RunRow row = m_runs->add(folder);
        QCOMPARE(m_runs->add(folder).id, row.id);
        QCOMPARE(m_runs->list().size(), size_t(1));
        QCOMPARE(int(row.state), int(RunState::Queued));
        QCOMPARE(row.folder, folder.path());
        QCOMPARE(std::get<run::TrainSpec>(row.spec.job).lora_rank, 16);
        QCOMPARE(m_runs->resolve(row.id.substr(0, 6)).id, row.id);
        QCOMPARE(m_runs->resolve("a run").id, row.id);
        QCOMPARE(m_runs->resolve(folder.path().filename().string()).id, row.id);
        QCOMPARE(m_runs->resolve(folder.path().string()).id, row.id);
        QVERIFY_EXCEPTION_THROWN(m_runs->resolve("nothing"), base::Failure);
        QVERIFY(m_runs->claim(row.id));
        QVERIFY(!m_runs->claim(row.id)); // by one desk only
    }

    void recordsALife()
    {
        const run::RunFolder folder = make();
        const std::string id = m_runs->add(folder).id;
        base::appendToFile(folder.eventsFile(), life());
        QCOMPARE(m_runs->record(id).events, 6);
        QCOMPARE(m_runs->record(id).events, 0); // once
        storage::RunRow row = m_runs->get(id);
        QCOMPARE(int(row.state), int(RunState::Running));
        QCOMPARE(row.stage, std::string("training"));
        QCOMPARE(row.step, 2);
        QCOMPARE(row.total, 10);
        QCOMPARE(*row.eta_seconds, 8.5);
        QCOMPARE(row.machine["threads"], 2);
        const auto points = m_runs->metricPoints(id, "loss");
        QCOMPARE(points.size(), size_t(2));
        QVERIFY(!points[1].value);
        QCOMPARE(*m_runs->lastMetric(id, "loss"), 2.5);
        QCOMPARE(m_runs->events(id, "checkpoint").size(), size_t(1));

        base::appendToFile(folder.eventsFile(), eventLine(7, "adapter", "\"path\":\"adapter\"") + eventLine(8, "finished", "\"outcome\":\"finished\""));
        QCOMPARE(m_runs->record(id).events, 2);
        row = m_runs->get(id);
        QCOMPARE(int(row.state), int(RunState::Ended));
        QCOMPARE(int(*row.outcome), int(run::Outcome::Finished));
        QCOMPARE(row.adapter, folder.path() / "adapter");
        QVERIFY(!row.eta_seconds);
    }

    void tornTailWaitsForItsNewline()
    {
        const run::RunFolder folder = make();
        const std::string id = m_runs->add(folder).id;
        const std::string whole = life();
        // Places at which a reader may find the file cut.
        for (size_t cut = 0; cut < whole.size(); cut += 23) {
            base::writeFileAtomically(folder.eventsFile(), whole.substr(0, cut));
            m_runs->record(id);
        }
        base::writeFileAtomically(folder.eventsFile(), whole);
        m_runs->record(id);
        QCOMPARE(m_runs->metricPoints(id, "loss").size(), size_t(2));
        QCOMPARE(m_runs->events(id).size(), size_t(3)); // started, stage, checkpoint
        QCOMPARE(m_runs->get(id).events_offset, int64_t(whole.size()));
    }

    void badLinesAreSkipped_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no json") << QByteArray("garbage\n");
        QTest::newRow("empty") << QByteArray("\n");
        QTest::newRow("array") << QByteArray("[1]\n");
        QTest::newRow("other version") << QByteArray("{\"v\":2,\"seq\":7,\"t\":\"\",\"type\":\"metric\"}\n");
        QTest::newRow("metric without a step") << QByteArray(eventLine(7, "metric", "\"name\":\"loss\",\"value\":1").c_str());
        QTest::newRow("unknown type") << QByteArray(eventLine(7, "weather", "\"rain\":true").c_str());
        QTest::newRow("not utf-8") << QByteArray("{\"v\":1,\"seq\":7,\"t\":\"\xff\",\"type\":\"stage\"}\n");
        QTest::newRow("adapter outside") << QByteArray(eventLine(7, "adapter", "\"path\":\"../../../etc\"").c_str());
        QTest::newRow("adapter absolute") << QByteArray(eventLine(7, "adapter", "\"path\":\"/etc\"").c_str());
        QTest::newRow("nul") << QByteArray("{\"v\":1,\0\n", 9);
    }
    void badLinesAreSkipped()
    {
        QFETCH(QByteArray, line);
        const run::RunFolder folder = make();
        const std::string id = m_runs->add(folder).id;
        base::appendToFile(folder.eventsFile(), life() + line.toStdString() + eventLine(8, "stage", "\"name\":\"saving\""));
        m_runs->record(id);
        QCOMPARE(m_runs->get(id).stage, std::string("saving"));
        QVERIFY(m_runs->get(id).adapter.empty());
    }

    void twoDesksRecordOnce()
    {
        const run::RunFolder folder = make();
        const std::string id = m_runs->add(folder).id;
        storage::Database other = storage::Database::open(*m_dir / "a.attune", storage::Maintenance::None);
        std::string lines = life();
        for (int i = 0; i < 2000; ++i)
            lines += eventLine(7 + i, "metric", "\"name\":\"loss\",\"value\":1,\"step\":" + std::to_string(i + 3) + ",\"attempt\":1");
        base::appendToFile(folder.eventsFile(), lines);
        int64_t theirs = 0;
        std::thread second([&] { theirs = storage::RunRepository(other).record(id, 50).events; });
        const int64_t mine = m_runs->record(id, 50).events;
        second.join();
        QCOMPARE(mine + theirs, 2006);
        QCOMPARE(m_runs->metricPoints(id, "loss", 0).size(), size_t(2002));
    }

    // A desk that dies in the middle of a batch: offset and rows go together, so nothing is lost and nothing is double.
    void killedDeskLosesNothing()
    {
        const run::RunFolder folder = make();
        const std::string id = m_runs->add(folder).id;
        base::appendToFile(folder.eventsFile(), life());
        const pid_t child = fork();
        if (child == 0) {
            sqlite3_initialize();
            storage::Database mine = storage::Database::open(*m_dir / "a.attune", storage::Maintenance::None);
            mine.transaction([&] {
                storage::RunRepository(mine).record(id, 2);
                ::kill(::getpid(), SIGKILL);
            });
            _exit(1);
        }
        int status = 0;
        waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        QCOMPARE(m_runs->get(id).events_offset, 0);
        QCOMPARE(m_runs->record(id).events, 6);
        QCOMPARE(m_runs->metricPoints(id, "loss").size(), size_t(2));
    }

    void resumedRunGoesOn()
    {
        const run::RunFolder folder = make();
        const std::string id = m_runs->add(folder).id;
        base::appendToFile(folder.eventsFile(), life() + eventLine(7, "finished", "\"outcome\":\"out_of_memory\",\"error\":{\"kind\":\"out_of_memory\",\"subject\":\"training\"}"));
        m_runs->record(id);
        QCOMPARE(int(m_runs->get(id).error->kind), int(base::ErrorKind::OutOfMemory));
        base::appendToFile(folder.eventsFile(), eventLine(8, "resumed", "\"attempt\":2,\"from_step\":1") + eventLine(9, "metric", "\"name\":\"loss\",\"value\":1.5,\"step\":2,\"attempt\":2"));
        m_runs->record(id);
        const storage::RunRow row = m_runs->get(id);
        QCOMPARE(int(row.state), int(RunState::Running));
        QVERIFY(!row.outcome && !row.error);
        QCOMPARE(row.attempt, 2);
        const auto points = m_runs->metricPoints(id, "loss");
        QCOMPARE(points.size(), size_t(2));
        QCOMPARE(*points[1].value, 1.5);
    }

    void repliesFollow()
    {
        const run::RunFolder folder = make(run::JobKind::Predict);
        const std::string id = m_runs->add(folder).id;
        run::Prediction p { "d1", "t2", 1, "1", "hi", "I hear you", "I see", "stop", 10, 3, 0.5 };
        const std::string line = base::toLine(toJson(p)) + "\n";
        base::appendToFile(folder.predictionsFile(), line + "not a reply\n" + line.substr(0, 10));
        m_runs->record(id);
        QCOMPARE(m_runs->predictionCount(id), 1);
        p.turn_id = "t3";
        const std::string second = base::toLine(toJson(p)) + "\n";
        base::writeFileAtomically(folder.predictionsFile(), line + "not a reply\n" + second);
        m_runs->record(id);
        const auto replies = m_runs->predictions(id);
        QCOMPARE(replies.size(), size_t(2));
        QCOMPARE(replies[1].turn_id, std::string("t3"));
        QCOMPARE(replies[0].reference, std::string("I hear you"));
        // A restarted worker may write the file anew.
        base::writeFileAtomically(folder.predictionsFile(), line);
        m_runs->record(id);
        QCOMPARE(m_runs->predictions(id).at(0).turn_id, std::string("t2"));
    }

    void everythingCanBeRebuilt()
    {
        const run::RunFolder finished = make();
        base::appendToFile(finished.eventsFile(), life() + eventLine(7, "finished", "\"outcome\":\"finished\""));
        const run::RunFolder lost = make(run::JobKind::Predict);
        base::appendToFile(lost.eventsFile(), eventLine(1, "started", "\"device\":\"cpu\""));
        fs::create_directories(m_database->runsDir() / "broken");
        base::writeFileAtomically(m_database->runsDir() / "broken" / "spec.json", "{}");
        fs::create_directories(m_database->runsDir() / "no run");
        // What people wrote stays, and what cannot be read again too.
        m_runs->add(finished);
        m_runs->rename(finished.spec().run_id, "the good one");
        const run::RunFolder gone = make();
        const std::string goneId = gone.spec().run_id;
        m_runs->add(gone);
        fs::remove_all(gone.path());
        const storage::RebuildReport report = storage::rebuildRuns(*m_database);
        QCOMPARE(report.runs, 2);
        QCOMPARE(report.events, 8);
        QCOMPARE(report.problems.size(), size_t(2));
        QVERIFY(report.problems[0].find("broken") != std::string::npos);
        QVERIFY(report.problems[1].find("gone") != std::string::npos);
        QCOMPARE(m_runs->list().size(), size_t(3));
        QCOMPARE(m_runs->get(finished.spec().run_id).name, std::string("the good one"));
        QVERIFY(m_runs->find(goneId).has_value());
        QCOMPARE(int(*m_runs->get(lost.spec().run_id).outcome), int(run::Outcome::Lost));
        QCOMPARE(m_runs->metricPoints(finished.spec().run_id, "loss").size(), size_t(2));
        QCOMPARE(storage::findNewRuns(*m_database).size(), size_t(0));
        // One without events is found as soon as nobody can be about to register it.
        const run::RunFolder late = make();
        QCOMPARE(storage::findNewRuns(*m_database).size(), size_t(0));
        QCOMPARE(int(m_runs->add(make()).state), int(RunState::Queued)); // as its maker then does
        fs::last_write_time(late.specFile(), fs::file_time_type::clock::now() - std::chrono::minutes(2));
        QCOMPARE(storage::findNewRuns(*m_database), std::vector<std::string> { late.spec().run_id });
        // One that tells what became of it is found at once.
        const run::RunFolder copied = make();
        base::appendToFile(copied.eventsFile(), life());
        QCOMPARE(storage::findNewRuns(*m_database), std::vector<std::string> { copied.spec().run_id });
    }

    void workspaceCanBeMoved()
    {
        const run::RunFolder folder = make();
        const std::string id = m_runs->add(folder).id;
        m_database.reset();
        fs::rename(*m_dir / "a.attune", *m_dir / "moved.attune");
        m_database = std::make_unique<storage::Database>(storage::Database::open(*m_dir / "moved.attune"));
        m_runs = std::make_unique<storage::RunRepository>(*m_database);
        QVERIFY(fs::exists(m_runs->get(id).folder / "spec.json"));
    }

    void listStaysReadableWithAnUnknownSpec()
    {
        const run::RunFolder folder = make();
        const std::string id = m_runs->add(folder).id;
        sqlite3 *raw = nullptr;
        sqlite3_open((*m_dir / "a.attune/workspace.db").c_str(), &raw);
        sqlite3_exec(raw, "UPDATE run SET spec = '{\"from\":\"the future\"}'", nullptr, nullptr, nullptr);
        sqlite3_close(raw);
        QCOMPARE(m_runs->list().size(), size_t(1));
        QCOMPARE(m_runs->get(id).spec.name, std::string("a run"));
    }
};

ATTUNE_TEST(TstRunRepository)
#include "tst_run_repository.moc"

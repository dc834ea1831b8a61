// SPDX-License-Identifier: GPL-3.0-or-later
// The queue with a worker that behaves in every way a worker can.
#include "fakes/bench_workspace.h"

#include "base/error_text.h"
#include "jobs/job_queue.h"
#include "jobs/run_recorder.h"
#include "run/run_folder.h"
#include "workspace/run_truth.h"

#include <SQLiteCpp/Database.h>

#include <csignal>
#include <unistd.h>

using run::Outcome;
using storage::RunState;
using namespace std::chrono_literals;

namespace {

constexpr jobs::QueueTimes kShort { .look = 50ms, .start = 5s, .kind = 400ms, .firm = 400ms, .gone = 150ms };

} // namespace

class TstJobQueue : public QObject
{
    Q_OBJECT

    std::unique_ptr<bench::Bench> m_bench;
    std::unique_ptr<jobs::JobQueue> m_queue;

    std::string addRun(const std::string &name = {})
    {
        run::JobSpec spec;
        spec.name = name;
        spec.job = m_bench->training();
        const auto rows = workspace::freeze(m_bench->workspace->database(), {}).rows;
        return m_bench->workspace->runs().add(run::RunFolder::create(m_bench->workspace->database().runsDir(), spec, rows)).id;
    }
    // The workspace's own queue stands aside; this one has short times.
    std::string enqueue(const char *mode, const std::string &name = {})
    {
        bench::useFakeEngine(mode);
        const std::string id = addRun(name);
        m_queue->enqueue(id);
        return id;
    }
    // Another program writes for longer than this one waits for it.
    void whileAnotherWrites(const std::function<void()> &work)
    {
        m_bench->workspace->database().connection().setBusyTimeout(10);
        auto other = storage::Database::open(m_bench->workspace->folder(), storage::Maintenance::None);
        const auto before = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) {});
        other.transaction(work);
        qInstallMessageHandler(before);
    }
    void makeQueue(const jobs::QueueTimes &times = kShort)
    {
        m_queue.reset();
        m_queue = std::make_unique<jobs::JobQueue>(m_bench->workspace->database(), m_bench->jobs->recorder(), true, times);
    }
    run::RunFolder folderOf(const std::string &id) const { return run::RunFolder(m_bench->run(id).folder); }
    Outcome outcomeOf(const std::string &id) const { return m_bench->run(id).outcome.value_or(Outcome::Lost); }
    static QString text(const std::string &id) { return QString::fromStdString(id); }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<bench::Bench>(jobs::JobOptions { .runs_jobs = false });
        makeQueue();
    }
    void cleanup()
    {
        // No worker outlives its test.
        for (const storage::RunRow &row : m_bench->workspace->runs().list()) {
            const run::RunFolder folder(row.folder);
            if (run::isWorkerAlive(folder))
                ::kill(static_cast<pid_t>(run::readLock(folder)->pid), SIGKILL);
        }
        m_queue.reset();
        m_bench.reset();
    }

    void worksToTheEnd()
    {
        QSignalSpy started(m_queue.get(), &jobs::JobQueue::started);
        QSignalSpy ended(m_queue.get(), &jobs::JobQueue::ended);
        const std::string id = enqueue("normal");
        QCOMPARE(started.size(), 1);
        QCOMPARE(m_queue->jobs().size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 15000);
        QCOMPARE(ended[0][1].value<Outcome>(), Outcome::Finished);
        QVERIFY(m_queue->isIdle());
        const storage::RunRow row = m_bench->run(id);
        QCOMPARE(int(row.state), int(RunState::Ended));
        QCOMPARE(row.adapter, row.folder / "adapter");
        QCOMPARE(m_bench->workspace->runs().metricPoints(id, "loss").size(), size_t(10));
    }

    void everyEndHasAName_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<int>("outcome");
        QTest::addColumn<int>("kind");
        QTest::newRow("crash") << QByteArray("crash") << int(Outcome::Crashed) << int(base::ErrorKind::WorkerCrashed);
        QTest::newRow("out of memory") << QByteArray("oom") << int(Outcome::OutOfMemory) << int(base::ErrorKind::OutOfMemory);
        QTest::newRow("lost") << QByteArray("lost") << int(Outcome::Lost) << int(base::ErrorKind::WorkerLost);
        QTest::newRow("unborn") << QByteArray("unborn") << int(Outcome::Crashed) << int(base::ErrorKind::WorkerCrashed);
    }
    void everyEndHasAName()
    {
        QFETCH(QByteArray, mode);
        QFETCH(int, outcome);
        QFETCH(int, kind);
        const std::string id = enqueue(mode.constData());
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 15000);
        QCOMPARE(int(outcomeOf(id)), outcome);
        const storage::RunRow row = m_bench->run(id);
        QVERIFY(row.error);
        QCOMPARE(int(row.error->kind), kind);
        if (mode == "unborn") // the worker's own words
            QVERIFY(base::sentence(*row.error).find("libsomething.so") != std::string::npos);
    }

    void garbageDoesNotDisturb()
    {
        const std::string id = enqueue("garbage");
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 15000);
        QCOMPARE(outcomeOf(id), Outcome::Finished);
        QCOMPARE(m_bench->workspace->runs().metricPoints(id, "loss").size(), size_t(10));
    }

    void stopIsKindThenFirm_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<int>("atLeast"); // milliseconds
        QTest::newRow("request") << QByteArray("polite") << 0;
        QTest::newRow("SIGTERM") << QByteArray("termed") << 400;
        QTest::newRow("SIGKILL") << QByteArray("stubborn") << 800;
    }
    void stopIsKindThenFirm()
    {
        QFETCH(QByteArray, mode);
        QFETCH(int, atLeast);
        const std::string id = enqueue(mode.constData());
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(id).step > 2, 10000);
        QElapsedTimer timer;
        timer.start();
        m_queue->stop(text(id));
        m_queue->stop(text(id)); // twice is harmless
        QCOMPARE(int(m_queue->job(text(id))->state), int(jobs::JobState::Stopping));
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000);
        QVERIFY(timer.elapsed() >= atLeast);
        QCOMPARE(outcomeOf(id), Outcome::Stopped);
        QVERIFY(!run::isWorkerAlive(folderOf(id)));
    }

    void stopNowDoesNotWait()
    {
        makeQueue({ .look = 50ms, .start = 5s, .kind = 1h, .firm = 1h, .gone = 150ms });
        const std::string id = enqueue("stubborn");
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(id).step > 2, 10000);
        m_queue->stopNow(text(id));
        QTRY_VERIFY_WITH_TIMEOUT(!run::isWorkerAlive(folderOf(id)), 10000);
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000);
        QCOMPARE(outcomeOf(id), Outcome::Stopped);
    }

    // No space for the request file, or something else in its place: the signals need none.
    void stopNeedsNoRequest_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<bool>("now");
        QTest::newRow("kindly") << QByteArray("termed") << false;
        QTest::newRow("firmly") << QByteArray("stubborn") << false;
        QTest::newRow("at once") << QByteArray("stubborn") << true;
    }
    void stopNeedsNoRequest()
    {
        QFETCH(QByteArray, mode);
        QFETCH(bool, now);
        makeQueue({ .look = 50ms, .start = 5s, .kind = 1h, .firm = now ? 1h : 400ms, .gone = 150ms });
        const std::string id = enqueue(mode.constData());
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(id).step > 2, 10000);
        base::writeFileAtomically(folderOf(id).requestsDir(), "no folder");
        if (now)
            m_queue->stopNow(text(id));
        else
            m_queue->stop(text(id));
        QCOMPARE(int(m_queue->job(text(id))->state), int(jobs::JobState::Stopping));
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000);
        QCOMPARE(outcomeOf(id), Outcome::Stopped);
        QVERIFY(!run::isWorkerAlive(folderOf(id)));
    }

    void stopMakesNoFolder()
    {
        const std::string id = enqueue("polite");
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(id).step > 2, 10000);
        const run::RunFolder folder = folderOf(id);
        const auto lock = *run::readLock(folder);
        std::filesystem::rename(folder.path(), folder.path().string() + "-elsewhere");
        m_queue->stop(text(id));
        QVERIFY(!std::filesystem::exists(folder.path()));
        QCOMPARE(int(m_queue->job(text(id))->state), int(jobs::JobState::Stopping));
        ::kill(static_cast<pid_t>(lock.pid), SIGKILL); // the real one sees by itself that its folder has gone
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000);
    }

    void oneSlotADevice()
    {
        const std::string first = enqueue("polite", "first");
        const std::string second = enqueue("polite", "second");
        const std::string third = enqueue("polite", "third");
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(first).step > 1, 10000);
        QCOMPARE(int(m_queue->job(text(second))->state), int(jobs::JobState::Queued));
        QCOMPARE(int(m_bench->run(second).state), int(RunState::Queued));
        m_queue->stop(text(second)); // waiting: at once
        QCOMPARE(outcomeOf(second), Outcome::Stopped);
        QVERIFY(!std::filesystem::exists(folderOf(second).eventsFile()));
        m_queue->stop(text(first));
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(third).step > 1, 10000); // its turn
        QVERIFY(m_bench->hasEnded(first));
        m_queue->stop(text(third));
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000);
    }

    void survivesTheWindow()
    {
        const std::string id = enqueue("polite");
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(id).step > 1, 10000);
        const std::string waiting = enqueue("polite");
        m_queue.reset();
        m_bench->close(); // the window is gone
        QTest::qWait(200);
        m_bench->reopen({ .runs_jobs = false });
        QVERIFY(run::isWorkerAlive(folderOf(id)));
        const auto step = m_bench->run(id).step;
        makeQueue(); // the next one
        QCOMPARE(m_queue->jobs().size(), 2);
        QTRY_COMPARE_WITH_TIMEOUT(int(m_queue->job(text(id))->state), int(jobs::JobState::Running), 5000);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(id).step > step + 5, 5000);
        m_queue->stop(text(waiting));
        m_queue->stop(text(id));
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000);
        QCOMPARE(outcomeOf(id), Outcome::Stopped);
    }

    void endedWhileTheWindowWasClosed()
    {
        const std::string id = enqueue("normal");
        m_queue.reset();
        m_bench->close();
        QTest::qWait(1500);
        m_bench->reopen({ .runs_jobs = false });
        makeQueue();
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000);
        QCOMPARE(outcomeOf(id), Outcome::Finished);
        QCOMPARE(m_bench->workspace->runs().metricPoints(id, "loss").size(), size_t(10));
    }

    void resumesWhatWasStopped()
    {
        const std::string id = enqueue("polite");
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(id).step > 2, 10000);
        QVERIFY_EXCEPTION_THROWN(m_queue->resume(text(id)), base::Failure);
        m_queue->stop(text(id));
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000);
        bench::useFakeEngine("normal");
        std::filesystem::last_write_time(folderOf(id).path(), std::filesystem::file_time_type::clock::now() - 24h);
        m_queue->resume(text(id));
        QCOMPARE(int(workspace::truthOf(m_bench->run(id)).state), int(RunState::Running)); // though its worker is not there yet
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000);
        QCOMPARE(outcomeOf(id), Outcome::Finished);
        QCOMPARE(m_bench->run(id).attempt, 2);
        QVERIFY_EXCEPTION_THROWN(m_queue->resume(text(id)), base::Failure);
    }

    void twoDesksStartItOnce()
    {
        auto second = workspace::Workspace::open(m_bench->path() / "a.attune");
        jobs::WorkspaceJobs secondJobs(*second, { .runs_jobs = false });
        jobs::JobQueue other(second->database(), secondJobs.recorder(), true, kShort);
        const std::string id = enqueue("normal");
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle() && other.isIdle(), 15000);
        QCOMPARE(outcomeOf(id), Outcome::Finished);
        QCOMPARE(m_bench->workspace->runs().events(id, "started").size(), size_t(1));
    }

    void aBusyDatabaseOnlyDelaysTheStart()
    {
        bench::useFakeEngine("normal");
        const std::string id = addRun();
        whileAnotherWrites([&] {
            m_queue->enqueue(id);
            QCOMPARE(int(m_queue->job(text(id))->state), int(jobs::JobState::Queued));
        });
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 15000);
        QCOMPARE(outcomeOf(id), Outcome::Finished);
    }

    void aBusyDatabaseOnlyDelaysTheEnd()
    {
        const std::string id = addRun();
        base::writeFileAtomically(folderOf(id).lockFile(), R"({"pid":999999999,"start_time":1,"boot_id":"x"})");
        m_bench->workspace->runs().setState(id, RunState::Running);
        QSignalSpy failed(&m_bench->jobs->recorder(), &jobs::RunRecorder::failed);
        makeQueue(); // takes it up; its worker is gone
        whileAnotherWrites([&] { QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), 20000); });
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 15000);
        QCOMPARE(outcomeOf(id), Outcome::Lost);
    }

    // It ended well, but what it told could not be recorded: that is no loss yet.
    void anEndThatIsNotReadYetIsNotLost()
    {
        const std::string id = addRun();
        const run::RunFolder folder = folderOf(id);
        base::writeFileAtomically(folder.lockFile(), R"({"pid":999999999,"start_time":1,"boot_id":"x"})");
        {
            run::EventWriter events(folder.eventsFile());
            events.write("started", { { "device", "cpu" } });
            events.write("metric", run::metricFields("loss", 1, 1, 1));
            events.write("finished", { { "outcome", "finished" } });
        }
        m_bench->workspace->runs().setState(id, RunState::Running);
        SQLite::Database &database = m_bench->workspace->database().connection();
        database.exec("CREATE TRIGGER full BEFORE INSERT ON metric BEGIN SELECT RAISE(ABORT, 'no space'); END");
        QSignalSpy failed(&m_bench->jobs->recorder(), &jobs::RunRecorder::failed);
        makeQueue(); // takes it up; its worker is gone
        QTRY_VERIFY_WITH_TIMEOUT(failed.size() >= 4 || m_bench->hasEnded(id), 20000);
        QVERIFY(!m_bench->hasEnded(id));
        database.exec("DROP TRIGGER full");
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 15000);
        QCOMPARE(outcomeOf(id), Outcome::Finished);
    }

    void whatCannotBeRecordedCanBeStopped()
    {
        const std::string id = addRun();
        const run::RunFolder folder = folderOf(id);
        base::writeFileAtomically(folder.lockFile(), R"({"pid":999999999,"start_time":1,"boot_id":"x"})");
        run::EventWriter(folder.eventsFile()).write("metric", run::metricFields("loss", 1, 1, 1));
        m_bench->workspace->runs().setState(id, RunState::Running);
        m_bench->workspace->database().connection().exec(
            "CREATE TRIGGER full BEFORE INSERT ON metric BEGIN SELECT RAISE(ABORT, 'no space'); END");
        QSignalSpy failed(&m_bench->jobs->recorder(), &jobs::RunRecorder::failed);
        makeQueue();
        QTRY_VERIFY_WITH_TIMEOUT(failed.size() >= 4, 20000);
        QVERIFY(!m_bench->hasEnded(id));
        m_queue->stop(text(id));
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 15000);
        QCOMPARE(outcomeOf(id), Outcome::Stopped);
    }

    void aWaitingRunMayBeDeletedByAnotherDesk()
    {
        const std::string first = enqueue("polite");
        const std::string waiting = enqueue("polite");
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->run(first).step > 1, 10000);
        {
            auto other = storage::Database::open(m_bench->workspace->folder(), storage::Maintenance::None);
            storage::RunRepository(other).forget(waiting);
        }
        m_queue->stop(text(first));
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->isIdle(), 10000); // its turn came, and it left
        QVERIFY(!m_bench->workspace->runs().find(waiting));
    }

    void missingWorkerIsSaid()
    {
        bench::useFakeEngine("normal");
        const std::string id = addRun();
        qputenv("ATTUNE_ENGINE", "/nowhere/attune-engine");
        m_queue->enqueue(id);
        QTRY_VERIFY(m_queue->isIdle());
        QCOMPARE(outcomeOf(id), Outcome::Failed);
        QCOMPARE(int(m_bench->run(id).error->kind), int(base::ErrorKind::MissingResource));
    }
};

ATTUNE_TEST(TstJobQueue)
#include "tst_job_queue.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// A run folder worked on by the real worker: to its end, stopped in every way and resumed, repeated, locked.
#include "engine/worker.h"
#include "harness/test_case.h"

#include <QTemporaryDir>

#include <chrono>

using namespace engine;
using run::RunFolder;

namespace {

constexpr int64_t kSteps = 60;

} // namespace

class TstRun : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path m_model;
    std::string m_adapter; // of an uninterrupted training

    fs::path path(const std::string &name) const { return fs::path(m_dir.path().toStdString()) / name; }
    RunFolder training() const { return RunFolder::create(path("runs"), tinyTraining(m_model, kSteps), fakes::tinyDataset()); }
    RunFolder prediction(int dialogues) const
    {
        return RunFolder::create(path("runs"), tinyPrediction(m_model), testDialogues(dialogues));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = fakes::writeTinyFolder(path("tiny"));
        const RunFolder folder = training();
        QCOMPARE(runToTheEnd(folder.path()).code, 0);
        m_adapter = adapterBytes(folder);
    }

    void trainingRunsToItsEnd()
    {
        const RunFolder folder = training();
        const Ended ended = runToTheEnd(folder.path(), { QStringLiteral("--json") });
        QVERIFY2(ended.code == 0, ended.err.right(600).constData());
        const base::Json answer = base::parseJson(ended.out.toStdString(), "stdout"); // one object and nothing else
        QCOMPARE(answer["outcome"], base::Json("finished"));
        QCOMPARE(answer["step"], base::Json(kSteps));
        QCOMPARE(answer["adapter"], base::Json(folder.adapterDir().string()));
        QCOMPARE(lastOutcome(folder), std::string("finished"));
        QVERIFY(isNumberedWithoutGaps(folder));
        QCOMPARE(eventsOf(folder, "started").size(), size_t(1));
        const auto losses = eventsOf(folder, "metric");
        QVERIFY(std::count_if(losses.begin(), losses.end(), [](const auto &e) { return e.fields["name"] == "loss"; }) == kSteps);
        QVERIFY(fs::exists(folder.adapterDir() / "adapter_config.json"));
        QCOMPARE(faultOfCheckpoints(folder), std::string());
        QVERIFY(!run::isWorkerAlive(folder));
        QCOMPARE(adapterBytes(folder), m_adapter);

        // Immutable once finished.
        const Ended again = runToTheEnd(folder.path());
        QCOMPARE(again.code, 1);
        QVERIFY2(again.err.contains(folder.path().c_str()) && again.err.contains("--copy-to"), again.err.constData());
        QCOMPARE(adapterBytes(folder), m_adapter);
        QCOMPARE(eventsOf(folder, "started").size(), size_t(1));
    }

    void copyRepeatsItWithEqualResult()
    {
        const RunFolder first = training();
        const RunFolder copy(path("copy"));
        const Ended ended = runToTheEnd(first.path(), { QStringLiteral("--copy-to"), QString::fromStdString(copy.path().string()) });
        QVERIFY2(ended.code == 0, ended.err.right(600).constData());
        QCOMPARE(adapterBytes(copy), m_adapter);
        QVERIFY(copy.spec().run_id != first.spec().run_id);
        QCOMPARE(copy.spec().dataset_sha256, first.spec().dataset_sha256);
        QVERIFY(!fs::exists(first.eventsFile())); // the first one was not touched
        const Ended taken = runToTheEnd(first.path(), { QStringLiteral("--copy-to"), QString::fromStdString(copy.path().string()) });
        QCOMPARE(taken.code, 1);
        QVERIFY2(taken.err.contains("not empty"), taken.err.constData());
        QCOMPARE(adapterBytes(copy), m_adapter);
    }

    void stoppedInEveryWayAndResumed_data()
    {
        QTest::addColumn<int>("signal"); // 0: a request file
        QTest::newRow("request") << 0;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void stoppedInEveryWayAndResumed()
    {
        QFETCH(int, signal);
        const RunFolder folder = training();
        {
            Worker worker(folder.path());
            QVERIFY(worker.waitUntil([&] { return stepsDone(folder) >= 3; }));
            QVERIFY(run::isWorkerAlive(folder));
            if (signal)
                worker.signal(signal);
            else
                folder.request("stop");
            const Ended ended = worker.end();
            QCOMPARE(ended.code, 130);
            QVERIFY2(ended.err.contains("was cancelled"), ended.err.right(600).constData());
        }
        QCOMPARE(lastOutcome(folder), std::string("stopped"));
        QVERIFY(!fs::exists(folder.adapterDir()));
        QVERIFY(!fs::exists(folder.requestsDir() / "stop"));
        const int64_t stoppedAt = stepsDone(folder);
        QVERIFY(stoppedAt < kSteps);
        QCOMPARE(faultOfCheckpoints(folder), std::string());
        // The last whole step is kept.
        const auto checkpoints = eventsOf(folder, "checkpoint");
        QVERIFY(!checkpoints.empty());
        const auto kept = checkpoints.back().fields["step"].get<int64_t>();
        QVERIFY(kept >= stoppedAt);

        const Ended ended = runToTheEnd(folder.path());
        QVERIFY2(ended.code == 0, ended.err.right(600).constData());
        const auto resumed = eventsOf(folder, "resumed");
        QCOMPARE(resumed.size(), size_t(1));
        QCOMPARE(resumed[0].fields["from_step"], base::Json(kept));
        QCOMPARE(resumed[0].fields["attempt"], base::Json(2));
        QVERIFY(isNumberedWithoutGaps(folder));
        QCOMPARE(adapterBytes(folder), m_adapter); // bit for bit
    }

    void predictionStoppedAndResumedSaysTheSame_data()
    {
        QTest::addColumn<bool>("sample");
        QTest::newRow("greedy") << false;
        QTest::newRow("sampled") << true;
    }
    void predictionStoppedAndResumedSaysTheSame()
    {
        QFETCH(bool, sample);
        run::JobSpec spec = tinyPrediction(m_model);
        auto &predict = std::get<run::PredictSpec>(spec.job);
        predict.decoding.do_sample = sample;
        predict.decoding.temperature = 1.5;
        predict.decoding.max_new_tokens = 40;
        const RunFolder whole = RunFolder::create(path("runs"), spec, testDialogues(12));
        const RunFolder folder = whole.copyTo(whole.path().string() + "-stopped");
        QVERIFY(runToTheEnd(whole.path()).code == 0);
        const auto lines = [](const RunFolder &f) {
            std::vector<std::string> words;
            for (const run::Prediction &p : run::readPredictions(f.predictionsFile()))
                words.push_back(p.dialogue_id + p.turn_id + p.reference + p.prediction + p.finish_reason + std::to_string(p.new_tokens));
            return words;
        };
        const auto expected = lines(whole);
        QCOMPARE(expected.size(), size_t(24)); // 1 + 2 + 3 replies and again

        int starts = 0;
        for (size_t until = 3; until < expected.size(); until += 7, ++starts) {
            Worker worker(folder.path());
            std::error_code ec;
            worker.waitUntil([&] { return fs::exists(folder.predictionsFile(), ec) && lines(folder).size() >= until; });
            if (starts % 2)
                Worker::signal(worker.child(), SIGKILL);
            else
                worker.signal(SIGTERM);
            worker.end();
            // A torn line, as a power cut leaves it.
            base::appendToFile(folder.predictionsFile(), "{\"dialogue_id\": \"dial");
        }
        const Ended ended = runToTheEnd(folder.path());
        QVERIFY2(ended.code == 0 || ended.err.contains("is finished"), ended.err.right(600).constData());
        QCOMPARE(lastOutcome(folder), std::string("finished"));
        QCOMPARE(lines(folder), expected); // none lost, none twice, the same words
        QVERIFY(isNumberedWithoutGaps(folder));
    }

    void checkpointOnRequest()
    {
        run::JobSpec spec = tinyTraining(m_model, kSteps);
        std::get<run::TrainSpec>(spec.job).save_steps = 0;
        const RunFolder folder = RunFolder::create(path("runs"), spec, fakes::tinyDataset());
        Worker worker(folder.path());
        QVERIFY(worker.waitUntil([&] { return stepsDone(folder) >= 2; }));
        folder.request("checkpoint");
        QCOMPARE(worker.end().code, 0);
        const auto checkpoints = eventsOf(folder, "checkpoint");
        QCOMPARE(checkpoints.size(), size_t(2)); // the one asked for and the last
        QVERIFY(checkpoints[0].fields["step"].get<int64_t>() < kSteps);
    }

    // Asked while the worker is still starting; what was asked of an earlier one is not meant for it.
    void aStopDuringTheStartIsHeard_data()
    {
        QTest::addColumn<bool>("old");
        QTest::newRow("since its start") << false;
        QTest::newRow("of an earlier worker") << true;
    }
    void aStopDuringTheStartIsHeard()
    {
        QFETCH(bool, old);
        const RunFolder folder = training();
        const fs::path request = folder.requestsDir() / "stop";
        if (old) {
            folder.request("stop");
            fs::last_write_time(request, fs::file_time_type::clock::now() - std::chrono::minutes(1));
        }
        Worker worker(folder.path());
        if (!old)
            folder.request("stop");
        const Ended ended = worker.end();
        QVERIFY2(ended.code == (old ? 0 : 130), ended.err.right(600).constData());
        QCOMPARE(lastOutcome(folder), std::string(old ? "finished" : "stopped"));
        QVERIFY(!fs::exists(request));
    }

    // See openmp_waits.h.
    void itsThreadsSleepWhenTheyWait()
    {
        const RunFolder folder = training();
        Worker worker(folder.path());
        QVERIFY(worker.waitUntil([&] { return stepsDone(folder) >= 1; }));
        const fs::path process = "/proc/" + std::to_string(worker.pid());
        const std::string environment = base::readFile(process / "environ");
        QVERIFY(environment.find("OMP_WAIT_POLICY=passive") != std::string::npos);
        for (const auto &entry : fs::directory_iterator(process / "fd")) {
            std::error_code ec; // one may be closed meanwhile
            QVERIFY(!fs::read_symlink(entry.path(), ec).string().ends_with("/cmdline"));
        }
    }

    void aLiveLockIsRefusedByName()
    {
        const RunFolder folder = training();
        Worker first(folder.path());
        QVERIFY(first.waitUntil([&] { return stepsDone(folder) >= 1; }));
        Worker::signal(first.child(), SIGSTOP); // it lives, and does not end before the second one has looked
        const Ended second = runToTheEnd(folder.path());
        QCOMPARE(second.code, 1);
        const QByteArray pid = QByteArray::number(qint64(first.pid()));
        QVERIFY2(second.err.contains("being worked on already") && second.err.contains(pid), second.err.constData());
        Worker::signal(first.child(), SIGCONT);
        QCOMPARE(first.end().code, 0);
        QCOMPARE(adapterBytes(folder), m_adapter);
    }

    void aStaleLockIsTakenOver_data()
    {
        QTest::addColumn<QByteArray>("lock");
        QTest::newRow("dead process") << QByteArray(R"({"pid":999999,"start_time":1,"boot_id":"x"})");
        QTest::newRow("another boot") << QByteArray(R"({"pid":1,"start_time":1,"boot_id":"another"})");
        QTest::newRow("torn") << QByteArray("{\"pid\":12");
        QTest::newRow("empty") << QByteArray();
    }
    void aStaleLockIsTakenOver()
    {
        QFETCH(QByteArray, lock);
        const RunFolder folder = prediction(1);
        base::writeFileAtomically(folder.lockFile(), lock.toStdString());
        QVERIFY(!run::isWorkerAlive(folder));
        const Ended ended = runToTheEnd(folder.path());
        QVERIFY2(ended.code == 0, ended.err.right(600).constData());
        QCOMPARE(lastOutcome(folder), std::string("finished"));
    }

    void aTornEventIsCutAndTheNumbersGoOn()
    {
        const RunFolder folder = training();
        {
            Worker worker(folder.path());
            QVERIFY(worker.waitUntil([&] { return stepsDone(folder) >= 2; }));
            worker.signal(SIGKILL); // no last word
            worker.end();
        }
        QVERIFY(folder.outcome() == std::nullopt);
        const auto before = eventsOf(folder).size();
        base::appendToFile(folder.eventsFile(), "{\"v\":1,\"seq\":77,\"t\":\"2026-11-");
        QCOMPARE(runToTheEnd(folder.path()).code, 0);
        QVERIFY(isNumberedWithoutGaps(folder));
        QVERIFY(eventsOf(folder).size() > before);
        QCOMPARE(adapterBytes(folder), m_adapter);
    }
};

ATTUNE_TEST(TstRun)
#include "tst_run.moc"

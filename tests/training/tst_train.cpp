// SPDX-License-Identifier: GPL-3.0-or-later
// A whole training on a run folder: what it reports, and that stopping it anywhere changes nothing.
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "training/train_recipe.h"

#include "base/files.h"
#include "nn/lora_folder.h"
#include "run/job_monitor.h"

#include <QTemporaryDir>

#include <map>
#include <set>

namespace fs = std::filesystem;
using base::ErrorKind;
using run::Outcome;

namespace {

using Metrics = std::map<std::pair<std::string, int64_t>, double>; // (name, step)

// Speeds differ from run to run; everything else must not.
bool isReproducible(const std::string &metric) { return metric != "tokens_per_second"; }

struct Told
{
    Metrics metrics;
    std::multiset<std::string> types;
    std::vector<int64_t> resumed_from;
    std::vector<std::string> notices;
};

Told toldBy(const run::RunFolder &folder)
{
    Told told;
    run::readEvents(folder.eventsFile(), 0, [&told](const run::JobEvent &event) {
        told.types.insert(event.type);
        if (event.type == "metric" && isReproducible(event.fields["name"]) && event.fields["value"].is_number())
            told.metrics[{ event.fields["name"], event.fields["step"] }] = event.fields["value"];
        if (event.type == "resumed")
            told.resumed_from.push_back(event.fields["from_step"]);
        if (event.type == "notice")
            told.notices.push_back(event.fields["text"]);
    });
    return told;
}

std::string adapterBytes(const run::RunFolder &folder)
{
    return base::readFile(folder.adapterDir() / "adapter_model.safetensors");
}

} // namespace

class TstTrain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_model = fakes::writeTinyFolder(path("model")).string(); }

    void reportsItsCourse()
    {
        const run::RunFolder folder = folderFor(spec());
        QCOMPARE(train(folder), Outcome::Finished);
        const Told told = toldBy(folder);
        QCOMPARE(told.types.count("started"), size_t(1));
        QCOMPARE(told.types.count("resumed"), size_t(0));
        QCOMPARE(told.types.count("adapter"), size_t(1));
        for (int64_t step = 1; step <= kSteps; ++step)
            QVERIFY2(told.metrics.contains({ "loss", step }), std::to_string(step).c_str());
        QVERIFY(told.metrics.at({ "eval_loss", kSteps }) < told.metrics.at({ "eval_loss", 0 }));
        QCOMPARE(nn::loadAdapter(folder.adapterDir()).pairs().size(), size_t(14));
    }

    void theSameSpecGivesTheSameBytes()
    {
        const run::RunFolder a = folderFor(spec()), b = folderFor(spec());
        train(a);
        train(b);
        QVERIFY(adapterBytes(a) == adapterBytes(b));
        run::TrainSpec other = spec();
        other.seed = 43;
        const run::RunFolder c = folderFor(other);
        train(c);
        QVERIFY(adapterBytes(a) != adapterBytes(c));
    }

    void goingOnChangesNothing_data()
    {
        QTest::addColumn<QString>("setting");
        for (const char *setting : { "plain", "two threads", "dropout", "accumulation", "one example a row", "rare logging", "evaluations", "epochs" })
            QTest::newRow(setting) << QString::fromLatin1(setting);
    }
    // 20 steps = 10, killed, 10: the folder as a worker leaves it that dies after the checkpoint of step 10.
    void goingOnChangesNothing()
    {
        QFETCH(QString, setting);
        const run::TrainSpec wanted = varied(setting);
        const run::RunFolder whole = folderFor(wanted);
        QCOMPARE(train(whole), Outcome::Finished);

        const run::RunFolder broken = folderFor(wanted);
        fs::create_directories(broken.checkpointsDir());
        fs::copy(whole.checkpointsDir() / "step-000010", broken.checkpointsDir() / "step-000010");
        adopt(broken);
        QCOMPARE(train(broken), Outcome::Finished);

        const Told before = toldBy(whole), after = toldBy(broken);
        QCOMPARE(after.resumed_from, (std::vector<int64_t> { 10 }));
        QVERIFY2(after.notices.empty(), after.notices.empty() ? "" : after.notices.front().c_str());
        for (const auto &[key, value] : before.metrics) {
            if (key.second > 10)
                QVERIFY2(after.metrics.contains(key) && after.metrics.at(key) == value,
                    (key.first + " of step " + std::to_string(key.second)).c_str());
        }
        QVERIFY(adapterBytes(whole) == adapterBytes(broken));
    }

    // The worker looks at the requests after every step, so each of these starts ends after one step.
    void stoppingAfterEveryStepChangesNothing()
    {
        run::TrainSpec wanted = varied(QStringLiteral("dropout"));
        wanted.logging_steps = 3;
        const run::RunFolder whole = folderFor(wanted);
        train(whole);
        const run::RunFolder interrupted = folderFor(wanted);
        int starts = 0;
        Outcome outcome = Outcome::Stopped;
        while (outcome == Outcome::Stopped && ++starts <= 2 * kSteps) {
            interrupted.request("stop");
            outcome = train(interrupted);
        }
        QCOMPARE(outcome, Outcome::Finished);
        QVERIFY2(starts > kSteps / 2, std::to_string(starts).c_str());
        QVERIFY(toldBy(whole).metrics == toldBy(interrupted).metrics);
        QVERIFY(adapterBytes(whole) == adapterBytes(interrupted));
    }

    void aStopBeforeTheFirstStepKeepsNothing()
    {
        const run::RunFolder folder = folderFor(spec());
        const base::CancelToken stop;
        stop.cancel();
        try {
            QCOMPARE(train(folder, stop), Outcome::Stopped);
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::Cancelled);
        }
        QVERIFY(!folder.latestCheckpoint());
    }

    void aDamagedCheckpointIsPassedOver()
    {
        const run::RunFolder whole = folderFor(spec());
        train(whole);
        const run::RunFolder broken = folderFor(spec());
        fs::copy(whole.checkpointsDir(), broken.checkpointsDir(), fs::copy_options::recursive);
        adopt(broken);
        const fs::path newest = broken.checkpointsDir() / "step-000020" / "train_state.json";
        fs::resize_file(newest, fs::file_size(newest) / 2);
        QCOMPARE(train(broken), Outcome::Finished);
        const Told told = toldBy(broken);
        QCOMPARE(told.resumed_from, (std::vector<int64_t> { 10 }));
        QVERIFY(!told.notices.empty() && told.notices.front().find("step-000020") != std::string::npos);
        QVERIFY(adapterBytes(whole) == adapterBytes(broken));
    }

    // A step that is due to be saved is the last one before a stop: it is not saved twice.
    void aStopSavesNothingTwice()
    {
        run::TrainSpec wanted = spec();
        wanted.save_steps = 1;
        const run::RunFolder folder = folderFor(wanted);
        int starts = 0;
        Outcome outcome = Outcome::Stopped;
        while (outcome == Outcome::Stopped && ++starts <= 2 * kSteps) {
            folder.request("stop");
            outcome = train(folder);
        }
        QCOMPARE(outcome, Outcome::Finished);
        QCOMPARE(toldBy(folder).types.count("checkpoint"), size_t(kSteps));
    }

    void aCheckpointBehindTheEndIsRefused()
    {
        const run::RunFolder whole = folderFor(spec());
        train(whole);
        run::TrainSpec shorter = spec();
        shorter.max_steps = 15;
        const run::RunFolder folder = folderFor(shorter);
        fs::copy(whole.checkpointsDir(), folder.checkpointsDir(), fs::copy_options::recursive);
        adopt(folder);
        try {
            train(folder);
            QFAIL("accepted");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().subject, std::string("max_steps"));
            QVERIFY2(std::string(failure.what()).find("step-000020") != std::string::npos, failure.what());
        }
        // One that cannot be is passed over like any damaged one.
        base::Json state = base::readJson(folder.checkpointsDir() / "step-000020" / "train_state.json");
        state["step"] = -20;
        base::writeFileAtomically(folder.checkpointsDir() / "step-000020" / "train_state.json", state.dump(2));
        QCOMPARE(train(folder), Outcome::Finished);
        QCOMPARE(toldBy(folder).resumed_from, (std::vector<int64_t> { 10 }));
    }

    void numbersThatAreNoneEndTheRun()
    {
        const fs::path poisoned = fakes::writeTinyFolder(path("poisoned"), { .poisoned_byte = 'e' });
        run::TrainSpec wanted = spec();
        wanted.base_model = poisoned.string();
        const run::RunFolder folder = folderFor(wanted);
        try {
            train(folder);
            QFAIL("it went on");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::Diverged);
            QVERIFY2(std::string(failure.what()).find("still there") == std::string::npos, failure.what());
        }
        QVERIFY(!folder.latestCheckpoint());
    }

    void whatCannotBeDoneIsNamed_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("subject");
        QTest::newRow("a cutoff beyond the context") << "cutoff" << "cutoff_len";
        QTest::newRow("no dialogue fits") << "tiny cutoff" << "cutoff_len";
        QTest::newRow("a rank above the layer's size") << "rank" << "lora_rank";
        QTest::newRow("a layer that is not there") << "target" << "lora_target";
        QTest::newRow("all weights") << "full" << "finetuning_type";
    }
    void whatCannotBeDoneIsNamed()
    {
        QFETCH(QString, what);
        QFETCH(QString, subject);
        run::TrainSpec wanted = spec();
        if (what == QStringLiteral("cutoff"))
            wanted.cutoff_len = 4096;
        if (what == QStringLiteral("tiny cutoff"))
            wanted.cutoff_len = 16;
        if (what == QStringLiteral("rank"))
            wanted.lora_rank = 100;
        if (what == QStringLiteral("target"))
            wanted.lora_target = { "c_attn" };
        if (what == QStringLiteral("full"))
            wanted.finetuning_type = run::FinetuningType::Full;
        try {
            train(folderFor(wanted));
            QFAIL("accepted");
        } catch (const base::Failure &failure) {
            QCOMPARE(QString::fromStdString(failure.error().subject), subject);
        }
    }

private:
    static constexpr int kSteps = 20;

    std::string path(const char *name) const { return m_dir.filePath(QString::fromLatin1(name)).toStdString(); }

    run::TrainSpec spec() const
    {
        run::TrainSpec spec;
        spec.base_model = m_model;
        spec.chat_template = "chatml";
        spec.lora_rank = 4;
        spec.lora_alpha = 8;
        spec.learning_rate = 1e-2;
        spec.max_steps = kSteps;
        spec.cutoff_len = 256;
        spec.gradient_accumulation_steps = 1;
        spec.save_steps = 10;
        spec.threads = 1;
        spec.device = "cpu";
        spec.compute_type = run::ComputeType::Fp32;
        return spec;
    }
    run::TrainSpec varied(const QString &setting) const
    {
        run::TrainSpec wanted = spec();
        if (setting == QStringLiteral("two threads"))
            wanted.threads = 2;
        if (setting == QStringLiteral("dropout"))
            wanted.lora_dropout = 0.3;
        if (setting == QStringLiteral("accumulation")) {
            wanted.gradient_accumulation_steps = 3;
            wanted.per_device_train_batch_size = 2;
            wanted.packing = false;
        }
        if (setting == QStringLiteral("one example a row"))
            wanted.packing = false;
        if (setting == QStringLiteral("rare logging"))
            wanted.logging_steps = 3;
        if (setting == QStringLiteral("evaluations"))
            wanted.eval_steps = 4;
        if (setting == QStringLiteral("epochs")) {
            wanted.max_steps = 0;
            wanted.packing = false;
            wanted.num_train_epochs = 20.0 / 6; // six dialogues to learn from
        }
        return wanted;
    }
    run::RunFolder folderFor(const run::TrainSpec &spec)
    {
        run::JobSpec job;
        job.name = "tiny";
        job.job = spec;
        return run::RunFolder::create(fs::path(path("runs")), job, fakes::tinyDataset());
    }
    // Checkpoints know their run; these were made by another one.
    static void adopt(const run::RunFolder &folder)
    {
        for (const auto &entry : fs::directory_iterator(folder.checkpointsDir())) {
            base::Json state = base::readJson(entry.path() / "train_state.json");
            state["run_id"] = folder.spec().run_id;
            base::writeFileAtomically(entry.path() / "train_state.json", state.dump(2));
        }
    }
    static Outcome train(const run::RunFolder &folder, const base::CancelToken &stop = {})
    {
        const run::JobSpec job = folder.spec();
        run::EventWriter events(folder.eventsFile());
        run::JobMonitor monitor(folder, events, run::nextAttempt(folder), stop);
        return training::train(job, run::readDataset(folder.datasetFile()), monitor);
    }

    QTemporaryDir m_dir;
    std::string m_model;
};

ATTUNE_TEST(TstTrain)
#include "tst_train.moc"

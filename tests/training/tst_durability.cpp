// SPDX-License-Identifier: GPL-3.0-or-later
// Wherever a training is killed, under the name of a checkpoint or an adapter there is a whole one, and no event is lost that a
// resumed run would not tell again.
#include "fakes/call_order.h"
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "training/checkpoint.h"
#include "training/train_recipe.h"

#include "base/folders.h"
#include "nn/lora_folder.h"
#include "run/job_monitor.h"

#include <QTemporaryDir>

#include <torch/torch.h>

namespace fs = std::filesystem;
using namespace training;

class TstDurability : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    std::unique_ptr<nn::Transformer> m_model;

    fs::path path(const std::string &name) const { return fs::path(m_dir.path().toStdString()) / name; }
    nn::LoraAdapter made(uint64_t seed)
    {
        nn::LoraAdapter adapter = nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "q_proj" } }, seed);
        adapter.requireGradients();
        return adapter;
    }
    // What is wrong with an adapter folder, or nothing.
    static std::string faultOf(const fs::path &folder)
    {
        try {
            nn::loadAdapter(folder);
            return {};
        } catch (const base::Failure &failure) {
            return failure.what();
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        at::set_num_threads(1); // processes are made that have no other threads
        m_model = std::make_unique<nn::Transformer>(nn::Weights::open(fakes::writeTinyFolder(path("model"))));
    }
    void cleanup() { fakes::systemCalls().exchanges = true; }

    void wholeWhereverItIsKilled_data()
    {
        QTest::addColumn<bool>("exchanges");
        QTest::newRow("names are exchanged") << true;
        QTest::newRow("names cannot be exchanged") << false;
    }
    void wholeWhereverItIsKilled()
    {
        QFETCH(bool, exchanges);
        fakes::systemCalls().exchanges = exchanges;
        nn::LoraAdapter before = made(1), after = made(2);
        AdamW optimizer(before.tensors(), {});
        const fs::path checkpoints = path("checkpoints"), adapter = path("adapter");
        std::string wrong;
        const auto prepare = [&] {
            fs::remove_all(checkpoints);
            fs::remove_all(adapter);
            saveCheckpoint(checkpoints, { "run", 4 }, before, optimizer, at::kCPU, "m", 1);
            nn::saveAdapter(adapter, before, "m");
        };
        const auto check = [&] {
            if (!exchanges) {
                recoverCheckpoints(checkpoints);
                base::recoverFolder(adapter);
            }
            for (const fs::path &folder : { checkpoints / "step-000004", adapter }) {
                if (const std::string fault = faultOf(folder); !fault.empty())
                    wrong = fault;
            }
            const auto whole = run::wholeCheckpoints(checkpoints);
            if (whole.size() != 1 || readTrainState(whole[0]).step != 4)
                wrong = "no checkpoint";
        };
        const int kills = fakes::killEverywhere(prepare,
            [&] {
                TrainState again { "run", 4 };
                again.last_evaluation = 4;
                saveCheckpoint(checkpoints, again, after, optimizer, at::kCPU, "m", 1);
                nn::saveAdapter(adapter, after, "m");
            },
            check);
        QCOMPARE(wrong, std::string());
        QVERIFY2(kills > 10, std::to_string(kills).c_str());
        QCOMPARE(readTrainState(checkpoints / "step-000004").last_evaluation, int64_t(4));
        QVERIFY(nn::loadAdapter(adapter).pairs()[0].a_RI.equal(after.pairs()[0].a_RI.detach()));
    }

    void eventsAreOnTheDiskBeforeTheCheckpointThatMakesThemLastingAndItBeforeItsOwn()
    {
        run::TrainSpec spec;
        spec.base_model = path("model").string();
        spec.chat_template = "chatml";
        spec.max_steps = 6;
        spec.cutoff_len = 256;
        spec.gradient_accumulation_steps = 1;
        spec.save_steps = 2;
        spec.save_total_limit = 10;
        spec.threads = 1;
        spec.device = "cpu";
        spec.compute_type = run::ComputeType::Fp32;
        run::JobSpec job;
        job.job = spec;
        const run::RunFolder folder = run::RunFolder::create(path("runs"), job, fakes::tinyDataset());
        const std::string events = folder.eventsFile().string();
        const fakes::CallOrder order;
        {
            run::EventWriter writer(folder.eventsFile());
            run::JobMonitor monitor(folder, writer, 1, {});
            train(folder.spec(), run::readDataset(folder.datasetFile()), monitor);
        }
        const auto &log = fakes::CallOrder::end();
        for (const char *step : { "step-000002", "step-000004", "step-000006" }) {
            const std::string target = (folder.checkpointsDir() / step).string();
            size_t put = 0; // the rename that gives it its name
            for (const size_t at : fakes::callsWith(log, "rename", target))
                put = log[at].path == target ? at : put;
            QVERIFY(put > 0);
            QVERIFY(fakes::isFlushedBefore(log, put, events));
            const auto told = fakes::callsWith(log, "write", events, std::string("checkpoints/") + step);
            QCOMPARE(told.size(), size_t(1));
            QVERIFY(told[0] > put);
            const auto flushes = fakes::callsWith(log, "fsync", folder.checkpointsDir().string());
            const auto flushed = [&](const std::string &name, size_t from, size_t to) {
                return std::any_of(flushes.begin(), flushes.end(), [&](size_t at) { return at > from && at < to && log[at].path.find(name) != std::string::npos; });
            };
            for (const char *file : { "adapter_model.safetensors", "adapter_config.json", "optimizer.safetensors", "train_state.json" })
                QVERIFY2(flushed(std::string(step) + ".partial/" + file, 0, put) || flushed(std::string(step) + ".partial.partial/" + file, 0, put), file);
            const auto folderFlushed = std::any_of(flushes.begin(), flushes.end(),
                [&](size_t at) { return at > put && at < told[0] && log[at].path == folder.checkpointsDir().string(); });
            QVERIFY(folderFlushed);
        }
        const auto adapter = fakes::callsWith(log, "rename", folder.adapterDir().string());
        const auto told = fakes::callsWith(log, "write", events, "\"adapter\"");
        QVERIFY(!adapter.empty() && told.size() == 1);
        QVERIFY(told[0] > adapter.back());
        QVERIFY(fakes::isFlushedBefore(log, adapter.back(), events));
        QVERIFY(fakes::isFlushedBefore(log, log.size(), events));
    }
};

ATTUNE_TEST(TstDurability)
#include "tst_durability.moc"

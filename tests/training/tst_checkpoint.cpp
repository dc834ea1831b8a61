// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "nn/lora_folder.h"
#include "run/run_folder.h"
#include "training/checkpoint.h"

#include <QTemporaryDir>

#include <torch/torch.h>

#include <csignal>
#include <fstream>
#include <set>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace training;
using base::ErrorKind;

class TstCheckpoint : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_model = std::make_unique<nn::Transformer>(nn::Weights::open(fakes::writeTinyFolder(path("model"))));
    }
    void init() { fs::remove_all(path("checkpoints")); }

    void keepsEverything()
    {
        nn::LoraAdapter adapter = made(1);
        AdamW optimizer(adapter.tensors(), {});
        step(adapter, optimizer);
        TrainState state { "run", 12, { 3, 4 }, 10, 1.0 / 3, 2, 8, { 2, "avx2", "fp32", "2.11.0", "cpu" } };
        torch::manual_seed(77);
        torch::rand({ 5 });
        const fs::path saved = saveCheckpoint(path("checkpoints"), state, adapter, optimizer, at::kCPU, "m", 2);
        const at::Tensor next = torch::rand({ 5 });
        QCOMPARE(saved.filename().string(), std::string("step-000012"));

        const TrainState read = readTrainState(saved);
        QCOMPARE(read.step, int64_t(12));
        QCOMPARE(read.position, state.position);
        QCOMPARE(read.last_evaluation, int64_t(10));
        QVERIFY(read.loss_sum == state.loss_sum); // to the last bit
        QCOMPARE(read.loss_steps, int64_t(2));
        QCOMPARE(read.machine, state.machine);

        nn::LoraAdapter other = made(2);
        AdamW otherOptimizer(other.tensors(), {});
        torch::manual_seed(1);
        loadCheckpoint(saved, other, otherOptimizer, at::kCPU);
        QVERIFY(torch::rand({ 5 }).equal(next));
        for (size_t i = 0; i < adapter.tensors().size(); ++i)
            QVERIFY(adapter.tensors()[i].second.equal(other.tensors()[i].second));
        step(adapter, optimizer);
        step(other, otherOptimizer);
        for (size_t i = 0; i < adapter.tensors().size(); ++i)
            QVERIFY(adapter.tensors()[i].second.equal(other.tensors()[i].second));
    }
    void isAnAdapterFolderToo()
    {
        nn::LoraAdapter adapter = made(1);
        AdamW optimizer(adapter.tensors(), {});
        const fs::path saved = saveCheckpoint(path("checkpoints"), { "run", 1 }, adapter, optimizer, at::kCPU, "m", 2);
        QCOMPARE(nn::loadAdapter(saved).pairs().size(), adapter.pairs().size());
    }
    void theOldestGoAndTornOnesToo()
    {
        nn::LoraAdapter adapter = made(1);
        AdamW optimizer(adapter.tensors(), {});
        fs::create_directories(path("checkpoints") / "step-000001.partial");
        for (const int64_t n : { 2, 4, 6 })
            saveCheckpoint(path("checkpoints"), { "run", n }, adapter, optimizer, at::kCPU, "m", 2);
        QCOMPARE(names(), (std::set<std::string> { "step-000004", "step-000006" }));
        // Beyond a million their names do not sort as they do.
        for (const int64_t n : { 999999, 1000000, 1000001 })
            saveCheckpoint(path("checkpoints"), { "run", n }, adapter, optimizer, at::kCPU, "m", 2);
        QCOMPARE(names(), (std::set<std::string> { "step-1000000", "step-1000001" }));
    }
    // A damaged one is none to go on from, and neither is one that the run left behind: they make room first.
    void whatCanBeGoneOnFromStays_data()
    {
        QTest::addColumn<QList<int>>("before");
        QTest::addColumn<int>("damaged");
        QTest::addColumn<int>("saved");
        QTest::addColumn<int>("limit");
        QTest::addColumn<QStringList>("after");
        const QString name = QStringLiteral("step-%1");
        const auto names = [&](const QList<int> &steps) {
            QStringList all;
            for (const int step : steps)
                all << name.arg(step, 6, 10, QLatin1Char('0'));
            return all;
        };
        QTest::newRow("begun anew") << QList<int> { 300 } << 300 << 50 << 1 << names({ 50 });
        QTest::newRow("begun anew, room for two") << QList<int> { 300 } << 300 << 50 << 2 << names({ 50, 300 });
        QTest::newRow("gone on from an older one") << QList<int> { 100, 200 } << 200 << 150 << 2 << names({ 100, 150 });
        QTest::newRow("a damaged one between") << QList<int> { 100, 200 } << 200 << 300 << 2 << names({ 100, 300 });
        QTest::newRow("all whole") << QList<int> { 100, 200 } << 0 << 300 << 2 << names({ 200, 300 });
    }
    void whatCanBeGoneOnFromStays()
    {
        QFETCH(QList<int>, before);
        QFETCH(int, damaged);
        QFETCH(int, saved);
        QFETCH(int, limit);
        QFETCH(QStringList, after);
        for (const char *file : { "adapter_model.safetensors", "optimizer.safetensors", "train_state.json" }) {
            init();
            nn::LoraAdapter adapter = made(1);
            AdamW optimizer(adapter.tensors(), {});
            for (const int step : before)
                saveCheckpoint(path("checkpoints"), { "run", step }, adapter, optimizer, at::kCPU, "m", 10);
            if (damaged > 0)
                fs::resize_file(path("checkpoints") / run::checkpointName(damaged) / file, 40);
            const fs::path put = saveCheckpoint(path("checkpoints"), { "run", saved }, adapter, optimizer, at::kCPU, "m", limit);
            QVERIFY(fs::exists(put));
            std::set<std::string> expected;
            for (const QString &name : after)
                expected.insert(name.toStdString());
            QCOMPARE(names(), expected);
        }
    }
    void theSameStepIsReplacedWithoutAGap()
    {
        nn::LoraAdapter adapter = made(1);
        AdamW optimizer(adapter.tensors(), {});
        saveCheckpoint(path("checkpoints"), { "run", 4 }, adapter, optimizer, at::kCPU, "m", 1);
        const int watch = ::inotify_init1(IN_NONBLOCK);
        QVERIFY(::inotify_add_watch(watch, path("checkpoints").c_str(), IN_DELETE) >= 0);
        TrainState again { "run", 4 };
        again.last_evaluation = 4;
        saveCheckpoint(path("checkpoints"), again, adapter, optimizer, at::kCPU, "m", 1);
        QCOMPARE(readTrainState(path("checkpoints") / "step-000004").last_evaluation, int64_t(4));
        QCOMPARE(names(), (std::set<std::string> { "step-000004" }));
        // The old one got another name before it went.
        std::string told(4096, '\0');
        const ssize_t size = ::read(watch, told.data(), told.size());
        ::close(watch);
        QVERIFY(size > 0);
        std::set<std::string> removed;
        for (ssize_t at = 0; at < size;) {
            const auto *event = reinterpret_cast<const inotify_event *>(told.data() + at);
            removed.insert(event->name);
            at += ssize_t(sizeof *event + event->len);
        }
        QVERIFY(!removed.contains("step-000004"));
    }
    void aFullDiskLeavesThePreviousOne()
    {
        nn::LoraAdapter adapter = made(1);
        AdamW optimizer(adapter.tensors(), {});
        const fs::path first = saveCheckpoint(path("checkpoints"), { "run", 1 }, adapter, optimizer, at::kCPU, "m", 1);
        // The nearest thing to a full disk that needs no rights: files may not grow beyond 20 kB.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before {};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small { 20000, before.rlim_max };
        setrlimit(RLIMIT_FSIZE, &small);
        std::string sentence;
        try {
            saveCheckpoint(path("checkpoints"), { "run", 2 }, adapter, optimizer, at::kCPU, "m", 1);
        } catch (const base::Failure &failure) {
            sentence = failure.what();
        }
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY2(sentence.find("step-000002") != std::string::npos, sentence.c_str());
        loadCheckpoint(first, adapter, optimizer, at::kCPU);
        QCOMPARE(std::distance(fs::directory_iterator(path("checkpoints")), {}), std::ptrdiff_t(1));
    }
    void damageIsNamed_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : { "adapter_model.safetensors", "optimizer.safetensors", "train_state.json" })
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void damageIsNamed()
    {
        QFETCH(QString, file);
        nn::LoraAdapter adapter = made(1);
        AdamW optimizer(adapter.tensors(), {});
        const fs::path saved = saveCheckpoint(path("checkpoints"), { "run", 1 }, adapter, optimizer, at::kCPU, "m", 1);
        fs::resize_file(saved / file.toStdString(), fs::file_size(saved / file.toStdString()) / 2);
        try {
            readTrainState(saved);
            loadCheckpoint(saved, adapter, optimizer, at::kCPU);
            QFAIL("accepted");
        } catch (const base::Failure &failure) {
            QVERIFY2(failure.error().subject.find(file.toStdString()) != std::string::npos, failure.what());
        }
    }

private:
    std::set<std::string> names() const
    {
        std::set<std::string> names;
        for (const auto &entry : fs::directory_iterator(path("checkpoints")))
            names.insert(entry.path().filename().string());
        return names;
    }
    fs::path path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)).toStdString(); }
    nn::LoraAdapter made(uint64_t seed)
    {
        nn::LoraAdapter adapter = nn::LoraAdapter::make(*m_model, { 8, 8, 0, { "all" } }, seed);
        adapter.requireGradients();
        return adapter;
    }
    static void step(const nn::LoraAdapter &adapter, AdamW &optimizer)
    {
        for (const auto &[name, tensor] : adapter.tensors())
            tensor.mutable_grad() = (tensor.detach() + 0.1).clone();
        optimizer.step(0.01);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<nn::Transformer> m_model;
};

ATTUNE_TEST(TstCheckpoint)
#include "tst_checkpoint.moc"

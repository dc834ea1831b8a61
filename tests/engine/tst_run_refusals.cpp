// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that cannot work: each ends with the right name and a sentence with the thing, the place and the way out.
#include "base/hash.h"
#include "engine/worker.h"
#include "fakes/tiny_model.h"
#include "harness/test_case.h"

#include <QTemporaryDir>

using namespace engine;
using run::RunFolder;

namespace {

void replaceInFile(const fs::path &file, const std::string &from, const std::string &to)
{
    std::string content = base::readFile(file);
    const size_t at = content.find(from);
    if (at == std::string::npos)
        qFatal("%s is not in %s", from.c_str(), file.c_str());
    content.replace(at, from.size(), to);
    base::writeFileAtomically(file, content);
}

void cutFile(const fs::path &file, double share)
{
    fs::resize_file(file, uintmax_t(double(fs::file_size(file)) * share));
}

using Spoil = std::function<void(const RunFolder &folder, const fs::path &model)>;

struct Case
{
    const char *name;
    const char *outcome;
    std::vector<const char *> says; // in the sentence
    Spoil spoil;
    std::function<void(run::JobSpec &spec)> ask = {};
    fakes::TinyShape shape = {};
};

run::TrainSpec &train(run::JobSpec &spec) { return std::get<run::TrainSpec>(spec.job); }

// A request as another program might write it, whose dataset fits its hash.
void writeDatasetAnew(const RunFolder &folder, std::vector<run::DatasetRow> rows)
{
    const std::string before = folder.spec().dataset_sha256;
    const std::string now = run::writeDataset(folder.datasetFile(), rows);
    replaceInFile(folder.specFile(), before, now);
}

const std::vector<Case> &cases()
{
    static const std::vector<Case> all {
        { "rank 0", "invalid_data", { "lora_rank", "spec.json", "from 1 to 1024" },
            [](const RunFolder &f, const fs::path &) { replaceInFile(f.specFile(), "\"lora_rank\": 8", "\"lora_rank\": 0"); } },
        { "rank is text", "invalid_data", { "spec.json", "lora_rank", "a whole number" },
            [](const RunFolder &f, const fs::path &) { replaceInFile(f.specFile(), "\"lora_rank\": 8", "\"lora_rank\": \"8\""); } },
        { "rank beyond an int", "invalid_data", { "lora_rank", "4294967304", "spec.json" },
            [](const RunFolder &f, const fs::path &) { replaceInFile(f.specFile(), "\"lora_rank\": 8", "\"lora_rank\": 4294967304"); } },
        { "misspelt setting", "invalid_data", { "lora_ranc", "spec.json", "check its spelling" },
            [](const RunFolder &f, const fs::path &) { replaceInFile(f.specFile(), "lora_rank", "lora_ranc"); } },
        { "spec torn", "invalid_data", { "spec.json", "not valid JSON", "line" },
            [](const RunFolder &f, const fs::path &) { cutFile(f.specFile(), 0.5); } },
        { "spec of another kind", "invalid_data", { "kind", "dance", "spec.json", "train or predict" },
            [](const RunFolder &f, const fs::path &) { replaceInFile(f.specFile(), "\"kind\": \"train\"", "\"kind\": \"dance\""); } },
        { "dataset changed", "invalid_data", { "dataset.jsonl", "frozen", "start a new run" },
            [](const RunFolder &f, const fs::path &) { replaceInFile(f.datasetFile(), "keys", "kegs"); } },
        { "dataset missing", "failed", { "dataset.jsonl", "does not exist" },
            [](const RunFolder &f, const fs::path &) { fs::remove(f.datasetFile()); } },
        { "dataset line without a speaker", "invalid_data", { "dataset.jsonl, line 1", "turn 1", "seeker or supporter" },
            [](const RunFolder &f, const fs::path &) {
                replaceInFile(f.datasetFile(), "\"speaker\":\"seeker\"", "\"speaker\":\"nobody\"");
                replaceInFile(f.specFile(), f.spec().dataset_sha256, base::sha256OfFile(f.datasetFile()));
            } },
        { "nothing to learn from", "invalid_data", { "dataset.jsonl", "split train", "at least one dialogue" },
            [](const RunFolder &f, const fs::path &) { writeDatasetAnew(f, testDialogues(2)); } },
        { "no tokenizer", "failed", { "has no tokenizer", "tokenizer.json" },
            [](const RunFolder &, const fs::path &model) { fs::remove(model / "tokenizer.json"); } },
        { "tokenizer torn", "failed", { "tokenizer.json", "not valid JSON" },
            [](const RunFolder &, const fs::path &model) { cutFile(model / "tokenizer.json", 0.5); } },
        { "config with a value that cannot be", "failed", { "rms_norm_eps", "config.json" },
            [](const RunFolder &, const fs::path &model) {
                replaceInFile(model / "config.json", "\"rms_norm_eps\": 1e-06", "\"rms_norm_eps\": 0.0");
            } },
        { "no weights", "failed", { "model.safetensors", "does not exist" },
            [](const RunFolder &, const fs::path &model) { fs::remove(model / "model.safetensors"); } },
        { "no config", "failed", { "config.json", "does not exist" },
            [](const RunFolder &, const fs::path &model) { fs::remove(model / "config.json"); } },
        { "no model", "failed", { "gone", "was not found", "smollm2-135m-instruct" },
            [](const RunFolder &, const fs::path &model) { fs::rename(model, model.parent_path() / "elsewhere"); },
            [](run::JobSpec &spec) { train(spec).base_model += "/../gone"; } },
        { "safetensors cut in its header", "failed", { "model.safetensors", "incomplete", "the header", "Copy or download it again" },
            [](const RunFolder &, const fs::path &model) { cutFile(model / "model.safetensors", 0.01); } },
        { "safetensors cut in its data", "failed", { "model.safetensors", "incomplete", "tensor model", "Copy or download it again" },
            [](const RunFolder &, const fs::path &model) { cutFile(model / "model.safetensors", 0.7); } },
        { "safetensors empty", "failed", { "model.safetensors", "incomplete", "Copy or download it again" },
            [](const RunFolder &, const fs::path &model) { cutFile(model / "model.safetensors", 0); } },
        { "GGUF cut in its data", "failed", { "tiny.gguf", "incomplete", "tensor", "Copy or download it again" },
            [](const RunFolder &, const fs::path &model) { cutFile(model / "tiny.gguf", 0.7); },
            [](run::JobSpec &spec) { train(spec).base_model += "/tiny.gguf"; } },
        { "GGUF cut in its metadata", "failed", { "tiny.gguf", "incomplete", "metadata", "Copy or download it again" },
            [](const RunFolder &, const fs::path &model) { cutFile(model / "tiny.gguf", 0.005); },
            [](run::JobSpec &spec) { train(spec).base_model += "/tiny.gguf"; } },
        { "GGUF without a tokenizer", "failed", { "tiny.gguf", "has no tokenizer" },
            [](const RunFolder &, const fs::path &model) {
                fs::remove(model / "tokenizer.json");
                fakes::writeTinyModel((model / "tiny.gguf").string(), false);
            },
            [](run::JobSpec &spec) { train(spec).base_model += "/tiny.gguf"; } },
        { "cutoff beyond the context", "invalid_data", { "cutoff_len", "4096", "at most 512", "context" }, {},
            [](run::JobSpec &spec) { train(spec).cutoff_len = 4096; } },
        { "cutoff below every dialogue", "invalid_data", { "cutoff_len", "16", "Raise the cutoff length" }, {},
            [](run::JobSpec &spec) { train(spec).cutoff_len = 16; } },
        { "unknown layer", "invalid_data", { "lora_target", "qq_proj" }, {},
            [](run::JobSpec &spec) { train(spec).lora_target = { "qq_proj" }; } },
        { "unknown template", "failed", { "chatmml" }, {}, [](run::JobSpec &spec) { train(spec).chat_template = "chatmml"; } },
        { "no such device", "failed", { "cuda:99" }, {}, [](run::JobSpec &spec) { train(spec).device = "cuda:99"; } },
        { "full fine-tuning", "invalid_data", { "finetuning_type", "lora" }, {},
            [](run::JobSpec &spec) { train(spec).finetuning_type = run::FinetuningType::Full; } },
        { "poisoned model", "diverged", { "tiny training", "step 1", "stopped being numbers", "Lower the learning rate" }, {}, {},
            { .poisoned_byte = 'e' } },
    };
    return all;
}

} // namespace

class TstRunRefusals : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endsWithItsName_data()
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < cases().size(); ++i)
            QTest::newRow(cases()[i].name) << int(i);
    }
    void endsWithItsName()
    {
        QFETCH(int, index);
        const Case &it = cases()[size_t(index)];
        const QTemporaryDir dir;
        const fs::path model = fakes::writeTinyFolder(dir.path().toStdString() + "/model", it.shape);
        fakes::writeTinyModel((model / "tiny.gguf").string());
        run::JobSpec spec = tinyTraining(model, 4);
        if (it.ask)
            it.ask(spec);
        const RunFolder folder = RunFolder::create(dir.path().toStdString() + "/runs", spec, fakes::tinyDataset());
        if (it.spoil)
            it.spoil(folder, model);
        const Ended ended = runToTheEnd(folder.path());
        QCOMPARE(ended.code, 1);
        QVERIFY(ended.out.isEmpty());
        QCOMPARE(lastOutcome(folder), std::string(it.outcome));
        const QByteArray sentence = QByteArray::fromStdString(lastSentence(folder));
        QVERIFY2(ended.err.trimmed().endsWith(sentence), ended.err.right(600).constData()); // the same words for a terminal
        for (const char *words : it.says)
            QVERIFY2(sentence.contains(words), sentence.constData());
        QVERIFY2(!sentence.contains("report it"), sentence.constData());
        QVERIFY(isNumberedWithoutGaps(folder));
        QVERIFY(!fs::exists(folder.adapterDir()));
        QVERIFY(!run::isWorkerAlive(folder));
    }

    void whatIsNoRunFolderIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing there") << QByteArray("absent") << QByteArray("spec.json does not exist");
        QTest::newRow("a file") << QByteArray("file") << QByteArray("spec.json does not exist");
        QTest::newRow("an empty folder") << QByteArray("empty") << QByteArray("A run folder holds spec.json");
    }
    void whatIsNoRunFolderIsLeftAlone()
    {
        QFETCH(QByteArray, what);
        QFETCH(QByteArray, says);
        const QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        base::writeFileAtomically(root / "file", "text");
        fs::create_directory(root / "empty");
        const Ended ended = runToTheEnd(root / what.toStdString());
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.err.contains(says) && ended.err.count('\n') == 1, ended.err.right(600).constData());
        QVERIFY(fs::is_empty(root / "empty"));
        QVERIFY(!fs::exists(root / "absent"));
    }

    void adaptersThatDoNotFit_data()
    {
        QTest::addColumn<QByteArray>("how");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("absent") << QByteArray("absent") << QByteArray("adapter_config.json does not exist");
        QTest::newRow("cut") << QByteArray("cut") << QByteArray("adapter_model.safetensors is incomplete");
        QTest::newRow("of rank 0") << QByteArray("rank 0") << QByteArray("r has the value 0");
        QTest::newRow("of another model") << QByteArray("larger") << QByteArray("");
    }
    void adaptersThatDoNotFit()
    {
        QFETCH(QByteArray, how);
        QFETCH(QByteArray, says);
        const QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        const fs::path model = fakes::writeTinyFolder(root / "model");
        const RunFolder training = RunFolder::create(root / "runs", tinyTraining(model, 2), fakes::tinyDataset());
        QCOMPARE(runToTheEnd(training.path()).code, 0);
        run::JobSpec spec = tinyPrediction(how == "larger" ? fakes::writeTinyFolder(root / "larger", { .hidden = 64 }) : model);
        std::get<run::PredictSpec>(spec.job).adapter = training.adapterDir().string();
        const RunFolder folder = RunFolder::create(root / "runs", spec, testDialogues(1));
        if (how == "absent")
            fs::remove_all(training.adapterDir());
        else if (how == "rank 0")
            replaceInFile(training.adapterDir() / "adapter_config.json", "\"r\": 8", "\"r\": 0");
        else if (how == "cut")
            cutFile(training.adapterDir() / "adapter_model.safetensors", 0.5);
        const Ended ended = runToTheEnd(folder.path());
        QCOMPARE(ended.code, 1);
        QCOMPARE(lastOutcome(folder), std::string("failed"));
        QVERIFY2(ended.err.contains(says) && !ended.err.contains("report it"), ended.err.right(600).constData());
        QVERIFY(!fs::exists(folder.predictionsFile()));
    }

    void aDamagedNewestCheckpointIsPassedOver_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<double>("share"); // that is left; below 0: the file is removed
        for (const char *file : { "train_state.json", "optimizer.safetensors", "adapter_model.safetensors" }) {
            QTest::newRow(qPrintable(QStringLiteral("%1 cut").arg(QLatin1String(file)))) << QByteArray(file) << 0.6;
            QTest::newRow(qPrintable(QStringLiteral("%1 empty").arg(QLatin1String(file)))) << QByteArray(file) << 0.0;
            QTest::newRow(qPrintable(QStringLiteral("%1 missing").arg(QLatin1String(file)))) << QByteArray(file) << -1.0;
        }
    }
    void aDamagedNewestCheckpointIsPassedOver()
    {
        QFETCH(QByteArray, file);
        QFETCH(double, share);
        const QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        const fs::path model = fakes::writeTinyFolder(root / "model");
        const RunFolder whole = RunFolder::create(root / "runs", tinyTraining(model, 30), fakes::tinyDataset());
        QCOMPARE(runToTheEnd(whole.path()).code, 0);
        const RunFolder folder = whole.copyTo(root / "damaged");
        {
            Worker worker(folder.path());
            QVERIFY(worker.waitUntil([&] { return stepsDone(folder) >= 4; }));
            worker.signal(SIGTERM);
            QCOMPARE(worker.end().code, 130);
        }
        const auto newest = folder.latestCheckpoint();
        QVERIFY(newest);
        const fs::path victim = *newest / file.toStdString();
        if (share < 0)
            fs::remove(victim);
        else
            cutFile(victim, share);
        const Ended ended = runToTheEnd(folder.path());
        QVERIFY2(ended.code == 0, ended.err.right(600).constData());
        bool said = false;
        for (const run::JobEvent &event : eventsOf(folder, "notice"))
            said |= event.fields["text"].get<std::string>().find(victim.string()) != std::string::npos;
        QVERIFY(said);
        const auto from = eventsOf(folder, "resumed").back().fields["from_step"].get<int64_t>();
        QCOMPARE(from, std::stoll(newest->filename().string().substr(5)) - 1); // the one before
        QVERIFY(adapterBytes(folder) == adapterBytes(whole));
    }
};

ATTUNE_TEST(TstRunRefusals)
#include "tst_run_refusals.moc"

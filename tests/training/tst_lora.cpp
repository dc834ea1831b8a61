// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "nn/lora.h"
#include "nn/lora_folder.h"

#include <QTemporaryDir>

#include <torch/torch.h>

#include <fstream>

namespace fs = std::filesystem;
using base::ErrorKind;

namespace {

const at::Tensor &ids()
{
    static const at::Tensor ids = torch::arange(60, 80, at::kLong);
    return ids;
}

ErrorKind kindOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const base::Failure &failure) {
        return failure.error().kind;
    }
    return ErrorKind::Usage; // nothing was thrown
}

nn::LoraAdapter withNumbers(nn::LoraAdapter adapter)
{
    torch::manual_seed(9);
    for (const nn::LoraPair &pair : adapter.pairs())
        at::Tensor(pair.b_OR).normal_(0, 0.1);
    return adapter;
}

} // namespace

class TstLora : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_model = std::make_unique<nn::Transformer>(nn::Weights::open(modelPath())); }

    void aFreshAdapterChangesNothing()
    {
        const at::NoGradGuard noGrad;
        const at::Tensor before = m_model->forward(ids());
        nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "all" } }, 1).attach(*m_model);
        QVERIFY(m_model->forward(ids()).equal(before));
    }
    void theSeedDecidesA()
    {
        const auto a = nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "q_proj" } }, 1);
        const auto b = nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "q_proj" } }, 1);
        const auto c = nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "q_proj" } }, 2);
        QCOMPARE(a.pairs().size(), size_t(2));
        QVERIFY(a.pairs()[1].a_RI.equal(b.pairs()[1].a_RI));
        QVERIFY(!a.pairs()[1].a_RI.equal(c.pairs()[1].a_RI));
        // kaiming_uniform with a = sqrt(5) is U(-1/sqrt(I), 1/sqrt(I)).
        const double bound = 1 / std::sqrt(32.0), largest = a.pairs()[0].a_RI.abs().max().item<double>();
        QVERIFY(largest <= bound && largest > 0.9 * bound);
        QCOMPARE(a.tensors()[0].first, std::string("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"));
        QCOMPARE(a.parameters(), int64_t(2 * 2 * 4 * 32));
    }
    void equalsTheMergedWeightAndItsGradients()
    {
        auto adapter = withNumbers(nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "all" } }, 1));
        adapter.requireGradients();
        adapter.attach(*m_model);
        const at::Tensor lora = m_model->forward(ids());
        lora.square().mean().backward();

        // The same through plain autograd: W + scale B A as the weight.
        nn::Transformer merged(nn::Weights::open(modelPath()));
        std::vector<std::pair<at::Tensor, at::Tensor>> leaves;
        for (const nn::LoraPair &pair : adapter.pairs()) {
            at::Tensor a = pair.a_RI.detach().clone().requires_grad_(true), b = pair.b_OR.detach().clone().requires_grad_(true);
            nn::LinearSlot *slot = merged.slot(pair.slot);
            slot->linear = std::make_shared<nn::DenseLinear>(slot->linear->weight() + pair.scale * b.mm(a), slot->linear->bias());
            leaves.emplace_back(a, b);
        }
        const at::Tensor plain = merged.forward(ids());
        plain.square().mean().backward();
        QVERIFY(at::allclose(lora, plain, 1e-4, 1e-5));
        for (size_t i = 0; i < leaves.size(); ++i) {
            QVERIFY(at::allclose(adapter.pairs()[i].a_RI.grad(), leaves[i].first.grad(), 1e-3, 1e-6));
            QVERIFY(at::allclose(adapter.pairs()[i].b_OR.grad(), leaves[i].second.grad(), 1e-3, 1e-6));
        }
    }
    void dropoutWorksWhileTrainingOnly()
    {
        auto adapter = withNumbers(nn::LoraAdapter::make(*m_model, { 4, 8, 0.5, { "all" } }, 1));
        adapter.requireGradients();
        adapter.attach(*m_model);
        const at::Tensor calm = m_model->forward(ids());
        QVERIFY(m_model->forward(ids()).equal(calm));
        adapter.setTraining(true);
        torch::manual_seed(1);
        const at::Tensor once = m_model->forward(ids());
        QVERIFY(!once.equal(calm));
        QVERIFY(!m_model->forward(ids()).equal(once));
        torch::manual_seed(1);
        QVERIFY(m_model->forward(ids()).equal(once));
    }
    void theGradientUnderDropoutIsThatOfTheSameMask()
    {
        const auto base = std::make_shared<nn::DenseLinear>(torch::randn({ 5, 6 }));
        nn::LoraPair pair { "x", torch::randn({ 2, 6 }).requires_grad_(true), torch::randn({ 5, 2 }).requires_grad_(true), 2, 0.4 };
        const nn::LoraLinear linear(base, pair, std::make_shared<bool>(true));
        at::Tensor x = torch::randn({ 3, 6 }).requires_grad_(true);
        const auto loss = [&] {
            torch::manual_seed(4);
            return linear.forward(x).pow(3).sum();
        };
        loss().backward();
        const float analytic = x.grad()[1][2].item<float>();
        const at::NoGradGuard noGrad;
        const auto moved = [&](float by) {
            x[1][2] += by;
            const at::AutoGradMode withGradient(true); // the same path
            const double value = loss().item<double>();
            const at::AutoGradMode without(false);
            x[1][2] -= by;
            return value;
        };
        const double numeric = (moved(1e-2F) - moved(-1e-2F)) / 2e-2;
        QVERIFY2(std::abs(analytic - numeric) < 0.02 * std::max(1.0, std::abs(numeric)), qPrintable(QString::number(numeric)));
    }
    void survivesItsFolder()
    {
        const auto adapter = withNumbers(nn::LoraAdapter::make(*m_model, { 4, 6.5, 0.1, { "q_proj", "down_proj" } }, 1));
        const fs::path folder = path("saved");
        nn::saveAdapter(folder, adapter, "some/model");
        nn::saveAdapter(folder, adapter, "some/model"); // replaces
        const base::Json config = base::readJson(folder / "adapter_config.json");
        QCOMPARE(config["task_type"].get<std::string>(), std::string("CAUSAL_LM"));
        QCOMPARE(config["base_model_name_or_path"].get<std::string>(), std::string("some/model"));
        const auto loaded = nn::loadAdapter(folder);
        QCOMPARE(loaded.settings().alpha, 6.5);
        const at::NoGradGuard noGrad;
        adapter.attach(*m_model);
        const at::Tensor expected = m_model->forward(ids());
        nn::detachAdapter(*m_model);
        loaded.attach(*m_model);
        QVERIFY(m_model->forward(ids()).equal(expected));
    }
    void detachingPutsTheModelBack()
    {
        const at::NoGradGuard noGrad;
        const at::Tensor before = m_model->forward(ids());
        withNumbers(nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "all" } }, 1)).attach(*m_model);
        QVERIFY(!m_model->forward(ids()).equal(before));
        nn::detachAdapter(*m_model);
        QVERIFY(m_model->forward(ids()).equal(before));
        nn::detachAdapter(*m_model);
    }
    void worksOverPackedWeights()
    {
        const at::NoGradGuard noGrad;
        const auto adapter = withNumbers(nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "all" } }, 1));
        nn::Transformer packed(nn::Weights::open(modelPath()), { nn::WeightForm::Packed });
        adapter.attach(*m_model);
        adapter.attach(packed);
        QVERIFY(at::allclose(packed.forward(ids()), m_model->forward(ids()), 1e-3, 1e-4));
    }
    void wrongSettingsAreRefused()
    {
        const auto make = [&](int rank, std::vector<std::string> targets) {
            return kindOf([&] { nn::LoraAdapter::make(*m_model, { rank, 8, 0, std::move(targets) }, 1); });
        };
        QCOMPARE(make(0, { "all" }), ErrorKind::InvalidValue);
        QCOMPARE(make(17, { "all" }), ErrorKind::InvalidValue); // k_proj has 16 rows
        QCOMPARE(make(4, { "q_proj", "x_proj" }), ErrorKind::InvalidValue);
        QCOMPARE(make(4, { "lm_head" }), ErrorKind::InvalidValue);
    }
    void anAdapterOfAnotherModelIsRefusedAndNothingIsChanged()
    {
        nn::Transformer other(nn::Weights::open(fakes::writeTinyFolder(path("other"), { 64 })));
        const auto adapter = nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "all" } }, 1);
        QCOMPARE(kindOf([&] { adapter.attach(other); }), ErrorKind::UnsupportedModel);
        for (const nn::LinearSlot *slot : other.slots())
            QVERIFY(!dynamic_cast<const nn::LoraLinear *>(slot->linear.get()));
    }
    void brokenFoldersAreRefused_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, const char *field, const char *value, ErrorKind kind) {
            QTest::newRow(name) << QString::fromUtf8(field) << QString::fromUtf8(value) << int(kind);
        };
        row("another kind", "peft_type", "\"LOHA\"", ErrorKind::UnsupportedModel);
        row("DoRA", "use_dora", "true", ErrorKind::UnsupportedModel);
        row("biases", "bias", "\"all\"", ErrorKind::UnsupportedModel);
        row("saved modules", "modules_to_save", "[\"lm_head\"]", ErrorKind::UnsupportedModel);
        row("other layers", "layer_replication", "[[0, 1], [0, 1]]", ErrorKind::UnsupportedModel);
        row("changed base weights", "init_lora_weights", "\"pissa_niter_4\"", ErrorKind::UnsupportedModel);
        row("rank 0", "r", "0", ErrorKind::InvalidValue);
        row("huge rank", "r", "1000000000", ErrorKind::InvalidValue);
        row("rank beyond an int", "r", "4294967300", ErrorKind::InvalidValue); // 4, cut to 32 bits
        row("rank of another adapter", "r", "5", ErrorKind::CorruptFile);
        row("rank as text", "r", "\"4\"", ErrorKind::WrongShape);
        row("alpha 0", "lora_alpha", "0", ErrorKind::InvalidValue);
        row("no alpha", "lora_alpha", "", ErrorKind::MissingField);
    }
    void brokenFoldersAreRefused()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(int, kind);
        const fs::path folder = path("broken");
        nn::saveAdapter(folder, nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "q_proj" } }, 1), "m");
        base::Json config = base::readJson(folder / "adapter_config.json");
        if (value.isEmpty())
            config.erase(field.toStdString());
        else
            config[field.toStdString()] = base::parseJson(value.toStdString(), "test");
        base::writeFileAtomically(folder / "adapter_config.json", config.dump());
        QCOMPARE(int(kindOf([&] { nn::loadAdapter(folder); })), kind);
    }
    void brokenWeightsAreRefused()
    {
        const fs::path folder = path("torn");
        const auto adapter = nn::LoraAdapter::make(*m_model, { 4, 8, 0, { "q_proj" } }, 1);
        nn::saveAdapter(folder, adapter, "m");
        fs::resize_file(folder / "adapter_model.safetensors", 500);
        QVERIFY(kindOf([&] { nn::loadAdapter(folder); }) != ErrorKind::Usage);
        fs::remove(folder / "adapter_model.safetensors");
        QCOMPARE(kindOf([&] { nn::loadAdapter(folder); }), ErrorKind::FileMissing);
        std::ofstream(folder / "adapter_model.bin") << "pickle";
        QCOMPARE(kindOf([&] { nn::loadAdapter(folder); }), ErrorKind::UnsupportedModel);

        // One matrix of a pair, and a matrix with a name that is none of LoRA's.
        const std::vector<float> zeros(4 * 32, 0);
        for (const auto &[name, kind] : { std::pair("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", ErrorKind::CorruptFile),
                 std::pair("base_model.model.lm_head.base_layer.weight", ErrorKind::UnsupportedModel) }) {
            modelfile::writeSafetensors(folder / "adapter_model.safetensors",
                { { name, *modelfile::safetensorsType(modelfile::ElementType::F32), { 4, 32 }, std::as_bytes(std::span(zeros)) } });
            QCOMPARE(kindOf([&] { nn::loadAdapter(folder); }), kind);
        }
    }

private:
    fs::path path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)).toStdString(); }
    fs::path modelPath() const
    {
        static const fs::path model = fakes::writeTinyFolder(path("model"));
        return model;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<nn::Transformer> m_model;
};

ATTUNE_TEST(TstLora)
#include "tst_lora.moc"

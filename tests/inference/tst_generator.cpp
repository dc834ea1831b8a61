// SPDX-License-Identifier: GPL-3.0-or-later
// On the tiny checkpoint, whose 160 tokens stand for letters here.
#include "base/error.h"
#include "harness/test_case.h"
#include "inference/generator.h"
#include "nn/lora.h"

#include <torch/torch.h>

using namespace inference;
using text::TokenId;

namespace {

// Token n is the character U+4E00 + n: three bytes each.
class Letters : public text::Tokenizer
{
public:
    void encodeTo(std::string_view, text::AddedTokens, std::vector<TokenId> &) const override {}
    std::string bytesOf(TokenId id) const override { return QString(QChar(0x4e00 + id)).toStdString(); }
    bool isSpecial(TokenId) const override { return false; }
    TokenId vocabularySize() const override { return 160; }
    std::optional<TokenId> idOf(std::string_view) const override { return std::nullopt; }
    std::string normalized(std::string_view text) const override { return std::string(text); }
    std::string description() const override { return "letters"; }
};

// Every token but the last is a whole letter; the last one asked for begins a letter and does not end it.
class Torn : public Letters
{
public:
    explicit Torn(TokenId torn)
        : m_torn(torn)
    {
    }
    std::string bytesOf(TokenId id) const override { return id == m_torn ? Letters::bytesOf(id).substr(0, 2) : Letters::bytesOf(id); }

private:
    TokenId m_torn;
};

} // namespace

class TstGenerator : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(2);
        nn::LoadOptions options;
        options.form = nn::WeightForm::Packed;
        m_model = std::make_shared<nn::Transformer>(nn::Weights::open(harness::golden("nn/tiny_qwen2")), options);
    }
    void greedyEqualsStepByStep()
    {
        Generator generator = make();
        const Generated result = generator.generate(request({ 5, 9, 20 }, 12));
        QCOMPARE(result.ids, stepByStep({ 5, 9, 20 }, 12));
        QCOMPARE(result.finish_reason, FinishReason::Length);
        QCOMPARE(result.prompt_tokens, int64_t(3));
        QCOMPARE(result.new_tokens, int64_t(12));
        QCOMPARE(result.reused_tokens, int64_t(0));
        QVERIFY(result.first_token_seconds > 0 && result.tokensPerSecond() > 0);
    }
    void streamsWhatItReturns()
    {
        Generator generator = make();
        std::string streamed;
        const Generated result
            = generator.generate(request({ 1, 2, 3 }, 10), [&](std::string_view piece) { streamed += piece; });
        QCOMPARE(streamed, result.text);
        QCOMPARE(QString::fromStdString(result.text).size(), qsizetype(10));
    }
    void aCutReplyEndsWithAWholeCharacter()
    {
        const std::vector<TokenId> ids = stepByStep({ 5, 9, 20 }, 12);
        // Cut behind the first token that has not come before.
        size_t cut = 1;
        while (std::find(ids.begin(), ids.begin() + int64_t(cut), ids[cut]) != ids.begin() + int64_t(cut))
            ++cut;
        Generator generator(m_model, std::make_shared<Torn>(ids[cut]));
        const Generated result = generator.generate(request({ 5, 9, 20 }, int(cut) + 1));
        QCOMPARE(result.finish_reason, FinishReason::Length);
        QCOMPARE(result.ids.back(), ids[cut]);
        QCOMPARE(QString::fromStdString(result.text).size(), qsizetype(cut));
        QVERIFY(!QString::fromStdString(result.text).contains(QChar::ReplacementCharacter));
    }
    void endsAtTheEndOfTurn()
    {
        const std::vector<TokenId> free = stepByStep({ 5, 9, 20 }, 12);
        GenerateRequest wish = request({ 5, 9, 20 }, 12);
        wish.stop_ids = { free[4] };
        const auto first = std::ranges::find(free, free[4]) - free.begin();
        Generator generator = make();
        const Generated result = generator.generate(wish);
        QCOMPARE(result.finish_reason, FinishReason::Stop);
        QCOMPARE(result.ids, std::vector<TokenId>(free.begin(), free.begin() + first));
        QCOMPARE(result.new_tokens, int64_t(first + 1)); // the ending one was computed, too
    }
    void endsAtAStopText()
    {
        const std::vector<TokenId> free = stepByStep({ 5, 9, 20 }, 12);
        GenerateRequest wish = request({ 5, 9, 20 }, 12);
        const Letters letters;
        wish.decoding.stop = { letters.bytesOf(free[6]) + letters.bytesOf(free[7]) };
        Generator generator = make();
        const Generated result = generator.generate(wish);
        QCOMPARE(result.finish_reason, FinishReason::Stop);
        QVERIFY(result.text.find(wish.decoding.stop[0]) == std::string::npos);
        QVERIFY(result.ids.size() <= 8);
    }
    void endsWhereTheContextIsFull()
    {
        GenerateRequest wish = request({ 5, 9, 20 }, 100);
        wish.cutoff_len = 10;
        Generator generator = make();
        const Generated result = generator.generate(wish);
        QCOMPARE(result.finish_reason, FinishReason::Cutoff);
        QCOMPARE(result.prompt_tokens + result.new_tokens, int64_t(10));
        wish.prompt.resize(10, 3);
        QCOMPARE(kindOf([&] { generator.generate(wish); }), base::ErrorKind::TooLong);
        wish.prompt.clear();
        QCOMPARE(kindOf([&] { generator.generate(wish); }), base::ErrorKind::InvalidValue);
    }
    void secondTurnReusesTheFirst()
    {
        Generator generator = make();
        const Generated first = generator.generate(request({ 5, 9, 20 }, 6));
        std::vector<TokenId> second { 5, 9, 20 };
        second.insert(second.end(), first.ids.begin(), first.ids.end());
        second.insert(second.end(), { 30, 31, 32 });
        const Generated reply = generator.generate(request(second, 6));
        // The last sampled token was never fed back.
        QCOMPARE(reply.reused_tokens, int64_t(8));
        QCOMPARE(reply.ids, stepByStep(second, 6));
        // The same prompt again: all but its last token.
        QCOMPARE(generator.generate(request(second, 6)).reused_tokens, int64_t(second.size() - 1));
        // Another beginning.
        const Generated other = generator.generate(request({ 5, 10, 20, 21 }, 6));
        QCOMPARE(other.reused_tokens, int64_t(1));
        QCOMPARE(other.ids, stepByStep({ 5, 10, 20, 21 }, 6));
        generator.forget();
        QCOMPARE(generator.generate(request({ 5, 10, 20, 21 }, 6)).reused_tokens, int64_t(0));
    }
    void cancellingKeepsWhatWasSaid()
    {
        Generator generator = make();
        const base::CancelToken cancel;
        int pieces = 0;
        const Generated result = generator.generate(
            request({ 5, 9, 20 }, 100),
            [&](std::string_view) {
                if (++pieces == 3)
                    cancel.cancel();
            },
            cancel);
        QCOMPARE(result.finish_reason, FinishReason::Cancelled);
        QCOMPARE(result.ids.size(), size_t(3));
        const base::CancelToken before;
        before.cancel();
        QCOMPARE(generator.generate(request({ 7, 8 }, 5), {}, before).ids.size(), size_t(0));
        // And the next reply is right.
        QCOMPARE(generator.generate(request({ 5, 9, 20 }, 12)).ids, stepByStep({ 5, 9, 20 }, 12));
    }
    void seededSamplingRepeats()
    {
        GenerateRequest wish = request({ 5, 9, 20 }, 20);
        wish.decoding.do_sample = true;
        wish.decoding.temperature = 1.5;
        wish.decoding.top_p = 1;
        Generator generator = make();
        const auto first = generator.generate(wish).ids;
        QCOMPARE(generator.generate(wish).ids, first);
        wish.decoding.seed = 43;
        QVERIFY(generator.generate(wish).ids != first);
    }

private:
    Generator make() const { return Generator(m_model, std::make_shared<Letters>()); }
    static GenerateRequest request(const std::vector<TokenId> &prompt, int newTokens)
    {
        GenerateRequest request;
        request.prompt = prompt;
        request.decoding.max_new_tokens = newTokens;
        return request;
    }
    // The slow and simple way: everything anew for each token.
    std::vector<TokenId> stepByStep(std::vector<TokenId> ids, int count) const
    {
        const at::NoGradGuard noGrad;
        const size_t prompt = ids.size();
        for (int i = 0; i < count; ++i) {
            const at::Tensor all = torch::tensor(std::vector<int64_t>(ids.begin(), ids.end()), at::kLong);
            const at::Tensor logits = m_model->logits(m_model->forward(all));
            ids.push_back(TokenId(logits[logits.size(0) - 1].argmax().item<int64_t>()));
        }
        return { ids.begin() + int64_t(prompt), ids.end() };
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

    std::shared_ptr<nn::Transformer> m_model;
};

ATTUNE_TEST(TstGenerator)
#include "tst_generator.moc"

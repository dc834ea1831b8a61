// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/inspector.h"
#include "text_fixtures.h"

using namespace text;
using fixtures::bytes;
using fixtures::conversation;

namespace {

// Counts the bytes that are tokenized.
class CountingTokenizer : public Tokenizer
{
public:
    // `used` is cancelled as soon as something is tokenized.
    explicit CountingTokenizer(std::shared_ptr<const Tokenizer> tokenizer, base::CancelToken used = {})
        : m_tokenizer(std::move(tokenizer)), m_used(std::move(used))
    {
    }

    size_t bytes() const { return m_bytes; }
    void encodeTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const override
    {
        m_bytes += text.size();
        m_used.cancel();
        m_tokenizer->encodeTo(text, added, ids);
    }
    std::string bytesOf(TokenId id) const override { return m_tokenizer->bytesOf(id); }
    bool isSpecial(TokenId id) const override { return m_tokenizer->isSpecial(id); }
    TokenId vocabularySize() const override { return m_tokenizer->vocabularySize(); }
    std::optional<TokenId> idOf(std::string_view token) const override { return m_tokenizer->idOf(token); }
    std::string normalized(std::string_view text) const override { return m_tokenizer->normalized(text); }
    std::string description() const override { return m_tokenizer->description(); }

private:
    std::shared_ptr<const Tokenizer> m_tokenizer;
    mutable size_t m_bytes = 0;
    base::CancelToken m_used;
};

} // namespace

class TstInspector : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsEveryToken()
    {
        auto dialogue = conversation({ { 's', "I feel \U0001F9FF" }, { 'p', "Hello Ann." } });
        dialogue.profile = fixtures::ann();
        const DialogueInspection seen = inspect(Renderer(fixtures::qwenText(), fixtures::prompt("Be kind.", "Age: {{ profile.Age }}")), dialogue);
        QCOMPARE(seen.tokens.size(), seen.rendered.ids.size());
        QVERIFY(seen.whole_text_equal);
        QVERIFY(seen.skew.equal);
        QCOMPARE(seen.skew.compared, size_t(1));
        QVERIFY(!seen.typed_control_text);
        std::string loss;
        bool partial = false;
        for (const InspectedToken &token : seen.tokens) {
            loss += token.loss ? token.text : std::string();
            partial = partial || token.text.starts_with("\\x");
            QCOMPARE(token.id, seen.rendered.ids[size_t(&token - seen.tokens.data())]);
        }
        QCOMPARE(bytes(loss), QByteArray("Hello Ann.<|im_end|>"));
        QVERIFY(partial);
        const base::Json json = toJson(seen);
        QCOMPARE(json["loss_tokens"].get<size_t>(), seen.loss_tokens);
        QCOMPARE(json["token_list"].size(), seen.tokens.size());
        QVERIFY(seen.system_tokens > 4);
    }
    void namesTypedControlText()
    {
        const DialogueInspection seen = inspect(Renderer(fixtures::qwenText(), fixtures::prompt("Be kind.")),
            conversation({ { 's', "what is <|im_end|>?" }, { 'p', "A mark." } }));
        QVERIFY(seen.typed_control_text);
        QVERIFY(seen.skew.equal);
    }
    void countsADataset()
    {
        std::vector<dialogue::Dialogue> dialogues;
        dialogues.push_back(conversation({ { 's', "hi" }, { 'p', "hello" } }));
        dialogues.push_back(conversation({ { 's', "alone" } }));
        dialogues.push_back(conversation({}));
        std::string longText;
        for (int i = 0; i < 60; ++i)
            longText += " word";
        dialogues.push_back(conversation({ { 's', "old" + longText }, { 'p', "reply" }, { 's', "new" }, { 'p', "yes" } }));
        dialogues.push_back(conversation({ { 's', longText }, { 'p', longText } }));
        for (size_t i = 0; i < dialogues.size(); ++i)
            dialogues[i].source_key = std::to_string(i);
        RenderOptions options;
        options.cutoff_len = 50;
        size_t steps = 0;
        const DatasetInspection seen = inspect(Renderer(fixtures::qwenText(), fixtures::prompt("Be kind."), options), dialogues, {}, [&](size_t n) { steps = n; });
        QCOMPARE(steps, dialogues.size());
        QCOMPARE(seen.dialogues, size_t(5));
        QCOMPARE(seen.supporter_turns, size_t(4));
        QCOMPARE(seen.supporter_turns_cut, size_t(2));
        QCOMPARE(seen.all_masked, size_t(3));
        QCOMPARE(seen.skewed, size_t(0));
        QCOMPARE(seen.longest.front().source_key, std::string("4"));
        QCOMPARE(seen.troubled.size(), size_t(4));
        QVERIFY(seen.lossShare() > 0 && seen.lossShare() < 0.5);
        QVERIFY(toJson(seen)["troubled"][0]["problem"].is_string());
        base::CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(inspect(Renderer(fixtures::qwenText(), {}), dialogues, cancel), base::Failure);
    }
    // The check of one long dialogue takes seconds.
    void cancelIsHeardWithinADialogue()
    {
        dialogue::Dialogue dialogue = conversation({});
        for (int i = 0; i < 10; ++i)
            dialogue.turns.push_back({ std::to_string(i), i % 2 ? dialogue::Speaker::Supporter : dialogue::Speaker::Seeker, "Hello.", {} });
        const base::CancelToken cancel;
        ModelText model = fixtures::qwenText();
        model.tokenizer = std::make_shared<CountingTokenizer>(model.tokenizer, cancel);
        try {
            inspect(Renderer(model, fixtures::prompt("Be kind.")), std::vector { dialogue }, cancel);
            QFAIL("it was cancelled");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::Cancelled);
        }
    }
    // The Prompts page inspects at every key press: twice the dialogue must not be four times the work (tests/bench/text has
    // the times).
    void workGrowsWithTheDialogue()
    {
        const auto work = [](int turns) {
            dialogue::Dialogue dialogue = conversation({});
            for (int i = 0; i < turns; ++i)
                dialogue.turns.push_back({ std::to_string(i), i % 2 ? dialogue::Speaker::Supporter : dialogue::Speaker::Seeker,
                    "It has been a difficult week, \u4f60\u77e5\u9053\u5417? " + std::to_string(i), {} });
            ModelText model = fixtures::qwenText();
            const auto counting = std::make_shared<CountingTokenizer>(model.tokenizer);
            model.tokenizer = counting;
            RenderOptions options;
            options.cutoff_len = 100'000;
            const DialogueInspection seen = inspect(Renderer(model, fixtures::prompt("Be kind."), options), dialogue);
            return seen.skew.equal && seen.skew.compared == size_t(turns) / 2 ? counting->bytes() : 0;
        };
        const size_t once = work(60);
        const size_t twice = work(120);
        QVERIFY(once > 0);
        QVERIFY2(twice < once * 5 / 2, (std::to_string(once) + " bytes tokenized for 60 turns, " + std::to_string(twice) + " for 120").c_str());
    }
};

ATTUNE_TEST(TstInspector)
#include "tst_inspector.moc"

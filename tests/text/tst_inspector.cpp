// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/inspector.h"
#include "text_fixtures.h"

using namespace text;
using fixtures::bytes;
using fixtures::conversation;

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
    // The Prompts page shows an inspection within 50 ms of a key press; a long dialogue must fit into that with room.
    void isFastEnoughToType()
    {
        dialogue::Dialogue dialogue = conversation({});
        for (int i = 0; i < 20; ++i)
            dialogue.turns.push_back({ "t", i % 2 ? dialogue::Speaker::Supporter : dialogue::Speaker::Seeker,
                "It has been a difficult week, and I keep asking myself whether I could have done more for him, \u4f60\u77e5\u9053\u5417?", {} });
        const Renderer renderer(fixtures::qwenText(), fixtures::prompt("Be kind."));
        inspect(renderer, dialogue);
        double best = 1000;
        for (int i = 0; i < 10; ++i) {
            const std::clock_t start = std::clock();
            inspect(renderer, dialogue);
            best = std::min(best, fixtures::processorMs(start));
        }
        QVERIFY2(best < 50, "an inspection takes longer than 50 ms");
    }
};

ATTUNE_TEST(TstInspector)
#include "tst_inspector.moc"

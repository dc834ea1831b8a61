// SPDX-License-Identifier: GPL-3.0-or-later
// Messages as chat programs write them, and what of them is refused.
#include "text/messages.h"
#include "text_fixtures.h"

using namespace text;
using base::Json;
using fixtures::bytes;

class TstMessages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void toolTurnsAndOtherShapesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("reason");
        const Json golden = fixtures::goldenJson("text/templates.json");
        for (const auto &[name, messages] : golden["refused"].items()) {
            const QByteArray reason = name.find("turn") != std::string::npos || name.find("call") != std::string::npos ? "a tool turn"
                : name == "another role"                                                                             ? "narrator"
                                                                                                                     : "a content that is text";
            QTest::newRow(name.c_str()) << bytes(messages.dump()) << reason;
        }
        QTest::newRow("no list") << QByteArray("7") << QByteArray("a list of messages");
        QTest::newRow("no object") << QByteArray("[7]") << QByteArray("an object");
    }
    void toolTurnsAndOtherShapesAreRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, reason);
        try {
            messagesFromJson(base::parseJson(json.toStdString(), "chat"), "chat.json");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::WrongShape);
            QVERIFY2(QByteArray(failure.what()).contains(reason), failure.what());
            QVERIFY(QByteArray(failure.what()).contains("chat.json"));
        }
    }
    void anEmptyCallIsNone()
    {
        const auto messages = messagesFromJson(
            base::parseJson(R"({"messages":[{"role":"assistant","content":"Hi","tool_calls":[],"function_call":null}]})", "chat"), "chat");
        QCOMPARE(messages.size(), size_t(1));
        QCOMPARE(messages[0].role, Role::Assistant);
    }
    void layoutAndTokensAreTheTemplates()
    {
        const ModelText &model = fixtures::qwenText();
        const Json chat = base::parseJson(R"([{"role":"user","content":"say <|im_end|>"}])", "chat");
        const RenderedMessages rendered = renderMessages(model, messagesFromJson(chat, "chat"), true);
        QCOMPARE(bytes(rendered.text),
            "<|im_start|>system\n" + bytes(model.chatTemplate.defaultSystem()) + "<|im_end|>\n<|im_start|>user\nsay <|im_end|><|im_end|>\n<|im_start|>assistant\n");
        QVERIFY(rendered.default_system);
        QCOMPARE(bytes(model.tokenizer->decode(rendered.ids)), bytes(rendered.text));
        QCOMPARE(std::count(rendered.ids.begin(), rendered.ids.end(), model.endOfTurn), 2); // the typed one is text
        const Json json = toJson(rendered);
        QCOMPARE(json["ids"].size(), rendered.ids.size());
        QCOMPARE(json["pieces"].size(), rendered.pieces.size());
        const auto own = messagesFromJson(base::parseJson(R"([{"role":"system","content":""},{"role":"user","content":"x"}])", "chat"), "chat");
        QVERIFY(!renderMessages(model, own, false).default_system);
    }
};

ATTUNE_TEST(TstMessages)
#include "tst_messages.moc"

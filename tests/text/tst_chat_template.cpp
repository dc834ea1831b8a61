// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "text/chat_template.h"
#include "text/jinja_text.h"
#include "text_fixtures.h"

#include <QTemporaryDir>

using namespace text;
using fixtures::bytes;

class TstChatTemplate : public QObject
{
    Q_OBJECT
private:
    static std::vector<Message> messages(const base::Json &json)
    {
        std::vector<Message> result;
        for (const base::Json &item : json) {
            const auto role = item["role"].get<std::string>();
            result.push_back({ role == "system" ? Role::System : role == "user" ? Role::User : Role::Assistant, item["content"].get<std::string>() });
        }
        return result;
    }
    // Where Attune refuses though the template prints something: no messages at all, a reply that Qwen3's template would take
    // apart, and a system message in a reply's place, which Llama 2's template silently loses.
    static bool mayRefuse(const ChatTemplate &chat, const std::string &shape)
    {
        return shape == "nothing" || (chat.family() == TemplateFamily::Llama2 && shape == "system last")
            || (chat.family() == TemplateFamily::Qwen3 && shape.starts_with("thinking reply"));
    }

private Q_SLOTS:
    // Every shape of conversation, printed as the peer's apply_chat_template prints it; null where it refuses.
    void printsAsThePeer_data()
    {
        QTest::addColumn<QString>("name");
        const base::Json golden = fixtures::goldenJson("text/templates.json");
        for (const auto &[name, shapes] : golden["printed"].items())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void printsAsThePeer()
    {
        QFETCH(QString, name);
        const base::Json golden = fixtures::goldenJson("text/templates.json");
        const ChatTemplate chat = ChatTemplate::byName(name.toStdString());
        for (const auto &[shape, printed] : golden["printed"][name.toStdString()].items()) {
            for (const bool generation : { false, true }) {
                const base::Json &expected = printed[generation ? 1 : 0];
                std::optional<std::string> ours;
                try {
                    ours = wholeText(chat.pieces(messages(golden["conversations"][shape]), generation, History::AsModel));
                } catch (const base::Failure &failure) {
                    QCOMPARE(failure.error().kind, base::ErrorKind::WrongShape);
                }
                if (!ours && mayRefuse(chat, shape))
                    continue;
                QVERIFY2(ours.has_value() == expected.is_string(), shape.c_str());
                if (ours)
                    QCOMPARE(bytes(*ours), bytes(expected.get<std::string>()));
            }
        }
    }
    void contentIsItsOwnPiece()
    {
        for (const ChatTemplate &chat : ChatTemplate::known()) {
            const std::string secret = "se cret";
            std::vector<Message> all { { Role::System, "sys" }, { Role::User, secret }, { Role::Assistant, secret } };
            if (chat.family() == TemplateFamily::MistralPlain || chat.family() == TemplateFamily::MistralSpaced)
                all.erase(all.begin());
            const auto pieces = chat.pieces(all, false);
            int contents = 0;
            for (const Piece &piece : pieces) {
                if (piece.kind == PieceKind::Content)
                    contents += piece.text.find(secret) != std::string::npos ? 1 : 0;
                else
                    QVERIFY(piece.text.find(secret) == std::string::npos);
            }
            QCOMPARE(contents, 2);
        }
    }
    void recognisesTheModelsOwn()
    {
        const std::string source = chatTemplateSource(fixtures::qwenFolder());
        QVERIFY(!source.empty());
        const auto found = ChatTemplate::recognise(source);
        QVERIFY(found.has_value());
        QCOMPARE(found->name(), std::string("qwen2.5"));
        QCOMPARE(found->defaultSystem(), std::string("You are Qwen, created by Alibaba Cloud. You are a helpful assistant."));
        // The same with another default message is the same layout.
        const std::string message = found->defaultSystem();
        for (const auto &[written, meant] : { std::pair("Be kind.", "Be kind."), std::pair("Put it into \\\\boxed{}.", "Put it into \\boxed{}."),
                 std::pair("Say \\\"yes\\\".", "Say \"yes\"."), std::pair("One.\\nTwo.", "One.\nTwo."), std::pair("Caf\\u00e9 \\x41 \\d", "Caf\u00e9 A \\d") }) {
            std::string other = source;
            for (size_t at = 0; (at = other.find(message, at)) != std::string::npos; at += std::string(written).size())
                other.replace(at, message.size(), written);
            const auto again = ChatTemplate::recognise(other);
            QVERIFY2(again.has_value(), written);
            QCOMPARE(again->name(), std::string("qwen2.5"));
            QCOMPARE(bytes(again->defaultSystem()), QByteArray(meant));
        }
        // Another layout is not.
        std::string changed = source;
        changed.replace(changed.find("add_generation_prompt"), 21, "true or add_generation");
        QVERIFY(!ChatTemplate::recognise(changed));
    }
    // Model files come from strangers: none may keep the reader busy for ever.
    void oddTextsAreNotRecognised_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("a default message of a star") << QByteArray(
            "{{ '<|im_start|>system\n*<|im_end|>\n' }}{% if x %}{{ '*' }}{% endif %}");
        QTest::newRow("many beginnings") << "{{ '" + QByteArray("<|im_start|>system\\n").repeated(50000) + "' }}";
        QTest::newRow("many subscripts") << "{{ x" + QByteArray("['a']").repeated(50000) + " }}";
    }
    void oddTextsAreNotRecognised()
    {
        QFETCH(QByteArray, source);
        QVERIFY(!ChatTemplate::recognise(source.toStdString()));
    }
    void subscriptsAreDots()
    {
        QCOMPARE(canonicalJinja("{{ x['a']['b'] + y[0]['c'] + z['no name'] + ['d'] }}"), canonicalJinja("{{ x.a.b + y[0].c + z['no name'] + ['d'] }}"));
        QVERIFY(canonicalJinja("{{ ['d'] }}") != canonicalJinja("{{ .d }}"));
    }
    // The texts themselves are not kept here: ATTUNE_TEMPLATES is the folder that tests/peers/text_templates.py wrote.
    void recognisesWhatOthersQuote()
    {
        const std::filesystem::path folder = qEnvironmentVariable("ATTUNE_TEMPLATES").toStdString();
        if (folder.empty())
            QSKIP("skipped: ATTUNE_TEMPLATES is not set");
        size_t seen = 0;
        for (const auto &entry : std::filesystem::directory_iterator(folder)) {
            const std::string file = entry.path().stem().string();
            const auto found = ChatTemplate::recognise(base::readFile(entry.path()));
            QVERIFY2(found.has_value(), file.c_str());
            QCOMPARE(found->name(), file.substr(0, file.find('@')));
            ++seen;
        }
        QVERIFY(seen >= 10);
    }
    void everyKnownOneIsHeldToThePeer()
    {
        const base::Json golden = fixtures::goldenJson("text/templates.json");
        for (const ChatTemplate &chat : ChatTemplate::known())
            QVERIFY2(golden["printed"].contains(chat.name()), chat.name().c_str());
    }
    void refusalsSayWhere()
    {
        const std::vector<Message> twoReplies { { Role::User, "Hi" }, { Role::Assistant, "a" }, { Role::Assistant, "b" } };
        try {
            ChatTemplate::byName("llama-2").pieces(twoReplies, false);
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QVERIFY2(QByteArray(failure.what()).contains("llama-2") && QByteArray(failure.what()).contains("message 3"), failure.what());
        }
        try {
            ChatTemplate::byName("mistral-v0.2").pieces({ { Role::System, "s" }, { Role::User, "Hi" } }, false);
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QVERIFY2(QByteArray(failure.what()).contains("no system message"), failure.what());
        }
    }
    void layoutOfTheTextDoesNotMatter_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("one line") << QByteArray(
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}");
        QTest::newRow("spread") << QByteArray(
            "{#- ours #}\n{%- for message in messages -%}\n    {{- \"<|im_start|>\" ~ '' if false else '' }}");
        QTest::newRow("dots and doubled quotes") << QByteArray(
            "{%- for message in messages %}\n  {{- \"<|im_start|>\" + message.role + \"\\n\" }}\n  {{- message.content + \"<|im_end|>\\n\" }}\n{%- endfor %}\n{%- if add_generation_prompt %}\n  {{- \"<|im_start|>assistant\\n\" }}\n{%- endif %}\n");
    }
    void layoutOfTheTextDoesNotMatter()
    {
        QFETCH(QByteArray, source);
        const auto found = ChatTemplate::recognise(source.toStdString());
        if (QByteArray(QTest::currentDataTag()) == "spread")
            QVERIFY(!found);
        else
            QCOMPARE(found.value().name(), std::string("chatml"));
    }
    void unknownOnesAreRefusedWithTheNearest()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::copy(fixtures::qwenFolder() / "tokenizer.json", path / "tokenizer.json");
        try {
            loadModelText(path);
            QFAIL("it has no template");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::UnsupportedTemplate);
        }
        base::writeFileAtomically(path / "chat_template.jinja", "{{ bos }}<|im_start|>{{ messages }}<|im_end|>");
        try {
            loadModelText(path);
            QFAIL("its template is unknown");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::UnsupportedTemplate);
            QVERIFY(!failure.error().param("nearest").empty());
        }
        const ModelText chosen = loadModelText(path, "chatml");
        QCOMPARE(chosen.chatTemplate.name(), std::string("chatml"));
        // Its control tokens must be there.
        QVERIFY_EXCEPTION_THROWN(loadModelText(path, "llama-3"), base::Failure);
        QVERIFY_EXCEPTION_THROWN(loadModelText(path, "no such one"), base::Failure);
    }
    void listsOfTemplates_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("the default one") << QByteArray(R"([{"name":"tool_use","template":"a"},{"name":"default","template":"b"}])") << QByteArray("b");
        QTest::newRow("none") << QByteArray(R"([{"name":"tool_use","template":"a"}])") << QByteArray();
        QTest::newRow("a name that is no text") << QByteArray(R"([{"name":1,"template":"a"},{"name":null},5])") << QByteArray();
        QTest::newRow("a template that is no text") << QByteArray(R"([{"name":"default","template":1}])") << QByteArray();
    }
    void listsOfTemplates()
    {
        QFETCH(QByteArray, list);
        QFETCH(QByteArray, source);
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        base::writeFileAtomically(path / "tokenizer_config.json", "{\"chat_template\":" + list.toStdString() + "}");
        QCOMPARE(bytes(chatTemplateSource(path)), source);
    }
    void endsAreKnown()
    {
        const ModelText &model = fixtures::qwenText();
        QCOMPARE(model.endOfTurn, 151645);
        QVERIFY(std::find(model.stopIds.begin(), model.stopIds.end(), 151645) != model.stopIds.end());
        if (fixtures::embeddedModel().empty())
            QFAIL("the embedded model was not fetched: run packaging/fetch.sh");
        const ModelText embedded = loadModelText(fixtures::embeddedModel());
        QCOMPARE(embedded.chatTemplate.name(), std::string("smollm2"));
        QCOMPARE(embedded.stopIds, std::vector<TokenId> { 2 });
    }
};

ATTUNE_TEST(TstChatTemplate)
#include "tst_chat_template.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// `attune inspect` as a process, on a model that has only a tokenizer and a chat template.
#include "base/files.h"
#include "base/json.h"
#include "harness/test_case.h"
#include "verbs/program.h"

#include <QTemporaryDir>

namespace {

using base::Json;

constexpr const char *kChatMl = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
                                "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

} // namespace

class TstInspectVerb : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;

    QString write(const char *name, const std::string &content) const
    {
        const QString path = m_dir.filePath(QLatin1String(name));
        base::writeFileAtomically(path.toStdString(), content);
        return path;
    }
    Said inspect(QStringList arguments) const
    {
        return runProgram(QStringLiteral("attune"), QStringList { QStringLiteral("inspect"), QStringLiteral("--model"), m_dir.path() } + arguments);
    }
    Json json(const QStringList &arguments) const
    {
        const Said said = inspect(arguments + QStringList { QStringLiteral("--json") });
        if (said.code != 0)
            qWarning("%s", said.err.constData());
        return base::parseJson(said.out.toStdString(), "stdout");
    }

private Q_SLOTS:
    void initTestCase()
    {
        const Json families = base::readJson(harness::golden("text/families.json"));
        write("tokenizer.json", families["qwen2"]["tokenizer"].dump());
        write("chat_template.jinja", kChatMl);
        write("one.jsonl", R"({"messages":[{"role":"user","content":"an old question"},{"role":"assistant","content":"an old reply"},)"
                           R"({"role":"user","content":"I lost my job."},{"role":"assistant","content":"I am sorry."}]})"
                           "\n");
    }
    void showsOneDialogue()
    {
        const Json seen = json({ m_dir.filePath(QStringLiteral("one.jsonl")) });
        QCOMPARE(seen["token_list"].size(), seen["tokens"].get<size_t>());
        QVERIFY(seen["skew"]["equal"].get<bool>());
        QCOMPARE(seen["skew"]["replies"].get<int>(), 2);
        QVERIFY(seen["whole_text_equal"].get<bool>());
        std::string trained;
        for (const Json &token : seen["token_list"])
            trained += token["loss"].get<bool>() ? token["text"].get<std::string>() : std::string();
        QCOMPARE(trained, std::string("an old reply<|im_end|>I am sorry.<|im_end|>"));
        QVERIFY(!seen["truncation_policy"].get<std::string>().empty());
    }
    // Two files have a dialogue "1", and "2" stands only in one of them.
    void aKeyMeansOneDialogue()
    {
        const std::string turns = R"({"whole_dialog": ["seeker:Hello.", "supporter:Hello, what is it?"], "character": {"Name": "Ada"}})";
        const QString a = write("a.json", R"({"1": )" + turns + R"(, "2": )" + turns + "}");
        const std::string others = R"({"whole_dialog": ["seeker:Rent.", "supporter:I see."], "character": {"Name": "Bo"}})";
        const QString b = write("b.json", R"({"1": )" + others + "}");
        const QString workspace = m_dir.filePath(QStringLiteral("keys.attune"));
        const Said imported = runProgram(QStringLiteral("attune"), { QStringLiteral("import"), a, b, QStringLiteral("--workspace"), workspace });
        QVERIFY2(imported.code == 0, imported.err.constData());
        const QStringList there { QStringLiteral("--workspace"), workspace };
        QCOMPARE(inspect(QStringList { QStringLiteral("2") } + there).code, 0);
        const Said several = inspect(QStringList { QStringLiteral("1") } + there);
        QCOMPARE(several.code, 1);
        QVERIFY2(several.err.contains("a.json") && several.err.contains("b.json"), several.err.constData());
        const Said none = inspect(QStringList { QStringLiteral("no-such-key") } + there);
        QCOMPARE(none.code, 1);
        QVERIFY2(none.err.contains("attune list"), none.err.constData());
    }
    void saysWhatWasCut()
    {
        const QString file = m_dir.filePath(QStringLiteral("one.jsonl"));
        const int whole = json({ file })["tokens"].get<int>();
        const Said said = inspect({ file, QStringLiteral("--cutoff_len"), QString::number(whole - 1) });
        QCOMPARE(said.code, 0);
        QVERIFY2(said.out.contains("2 turns (1 replies) do not fit") && said.out.contains("The oldest turns go first"), said.out.constData());
        QVERIFY(!said.out.contains("an old"));
        const Json cut = json({ file, QStringLiteral("--cutoff_len"), QStringLiteral("5") });
        QVERIFY(cut["nothing_left"].get<bool>());
    }
    void countsAFile()
    {
        const Json seen = json({ QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/work.json") });
        QCOMPARE(seen["dialogues"].get<int>(), 10);
        QCOMPARE(seen["skewed"].get<int>(), 0);
        QVERIFY(seen["loss_share"].get<double>() > 0 && seen["loss_share"].get<double>() < 1);
        QVERIFY(seen["longest"][0]["tokens"].get<int>() >= seen["longest"][9]["tokens"].get<int>());
        const Json cut = json({ QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/work.json"), QStringLiteral("--cutoff_len"), QStringLiteral("600") });
        QVERIFY(cut["supporter_turns_cut"].get<int>() > 0);
    }
    void laysOutMessages()
    {
        const QString chat = write("chat.json", R"([{"role":"user","content":"Hi <|im_end|>"}])");
        const Said said = inspect({ QStringLiteral("--messages"), chat, QStringLiteral("--add_generation_prompt") });
        QCOMPARE(said.code, 0);
        QCOMPARE(said.out, QByteArray("<|im_start|>user\nHi <|im_end|><|im_end|>\n<|im_start|>assistant\n"));
        QCOMPARE(json({ QStringLiteral("--messages"), chat })["chat_template"].get<std::string>(), std::string("chatml"));
        const QString tool = write("tool.json", R"([{"role":"user","content":"Hi"},{"role":"tool","content":"4"}])");
        const Said refused = inspect({ QStringLiteral("--messages"), tool });
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("tool turn") && refused.err.contains("message 2"), refused.err.constData());
    }
    void anUnknownTemplateIsRefusedWithTheNearest()
    {
        write("chat_template.jinja", "{{ '<|im_start|>' }}{{ messages }}");
        const Said said = inspect({ m_dir.filePath(QStringLiteral("one.jsonl")) });
        write("chat_template.jinja", kChatMl);
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("chatml"), said.err.constData());
    }
};

ATTUNE_TEST(TstInspectVerb)
#include "tst_inspect_verb.moc"

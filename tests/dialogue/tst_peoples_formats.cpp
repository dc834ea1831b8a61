// SPDX-License-Identifier: GPL-3.0-or-later
// The forms in which people bring dialogues, each known by what it holds, and the names that they give to who speaks.
#include "base/json.h"
#include "dialogue/format.h"
#include "harness/test_case.h"

using namespace dialogue;

class TstPeoplesFormats : public QObject
{
    Q_OBJECT
private:
    // "> " a seeker's turn, "< " a supporter's, " #Strategy" behind; a line each, dialogues parted by "--".
    static QByteArray spoken(const std::vector<Dialogue> &dialogues)
    {
        QByteArray out;
        for (size_t i = 0; i < dialogues.size(); ++i) {
            out += i > 0 ? "--\n" : "";
            for (const Turn &turn : dialogues[i].turns) {
                out += (turn.speaker == Speaker::Seeker ? "> " : "< ") + QByteArray::fromStdString(turn.text);
                out += (turn.strategy ? " #" + QByteArray::fromStdString(turn.strategy->label) : QByteArray()) + "\n";
            }
        }
        return out;
    }
    static bool hasNote(const ImportResult &result, NoteKind kind, const char *part = "")
    {
        for (const ImportNote &note : result.notes) {
            if (note.kind == kind && noteText(note).find(part) != std::string::npos)
                return true;
        }
        return false;
    }

private Q_SLOTS:
    void areRead_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("turns");
        const auto row = [](const char *name, const char *file, const char *format, const char *turns) {
            QTest::newRow(name) << QByteArray(file) << QByteArray(format) << QByteArray(turns);
        };
        row("sharegpt", R"([{"conversations": [{"from": "human", "value": "My dog ran off."}, {"from": "gpt", "value": "Oh no."}], "system": "Be warm."}])",
            "sharegpt", "> My dog ran off.\n< Oh no.\n");
        row("sharegpt, role and content, one line", R"({"id": 4, "conversations": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]})",
            "sharegpt", "> a\n< b\n");
        row("sharegpt, system within", R"([{"conversations": [{"from": "system", "value": "s"}, {"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}])",
            "sharegpt", "> a\n< b\n");
        row("alpaca", R"([{"instruction": "a", "input": "", "output": "b"}, {"instruction": "c", "input": "d", "output": "e"}])", "alpaca",
            "> a\n< b\n--\n> c\nd\n< e\n");
        row("alpaca, history", R"([{"instruction": "c", "output": "d", "system": "s", "history": [["a", "b"]]}])", "alpaca", "> a\n< b\n> c\n< d\n");
        row("prompt and response", "{\"prompt\": \"a\", \"response\": \"b\"}\n{\"prompt\": \"c\", \"response\": \"d\"}\n", "alpaca", "> a\n< b\n--\n> c\n< d\n");
        row("xtuner", R"([{"conversation": [{"system": "s", "input": "a", "output": "b"}, {"input": "c", "output": "d"}]}])", "xtuner",
            "> a\n< b\n> c\n< d\n");
        row("list of messages", R"([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}])", "messages", "> a\n< b\n");
        row("lines of lists", "[{\"role\": \"user\", \"content\": \"a\"}]\n[{\"role\": \"user\", \"content\": \"b\"}]\n", "messages", "> a\n--\n> b\n");
        row("list of from and value", R"([{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}])", "messages", "> a\n< b\n");
        row("smilechat", R"([{"role": "client", "content": "a"}, {"role": "counselor", "content": "b"}])", "smilechat", "> a\n< b\n");
        row("extes", R"([{"scene": "Exams", "description": "A test is near.", "content": [{"User": "a"}, {"AI": "b", "AI Strategy": "Affirmation"}]}])",
            "extes", "> a\n< b #Affirmation\n");
        row("extes, other spellings", R"([{"scene": "x", "content": [{"User": "a"}, {"AI": {"text": "b", "strategy": "Others"}}, {"AI": "c", "AI strategy": "Others"}]}])",
            "extes", "> a\n< b #Others\n< c #Others\n");
        row("augesc", "[[\"usr\", \"a\"], [\"sys\", \"b\"]]\n[[\"usr\", \"c\"]]\n", "augesc", "> a\n< b\n--\n> c\n");
        row("cpsycoun", R"(["求助者：我很累。", "支持者：多久了？"])", "cpsycoun", "> 我很累。\n< 多久了？\n");
        row("data", R"({"version": 2, "data": [{"messages": [{"role": "user", "content": "a"}]}]})", "openai", "> a\n");
        row("parts", R"({"train": [{"dialog": [{"speaker": "usr", "text": "a"}]}], "test": [{"dialog": [{"speaker": "usr", "text": "b"}]}]})", "esconv",
            "> a\n--\n> b\n");
        row("parts of pesc", R"({"train": {"1": {"whole_dialog": ["seeker:a"]}}, "test": {"1": {"whole_dialog": ["seeker:b"]}}})", "pesc", "> a\n--\n> b\n");
        row("a wrapper in a wrapper", R"({"data": {"train": [{"messages": [{"role": "user", "content": "a"}]}]}})", "openai", "> a\n");
        row("JSON inside a text", "{\"text\": \"{\\\"situation\\\": \\\"q\\\", \\\"dialog\\\": [{\\\"speaker\\\": \\\"usr\\\", \\\"text\\\": \\\"a\\\"}, {\\\"speaker\\\": \\\"sys\\\", \\\"text\\\": \\\"b\\\", \\\"strategy\\\": \\\"Question\\\"}]}\"}",
            "esconv", "> a\n< b #Question\n");
        row("JSON inside texts", "{\"id\": 1, \"text\": \"[[\\\"usr\\\", \\\"a\\\"]]\"}\n{\"id\": 2, \"text\": \"[[\\\"usr\\\", \\\"b\\\"]]\"}\n", "augesc",
            "> a\n--\n> b\n");
        row("objects in a row", "{\n  \"messages\": [\n    {\"role\": \"user\", \"content\": \"a\"}\n  ]\n}\n{\n  \"messages\": [\n    {\"role\": \"user\", \"content\": \"b\"}\n  ]\n}\n",
            "openai", "> a\n--\n> b\n");
        row("a list of strategies", R"([{"dialog": [{"speaker": "Seeker", "content": "a"}, {"speaker": "Supporter", "annotation": {"strategy": ["Question", "Others"]}, "content": "b"}]}])",
            "esconv", "> a\n< b\n");
    }
    void areRead()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, turns);
        const ImportResult result = importContent(file.toStdString(), "/home/a/file.json");
        QCOMPARE(QByteArray::fromStdString(result.format), format);
        QCOMPARE(QByteArray::fromStdString(detectFormat(file.toStdString(), "file.json")), format);
        QCOMPARE(spoken(result.dialogues), turns);
        QCOMPARE(result.left_out, size_t(0));
    }
    void namesOfSpeakers_data()
    {
        QTest::addColumn<QByteArray>("seeker");
        QTest::addColumn<QByteArray>("supporter");
        const auto row = [](const char *seeker, const char *supporter) { QTest::newRow(seeker) << QByteArray(seeker) << QByteArray(supporter); };
        row("User", "Assistant");
        row("HUMAN", "gpt");
        row(" client ", "Therapist");
        row("patient", "Counsellor");
        row("seeker", "supporter");
        row("speaker", "listener");
        row("usr", "sys");
        row("visitor", "bot");
        row("Help-Seeker", "model");
        row("来访者", "咨询师");
        row("来访者：", "心理咨询师：");
        row("求助者:", "支持者:");
        row("用户", "助手");
        row("来询者", "医生");
    }
    // The same in every format.
    void namesOfSpeakers()
    {
        QFETCH(QByteArray, seeker);
        QFETCH(QByteArray, supporter);
        const QByteArray colon = seeker.endsWith(':') || seeker.endsWith("：") ? "" : "：";
        const QByteArray files[] = {
            R"({"messages": [{"role": "%1", "content": "a"}, {"role": "%2", "content": "b"}]})",
            R"([{"conversations": [{"from": "%1", "value": "a"}, {"from": "%2", "value": "b"}]}])",
            R"([{"dialog": [{"speaker": "%1", "content": "a"}, {"speaker": "%2", "content": "b"}]}])",
            R"([{"role": "%1", "content": "a"}, {"role": "%2", "content": "b"}])",
            R"([["%1", "a"], ["%2", "b"]])",
            R"(["%1%3a", "%2%3b"])",
            R"({"1": {"whole_dialog": ["%1%3a", "%2%3b"], "character": {}}})",
            R"([{"scene": "s", "content": [{"%1": "a"}, {"%2": "b"}]}])",
        };
        for (QByteArray file : files) {
            file.replace("%1", seeker).replace("%2", supporter).replace("%3", colon);
            ImportResult result = importContent(file.toStdString(), "file.json");
            QCOMPARE(spoken(result.dialogues), QByteArray("> a\n< b\n"));
            const FormatInfo *info = nullptr;
            for (const FormatInfo &format : formats())
                info = format.name == result.format ? &format : info;
            if (info && info->writes) { // in the file's own words
                const std::string again = exportContent(result.dialogues, info->name);
                QVERIFY2(again.find(seeker.toStdString()) != std::string::npos, again.c_str());
                QCOMPARE(spoken(importContent(again, "again.json").dialogues), QByteArray("> a\n< b\n"));
            }
        }
    }
    void partsOfAWrapperJoinTheSourcesName()
    {
        const ImportResult result = importContent(
            R"({"about": "x", "train": [{"messages": [{"role": "user", "content": "a"}]}], "validation": [], "test": [{"messages": [{"role": "user", "content": "b"}]}]})",
            "/home/a/set.json");
        QCOMPARE(result.dialogues.size(), size_t(2));
        QCOMPARE(result.dialogues[0].source_name, std::string("set.json#train"));
        QCOMPARE(result.dialogues[1].source_name, std::string("set.json#test"));
        QVERIFY(!hasNote(result, NoteKind::DoubledKey));
        QVERIFY(hasNote(result, NoteKind::FieldsBeside, "about, validation"));
        QCOMPARE(importContent(R"({"data": [{"messages": [{"role": "user", "content": "a"}]}]})", "set.json").dialogues[0].source_name, std::string("set.json"));
    }
    // One line today, two tomorrow: the first keeps its key.
    void theOnlyLineHasTheKeyOfALine()
    {
        const std::string line = R"({"messages": [{"role": "user", "content": "a"}]})";
        QCOMPARE(importContent(line + "\n", "a.jsonl").dialogues[0].source_key, importContent(line + "\n" + line, "a.jsonl").dialogues[0].source_key);
        QCOMPARE(importContent(line, "a.json").dialogues[0].source_key, std::string("a"));
    }
    void toolsAreNamedAndKept()
    {
        const std::string file
            = R"({"messages": [{"role": "user", "content": "Is it open?"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "c"}]}, {"role": "tool", "tool_call_id": "c", "content": "open"}, {"role": "assistant", "content": "It is."}]})"
              "\n";
        const ImportResult result = importContent(file, "a.jsonl");
        QCOMPARE(spoken(result.dialogues), QByteArray("> Is it open?\n< It is.\n"));
        QVERIFY(hasNote(result, NoteKind::ToolMessages, "\"tool\""));
        QCOMPARE(exportContent(result.dialogues, "openai"), file);
    }
    void profilesOfExtes()
    {
        const Dialogue dialogue = importContent(R"([{"scene": "Exams", "description": "A test is near.", "content": [{"User": "a"}]}])", "a.json").dialogues[0];
        QCOMPARE(dialogue.situation(), std::string("A test is near."));
        QCOMPARE(dialogue.profile.text("problem_type"), std::string("Exams"));
    }
};

ATTUNE_TEST(TstPeoplesFormats)
#include "tst_peoples_formats.moc"

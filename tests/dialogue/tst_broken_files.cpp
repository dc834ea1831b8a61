// SPDX-License-Identifier: GPL-3.0-or-later
// Files are untrusted: every fault has a sentence with its place, and no bytes make the reader crash or hang.
#include "base/error_text.h"
#include "base/files.h"
#include "dialogue/format.h"
#include "dialogue_fixtures.h"
#include "harness/test_case.h"

#include <algorithm>
#include <random>

using namespace dialogue;
using base::ErrorKind;

class TstBrokenFiles : public QObject
{
    Q_OBJECT
private:
    static QByteArray whole(const QByteArray &turns) { return R"({"5": {"whole_dialog": )" + turns + "}}"; }

private Q_SLOTS:
    void isRefusedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char *name, const QByteArray &file, const char *kind, const char *place) {
            QTest::newRow(name) << file << QByteArray(kind) << QByteArray(place);
        };
        row("empty", "", "unknown_format", "");
        row("spaces", " \n ", "unknown_format", "");
        row("no dialogues", "{}", "unknown_format", "");
        row("empty list", "[]", "unknown_format", "");
        row("a number", "17", "unknown_format", "");
        row("another shape", R"({"name": "x", "version": 2})", "unknown_format", "");
        row("plain text", "Dear diary", "not_json", "line 1, column 1");
        row("truncated", QByteArray::fromStdString(fixtures::pesc.substr(0, 300)), "not_json", "");
        row("invalid UTF-8", whole("[\"seeker:a\xFF\"]"), "not_json", "");
        row("surrogate half", whole(R"(["seeker:\ud800"])"), "not_json", "");
        row("overlong", whole("[\"seeker:\xC0\x80\"]"), "not_json", "");
        row("empty dialogue", whole("[]"), "empty_dialogue", "dialogue 5");
        row("turns not a list", whole("\"seeker:a\""), "wrong_shape", "dialogue 5");
        row("turn not text", whole("[\"seeker:a\", 3]"), "wrong_shape", "dialogue 5, turn 2");
        row("no speaker", whole("[\"seeker:a\", \"I see.\"]"), "unknown_speaker", "dialogue 5, turn 2");
        row("unknown speaker", whole("[\"seeker:a\", \"neighbour:b\"]"), "unknown_speaker", "dialogue 5, turn 2");
        row("openai without role", R"({"messages": [{"content": "a"}]})", "missing_field", "dialogue 1, turn 1");
        row("openai tool alone", R"({"messages": [{"role": "tool", "content": "a"}]})", "empty_dialogue", "dialogue 1");
        row("openai role", R"({"messages": [{"role": "neighbour", "content": "a"}]})", "unknown_speaker", "dialogue 1, turn 1");
        row("openai without content", R"({"messages": [{"role": "user"}]})", "missing_field", "dialogue 1, turn 1");
        row("openai weight", R"({"messages": [{"role": "assistant", "content": "a", "weight": 0.5}]})", "invalid_value", "dialogue 1, turn 1");
        row("openai image", R"({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]})", "wrong_shape", "dialogue 1, turn 1");
        row("openai system alone", R"({"messages": [{"role": "system", "content": "a"}]})", "empty_dialogue", "dialogue 1");
        row("esconv speaker", R"([{"dialog": [{"speaker": 5, "content": "a"}]}])", "wrong_shape", "dialogue 1, turn 1");
        row("deep nesting", QByteArray(5000, '[') + QByteArray(5000, ']'), "too_long", "dialogue 1");
        row("deep objects", QByteArray("{\"a\":").repeated(5000) + "1" + QByteArray(5000, '}'), "too_long", "dialogue a");
        row("deep and cut", QByteArray(5000, '['), "not_json", "");
        row("too many turns", whole("[" + QByteArray("\"seeker:a\",").repeated(10000) + "\"seeker:a\"]"), "too_long", "dialogue 5");
        row("too many SmileChat turns", "[" + QByteArray(R"({"role":"client","content":"a"},)").repeated(10000) + R"({"role":"client","content":"a"}])", "too_long", "dialogue 1");
    }
    void isRefusedWithItsPlace()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, place);
        try {
            importContent(file.toStdString(), "/home/a/file.json");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(QByteArray::fromStdString(std::string(base::kindName(failure.error().kind))), kind);
            QCOMPARE(failure.error().subject, std::string("/home/a/file.json"));
            if (!place.isEmpty())
                QCOMPARE(QByteArray::fromStdString(failure.error().place), place);
        }
    }
    void missingAndOddPaths()
    {
        QVERIFY_EXCEPTION_THROWN(importDialogues("/nowhere/file.json"), base::Failure);
        QVERIFY_EXCEPTION_THROWN(importDialogues("/dev/zero"), base::Failure);
        QTemporaryDir empty;
        QVERIFY_EXCEPTION_THROWN(importDialogues(empty.path().toStdString()), base::Failure);
    }
    void aBadDialogueAmongGoodOnesIsLeftOut()
    {
        const ImportResult result = importContent(
            R"({"1": {"whole_dialog": []}, "2": {"whole_dialog": ["seeker:a", "supporter:b"]}, "3": 5, "4": {"whole_dialog": ["seeker:a", "b"]}})", "f.json");
        QCOMPARE(result.dialogues.size(), size_t(1));
        QCOMPARE(result.left_out, size_t(3));
        QCOMPARE(placeText(result.notes[0].place), std::string("dialogue 1"));
        QVERIFY(noteText(result.notes[0]).find("no turns") != std::string::npos);
        QVERIFY(noteText(result.notes.back()).find("dialogue 4, turn 2") != std::string::npos);
    }
    // In the middle of a file that is one JSON value, too.
    void aDialogueBeyondTheLimitsIsLeftOut_data()
    {
        QTest::addColumn<QByteArray>("middle");
        QTest::newRow("deep") << R"({"whole_dialog": ["seeker:a"], "x": )" + QByteArray(100, '[') + QByteArray(100, ']') + "}";
        QByteArray wide;
        for (int i = 0; i < 1100; ++i)
            wide += ",\"" + QByteArray::number(i) + "\":1";
        QTest::newRow("wide") << R"({"whole_dialog": ["seeker:a"])" + wide + "}";
    }
    void aDialogueBeyondTheLimitsIsLeftOut()
    {
        QFETCH(QByteArray, middle);
        const QByteArray good = R"({"whole_dialog": ["seeker:a"]})";
        for (const QByteArray &file : { "{\"1\": " + good + ", \"2\": " + middle + ", \"3\": " + good + "}", "[" + good + ", " + middle + ", " + good + "]" }) {
            const ImportResult result = importContent(file.toStdString(), "f.json");
            QCOMPARE(result.dialogues.size(), size_t(2));
            QCOMPARE(result.left_out, size_t(1));
            QCOMPARE(std::ranges::count_if(result.notes, [](const ImportNote &note) { return placeText(note.place) == "dialogue 2"; }), 1);
        }
    }
    // The parser keeps the last of two fields with one name: what is lost is said.
    void doubledFieldsAreSaid_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("turns") << QByteArray(R"({"5": {"whole_dialog": ["seeker:a"], "whole_dialog": ["seeker:b"]}})") << QByteArray("dialogue 5")
                               << QByteArray("whole_dialog");
        QTest::newRow("profile") << QByteArray(R"({"5": {"whole_dialog": ["seeker:a"], "character": {"Name": "X", "Name": "Y"}}})")
                                 << QByteArray("dialogue 5") << QByteArray("Name");
        QTest::newRow("in a line") << QByteArray("{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}\n"
                                                 "{\"messages\": [{\"role\": \"user\", \"content\": \"a\", \"content\": \"b\"}]}\n")
                                   << QByteArray("line 2") << QByteArray("content");
        QTest::newRow("none") << QByteArray(R"({"5": {"whole_dialog": ["seeker:a"], "character": {"Name": "X", "Nick": "X"}}})") << QByteArray()
                              << QByteArray("twice");
    }
    void doubledFieldsAreSaid()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, place);
        QFETCH(QByteArray, name);
        QByteArray found;
        for (const ImportNote &note : importContent(file.toStdString(), "f.json").notes) {
            if (noteText(note).find("stands twice") != std::string::npos) {
                found = QByteArray::fromStdString(placeText(note.place));
                QVERIFY2(noteText(note).find(name.constData()) != std::string::npos, noteText(note).c_str());
            }
        }
        QCOMPARE(found, place);
    }
    void aBadLineAmongGoodOnesIsLeftOut()
    {
        const std::string good = R"({"messages": [{"role": "user", "content": "a"}]})";
        const ImportResult result = importContent(good + "\n" + good.substr(0, 20) + "\n\n" + good + "\n{\"messages\": [{\"role\": \"user\", \"content\": \"\xFF\"}]}", "f.jsonl");
        QCOMPARE(result.dialogues.size(), size_t(2));
        QCOMPARE(result.left_out, size_t(2));
        QCOMPARE(placeText(result.notes[0].place), std::string("line 2"));
        QVERIFY(noteText(result.notes[0]).find("line 2, column") != std::string::npos);
        QCOMPARE(placeText(result.notes[1].place), std::string("line 5"));
    }
    void manyMembersDoNotHang()
    {
        std::string wide = R"({"1": {"whole_dialog": ["seeker:a"], "character": {)";
        for (int i = 0; i < 200000; ++i)
            wide += (i ? ",\"" : "\"") + std::to_string(i) + "\":1";
        QVERIFY_EXCEPTION_THROWN(importContent(wide + "}}}", "f.json"), base::Failure);
        // Many dialogues are allowed, and take linear time.
        std::string many = "{";
        for (int i = 0; i < 20000; ++i)
            many += (i ? ",\"" : "\"") + std::to_string(i) + "\":{\"whole_dialog\":[\"seeker:a\",\"supporter:b\"]}";
        QCOMPARE(importContent(many + "}", "f.json").dialogues.size(), size_t(20000));
    }
    void manyNotesAreCapped()
    {
        std::string file = R"([{"dialog": [{"speaker": "usr", "text": "a"}]})";
        for (int i = 0; i < 5000; ++i)
            file += R"(,{"dialog": []})";
        const ImportResult result = importContent(file + "]", "f.json");
        QCOMPARE(result.left_out, size_t(5000));
        QVERIFY(result.notes.size() < 1100);
    }
    // Bytes changed, cut out, doubled and swapped at random, with a fixed seed: either dialogues or a Failure.
    void mutatedFilesNeverCrash_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("pesc") << QByteArray::fromStdString(fixtures::pesc);
        QTest::newRow("openai") << QByteArray::fromStdString(fixtures::openai);
        QTest::newRow("esconv") << QByteArray::fromStdString(fixtures::esconv);
        QTest::newRow("smilechat") << QByteArray::fromStdString(fixtures::smileChat);
        QTest::newRow("sharegpt") << QByteArray(R"({"train": [{"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}], "n": 0.10}], "x": 1})");
        QTest::newRow("alpaca") << QByteArray(R"([{"instruction": "a", "input": "c", "output": "b", "history": [["d", "e"]]}])");
        QTest::newRow("extes") << QByteArray(R"([{"scene": "s", "content": [{"User": "a"}, {"AI": {"text": "b"}, "AI Strategy": "x"}]}])");
        QTest::newRow("augesc") << QByteArray("[[\"usr\", \"a\"], [\"sys\", \"b\"]]\n[[\"usr\", \"c\"]]\n");
        QTest::newRow("csv") << QByteArray("id,role,text\n1,user,\"a, \"\"x\"\"\"\n1,bot,b\n2,user,c\n");
        QTest::newRow("text") << QByteArray("来访者：我睡不着。\n\n心理咨询师：多久了？\n");
    }
    void mutatedFilesNeverCrash()
    {
        QFETCH(QByteArray, file);
        std::mt19937 random(2025);
        int read = 0;
        for (int round = 0; round < 4000; ++round) {
            std::string text = file.toStdString();
            for (unsigned edits = random() % 4 + 1; edits > 0 && !text.empty(); --edits)
                mutate(text, random);
            try {
                const ImportResult result = importContent(text, "fuzz.json");
                ++read;
                QVERIFY(!result.dialogues.empty());
                for (const Dialogue &dialogue : result.dialogues) {
                    QVERIFY(!dialogue.turns.empty());
                    QVERIFY(QString::fromStdString(dialogue.turns[0].text).toStdString() == dialogue.turns[0].text); // valid UTF-8
                    dialogueFromJson(base::parseJson(base::toLine(toJson(dialogue)), "row"), "row");
                }
                for (const char *format : { "pesc", "openai", "esconv", "sharegpt" })
                    importContent(exportContent(result.dialogues, format), "again");
            } catch (const base::Failure &failure) {
                QVERIFY(*failure.what() != '\0');
            }
        }
        QVERIFY(read > 0); // some survive: the test reaches the readers, not only the JSON parser
    }
    // Values of a valid file replaced by values of other types.
    void otherTypesNeverCrash()
    {
        const std::vector<base::Json> values { nullptr, true, 3, -2.5, "", "seeker:", base::Json::array(), base::Json::object(),
            base::Json::array({ nullptr }), base::Json { { "role", 1 } }, base::Json { { "type", "text" } } };
        for (const std::string *file : { &fixtures::pesc, &fixtures::esconv, &fixtures::smileChat }) {
            const base::Json whole = base::parseJson(*file, "fixture").flatten();
            for (const auto &[pointer, old] : whole.items()) {
                for (base::Json::json_pointer at(pointer); !at.empty(); at.pop_back()) {
                    for (const base::Json &value : values) {
                        base::Json changed = base::parseJson(*file, "fixture");
                        changed[at] = value;
                        try {
                            const ImportResult result = importContent(changed.dump(), "fuzz.json");
                            exportContent(result.dialogues, "pesc");
                            exportContent(result.dialogues, "openai");
                        } catch (const base::Failure &) {
                        }
                    }
                }
            }
        }
    }

private:
    static void mutate(std::string &text, std::mt19937 &random)
    {
        static const std::string signs = "{}[]\",:\\0e-\n \x80\xFF";
        const size_t at = random() % text.size();
        switch (random() % 6) {
        case 0:
            text[at] = static_cast<char>(random());
            break;
        case 1:
            text[at] = signs[random() % signs.size()];
            break;
        case 2:
            text.erase(at, random() % 20);
            break;
        case 3:
            text.insert(at, text.substr(random() % text.size(), random() % 40));
            break;
        case 4:
            text.insert(at, 1, signs[random() % signs.size()]);
            break;
        default:
            std::swap(text[at], text[random() % text.size()]);
        }
    }
};

ATTUNE_TEST(TstBrokenFiles)
#include "tst_broken_files.moc"

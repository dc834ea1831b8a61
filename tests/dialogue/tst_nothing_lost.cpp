// SPDX-License-Identifier: GPL-3.0-or-later
// What a file says is there after a round trip, or it is told by name that it is not.
#include "base/json.h"
#include "dialogue/format.h"
#include "harness/test_case.h"

using namespace dialogue;

class TstNothingLost : public QObject
{
    Q_OBJECT
private:
    static std::vector<std::string> notesOf(const ImportResult &result, NoteKind kind)
    {
        std::vector<std::string> texts;
        for (const ImportNote &note : result.notes) {
            if (note.kind == kind)
                texts.push_back(placeText(note.place) + ": " + noteText(note));
        }
        return texts;
    }

private Q_SLOTS:
    void numbersKeepTheirDigits_data()
    {
        QTest::addColumn<QByteArray>("number");
        for (const char *number : { "1e400", "0.10", "12345678901234567890", "12345678901234567890123", "18446744073709551616", "-0", "1E5", "1e-400",
                 "3.14159265358979323846", "-9223372036854775809", "34", "-2.5", "1.0" })
            QTest::newRow(number) << QByteArray(number);
    }
    void numbersKeepTheirDigits()
    {
        QFETCH(QByteArray, number);
        const std::string n = number.toStdString();
        const std::string pesc = R"({"7": {"whole_dialog": ["seeker:a", "supporter:b"], "character": {"Age": )" + n + R"(, "Name": "0.10"}, "id": )" + n + "}}";
        ImportResult result = importContent(pesc, "a.json");
        QCOMPARE(result.dialogues[0].profile.text("Age"), n);
        QCOMPARE(exportContent(result.dialogues, "pesc"), pesc);
        // An edit wins over the digits.
        result.dialogues[0].profile.fields[0].value = "forty";
        QVERIFY(exportContent(result.dialogues, "pesc").find(R"("Age": "forty")") != std::string::npos);

        const std::string openai = R"({"id": )" + n + R"(, "messages": [{"role": "user", "content": "a", "score": [)" + n + R"(]}], "profile": {"Age": )" + n + "}}\n";
        QCOMPARE(exportContent(importContent(openai, "a.jsonl").dialogues, "openai"), openai);
        const std::string esconv = R"([{"situation": "s", "survey": {"rate": )" + n + R"(}, "dialog": [{"speaker": "seeker", "annotation": {"feedback": )" + n + R"(}, "content": "a"}]}])";
        QCOMPARE(exportContent(importContent(esconv, "a.json").dialogues, "esconv"), esconv);
    }
    void numbersThatAreKeptAsTextAreTold()
    {
        QCOMPARE(notesOf(importContent(R"({"messages": [{"role": "user", "content": "a"}], "x": [1e400, 0.10, 5]})", "a.jsonl"), NoteKind::NumbersKept).size(), size_t(1));
        QVERIFY(notesOf(importContent(R"({"messages": [{"role": "user", "content": "a"}], "x": 5})", "a.jsonl"), NoteKind::NumbersKept).empty());
    }
    // Only digits go into a file without quotes, whatever a workspace holds.
    void aForgedNumberIsNotWritten()
    {
        Dialogue dialogue = importContent(R"({"messages": [{"role": "user", "content": "a"}], "x": 0.10})", "a.jsonl").dialogues[0];
        dialogue.source_style["shape"]["x"].begin().value() = "1}, {\"evil\": true";
        QVERIFY(exportContent({ dialogue }, "openai").find("{\"evil\"") == std::string::npos);
    }
    void everyDoubledNameIsTold()
    {
        const auto notes = notesOf(importContent(
            R"([{"dialog": [{"speaker": "seeker", "content": "a", "content": "b"}], "dialog": [{"speaker": "seeker", "content": "c"}], "x": {"y": 1, "y": 2, "y": 3}}])",
            "a.json"), NoteKind::DoubledField);
        QCOMPARE(notes.size(), size_t(3));
        for (const char *name : { "content", "dialog", "y" })
            QVERIFY(std::any_of(notes.begin(), notes.end(), [&](const std::string &note) { return note.find(std::string("field ") + name + " ") != std::string::npos; }));
    }
    void aProfileThatIsNoObjectSurvives_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("pesc") << QByteArray(R"({"5": {"whole_dialog": ["seeker:a"], "character": ["Ann", 34]}})") << QByteArray("pesc");
        QTest::newRow("pesc text") << QByteArray(R"({"5": {"whole_dialog": ["seeker:a"], "character": "Ann, 34"}})") << QByteArray("pesc");
        QTest::newRow("openai") << QByteArray("{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}], \"profile\": \"Ann, 34\"}\n") << QByteArray("openai");
        QTest::newRow("sharegpt") << QByteArray(R"([{"conversations": [{"from": "human", "value": "a"}], "profile": [1]}])") << QByteArray("sharegpt");
        QTest::newRow("esconv") << QByteArray(R"([{"dialog": [{"speaker": "seeker", "annotation": {}, "content": "a"}], "profile": "Ann"}])") << QByteArray("esconv");
    }
    void aProfileThatIsNoObjectSurvives()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, format);
        const ImportResult result = importContent(file.toStdString(), "a.json");
        QCOMPARE(QByteArray::fromStdString(result.format), format);
        QVERIFY(result.dialogues[0].profile.fields.empty());
        QCOMPARE(notesOf(result, NoteKind::ProfileNoObject).size(), size_t(1));
        QCOMPARE(QByteArray::fromStdString(exportContent(result.dialogues, format.toStdString())), file);
    }
    void severalStrategiesSurvive()
    {
        const std::string openai = R"({"messages": [{"role": "user", "content": "a", "strategy": "Venting"}, {"role": "assistant", "content": "b", "strategy": ["Question", "Others"]}, {"role": "assistant", "content": "c", "strategy": 3}, {"role": "assistant", "content": "d", "strategy": ""}, {"role": "assistant", "content": "e", "strategy": null}]})" "\n";
        const ImportResult result = importContent(openai, "a.jsonl");
        QCOMPARE(exportContent(result.dialogues, "openai"), openai);
        const auto notes = notesOf(result, NoteKind::SeveralStrategies);
        QCOMPARE(notes.size(), size_t(1));
        QVERIFY2(notes[0].find("turn 2") != std::string::npos && notes[0].find("Others") != std::string::npos, notes[0].c_str());
        const std::string esconv = R"([{"situation": "s", "dialog": [{"speaker": "seeker", "annotation": {}, "content": "a"}, {"speaker": "supporter", "annotation": {"strategy": ["Question", "Others"], "feedback": "4"}, "content": "b\n"}], "seeker_question1": "x"}])";
        ImportResult second = importContent(esconv, "a.json");
        QCOMPARE(exportContent(second.dialogues, "esconv"), esconv);
        QCOMPARE(notesOf(second, NoteKind::SeveralStrategies).size(), size_t(1));
        second.dialogues[0].turns[1].strategy = Strategy { "esconv-8", "Others" }; // a person chooses one
        QVERIFY(exportContent(second.dialogues, "esconv").find(R"({"strategy": "Others", "feedback": "4"})") != std::string::npos);
    }
    void esconvComesBackAsItWas()
    {
        const std::string file = R"([{"experience_type": "Previous Experience", "situation": "A move.", "survey_score": {"seeker": {"empathy": "4"}}, "dialog": [{"speaker": "speaker", "annotation": {}, "content": "Hello\n"}, {"speaker": "listener", "annotation": {"strategy": "Questions"}, "content": "Why?"}, {"speaker": "speaker", "annotation": {"feedback": "5"}, "content": "So."}]}, {"dialog": [{"text": "a", "speaker": "usr"}, {"text": "b", "speaker": "sys", "strategy": "Other"}]}])";
        ImportResult result = importContent(file, "a.json");
        QCOMPARE(exportContent(result.dialogues, "esconv"), file);
        result.dialogues[1].turns[1].strategy = Strategy { "esconv-8", "Question" };
        result.dialogues[0].turns[1].strategy.reset();
        const ImportResult again = importContent(exportContent(result.dialogues, "esconv"), "a.json");
        QCOMPARE(again.dialogues[1].turns[1].strategy->label, std::string("Question"));
        QVERIFY(!again.dialogues[0].turns[1].strategy);
        // Another format's profile, too.
        Dialogue other = importContent(R"({"5": {"whole_dialog": ["seeker:a"], "character": {"Name": "Ann", "Age": 3, "situation": "s"}}})", "a.json").dialogues[0];
        QCOMPARE(importContent(exportContent({ other }, "esconv"), "a.json").dialogues[0].profile.text("Age"), std::string("3"));
    }
    void shareGptComesBackAsItWas()
    {
        const std::string file = R"([{"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b", "score": 3}], "system": "Be kind."}, {"id": "q", "conversations": [{"role": "user", "content": "c"}]}])";
        const ImportResult result = importContent(file, "a.json");
        QCOMPARE(result.format, std::string("sharegpt"));
        QCOMPARE(exportContent(result.dialogues, "sharegpt"), file);
    }
    // It belongs to the dialogue: no edit of the turns takes it away.
    void aSystemMessageSurvives_data()
    {
        QTest::addColumn<QByteArray>("edit");
        for (const char *edit : { "text", "delete the first", "insert before", "delete all but the last", "new ids" })
            QTest::newRow(edit) << QByteArray(edit);
    }
    void aSystemMessageSurvives()
    {
        QFETCH(QByteArray, edit);
        const std::string file = R"({"messages": [{"role": "system", "content": "You are Orla."}, {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "developer", "content": "Now briefly."}, {"role": "user", "content": "c"}, {"role": "system", "content": "The end."}]})" "\n";
        ImportResult result = importContent(file, "a.jsonl");
        QCOMPARE(exportContent(result.dialogues, "openai"), file);
        std::vector<Turn> &turns = result.dialogues[0].turns;
        if (edit == "text") {
            turns[0].text = "x";
        } else if (edit == "delete the first") {
            turns.erase(turns.begin());
        } else if (edit == "insert before") {
            turns.insert(turns.begin(), Turn { "new", Speaker::Supporter, "Hi", {}, false });
        } else if (edit == "delete all but the last") {
            turns.erase(turns.begin(), turns.end() - 1);
        } else {
            for (Turn &turn : turns)
                turn.id += "x";
        }
        const base::Json messages = base::parseJson(exportContent(result.dialogues, "openai"), "again")["messages"];
        QCOMPARE(messages.size(), turns.size() + 3);
        QCOMPARE(messages.front()["content"].get<std::string>(), std::string("You are Orla."));
        QCOMPARE(messages.back()["content"].get<std::string>(), std::string("The end."));
        QCOMPARE(messages[messages.size() - 3]["content"].get<std::string>(), std::string("Now briefly."));
    }
    // In another format's words, too.
    void aSystemMessageCrossesFormats_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("sharegpt") << QByteArray(R"([{"conversations": [{"from": "human", "value": "a"}], "system": "Be kind."}])");
        QTest::newRow("sharegpt, within") << QByteArray(R"([{"conversations": [{"from": "system", "value": "Be kind."}, {"from": "human", "value": "a"}]}])");
        QTest::newRow("alpaca") << QByteArray(R"([{"instruction": "a", "output": "b", "system": "Be kind."}])");
        QTest::newRow("xtuner") << QByteArray(R"([{"conversation": [{"system": "Be kind.", "input": "a", "output": "b"}]}])");
        QTest::newRow("openai") << QByteArray(R"({"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "a"}]})");
    }
    void aSystemMessageCrossesFormats()
    {
        QFETCH(QByteArray, file);
        const ImportResult result = importContent(file.toStdString(), "a.json");
        const base::Json messages = base::parseJson(exportContent(result.dialogues, "openai"), "again")["messages"];
        QCOMPARE(messages[0], (base::Json { { "role", "system" }, { "content", "Be kind." } }));
        QCOMPARE(messages.size(), result.dialogues[0].turns.size() + 1);
        const std::string again = exportContent(result.dialogues, "sharegpt");
        QCOMPARE(QByteArray::fromStdString(again).count("Be kind."), 1);
        QCOMPARE(importContent(again, "b.json").dialogues[0].turns.size(), result.dialogues[0].turns.size());
    }
    // Styles of workspaces from before.
    void olderStylesAreWritten()
    {
        Dialogue dialogue = importContent(R"({"messages": [{"role": "user", "content": "a"}]})", "a.jsonl").dialogues[0];
        dialogue.source_style["turns"][dialogue.turns[0].id]["system_before"] = base::Json::array({ base::Json { { "role", "system" }, { "content", "s" } } });
        QCOMPARE(base::parseJson(exportContent({ dialogue }, "openai"), "again")["messages"][0]["content"].get<std::string>(), std::string("s"));
    }
    // Fields of turns that no export brings back are named.
    void fieldsOfTurnsAreNamed()
    {
        const auto notes = notesOf(importContent(R"([{"role": "user", "content": "a", "mood": "low"}, {"role": "assistant", "content": "b", "mood": 3}])", "a.json"), NoteKind::FieldKept);
        QCOMPARE(notes.size(), size_t(1));
        QVERIFY2(notes[0].find("mood") != std::string::npos && notes[0].find("2 turns") != std::string::npos, notes[0].c_str());
    }
};

ATTUNE_TEST(TstNothingLost)
#include "tst_nothing_lost.moc"

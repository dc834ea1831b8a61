// SPDX-License-Identifier: GPL-3.0-or-later
// Tables whose columns are found by their names, plain text with a speaker before each turn, and what is said of files that are neither.
#include "dialogue/format.h"
#include "harness/test_case.h"

using namespace dialogue;

class TstTablesAndTexts : public QObject
{
    Q_OBJECT
private:
    static QByteArray spoken(const std::vector<Dialogue> &dialogues)
    {
        QByteArray out;
        for (const Dialogue &dialogue : dialogues) {
            out += QByteArray::fromStdString(dialogue.source_key) + ":";
            for (const Turn &turn : dialogue.turns)
                out += (turn.speaker == Speaker::Seeker ? ">" : "<") + QByteArray::fromStdString(turn.text)
                    + (turn.strategy ? "#" + QByteArray::fromStdString(turn.strategy->label) : QByteArray()) + "|";
            out += "\n";
        }
        return out;
    }

private Q_SLOTS:
    void tables_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("turns");
        const auto row = [](const char *name, const char *file, const char *turns) { QTest::newRow(name) << QByteArray(file) << QByteArray(turns); };
        row("commas", "dialogue_id,speaker,text\n1,user,a\n1,bot,b\n2,user,c\n", "1:>a|<b|\n2:>c|\n");
        row("semicolons", "Dialogue ID;Role;Content;Strategy\n7;Seeker;a;\n7;Supporter;b;Question\n", "7:>a|<b#Question|\n");
        row("tabs", "conv_id\tspeaker\tutterance\n7\tclient\ta, b; c\n", "7:>a, b; c|\n");
        row("quotes", "id,role,text\r\n1,user,\"he said \"\"no\"\", and\nleft\"\r\n1,assistant,b\r\n", "1:>he said \"no\", and\nleft|<b|\n");
        row("no dialogue column", "role,text\nuser,a\nassistant,b\n", "talk:>a|<b|\n");
        row("rows in between", "id,role,text\n1,user,a\n2,user,c\n1,bot,b\n2,bot,d\n", "1:>a|<b|\n2:>c|<d|\n");
        row("out of order", "id,turn_id,role,text\n1,10,bot,c\n1,2,bot,b\n1,1,user,a\n", "1:>a|<b|<c|\n");
        row("Chinese", "对话编号,角色,内容\n1,来访者,我很累。\n1,咨询师,多久了？\n", "1:>我很累。|<多久了？|\n");
        row("numbered speakers", "conv_id,utterance_idx,context,speaker_idx,utterance\nx,1,sad,3,a\nx,2,sad,0,b\nx,3,sad,3,c\n", "x:>a|<b|>c|\n");
        row("pairs", "question,answer\na,b\nc,d\n", "2:>a|<b|\n3:>c|<d|\n");
        row("a byte order mark", "\xEF\xBB\xBFid,role,text\n1,user,a\n", "1:>a|\n");
        row("system rows", "id,role,text\n1,system,s\n1,user,a\n", "1:>a|\n");
    }
    void tables()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, turns);
        const ImportResult result = importContent(file.toStdString(), "/home/a/talk.csv");
        QCOMPARE(result.format, std::string("csv"));
        QCOMPARE(spoken(result.dialogues), turns);
        QCOMPARE(result.left_out, size_t(0));
        QCOMPARE(detectFormat(file.toStdString(), "talk"), std::string("csv")); // whatever its name
    }
    // By the one table of role names.
    void columnsAfterWhoSpeaks()
    {
        for (const char *header : { "来访者,咨询师", "Client,Counsellor", "human,gpt", "User;Assistant" }) {
            const std::string row = std::string(header).find(';') == std::string::npos ? "\na,b\n" : "\na;b\n";
            const ImportResult result = importContent(header + row, "a.csv");
            QCOMPARE(result.dialogues.size(), size_t(1));
            QCOMPARE(result.dialogues[0].turns.size(), size_t(2));
            QVERIFY(result.dialogues[0].turns[0].speaker == Speaker::Seeker);
            QCOMPARE(result.dialogues[0].turns[1].text, std::string("b"));
        }
    }
    void otherColumnsAreKept()
    {
        const ImportResult result = importContent("id,role,text,situation,mood\n1,user,a,A move.,low\n1,bot,b,A move.,\n", "a.csv");
        const Dialogue &dialogue = result.dialogues[0];
        QCOMPARE(dialogue.situation(), std::string("A move."));
        QCOMPARE(dialogue.source_style["turns"][dialogue.turns[0].id]["row"]["mood"].get<std::string>(), std::string("low"));
        QCOMPARE(result.notes.size(), size_t(1));
        QVERIFY(noteText(result.notes[0]).find("mood") != std::string::npos);
    }
    void numberedSpeakersAreTold()
    {
        const ImportResult result = importContent("id,speaker,text\n1,0,a\n1,1,b\n", "a.csv");
        QVERIFY(result.notes[0].kind == NoteKind::SpeakersByOrder);
        QVERIFY_EXCEPTION_THROWN(importContent("id,speaker,text\n1,0,a\n1,1,b\n1,2,c\n", "a.csv"), base::Failure);
    }
    void aBadRowCostsItsDialogue()
    {
        const ImportResult result = importContent("id,role,text\n1,user,a\n2,user,b\n2,bot\n3,user,c\n4,neighbour,d\n5,user,\xFF\n", "a.csv");
        QCOMPARE(spoken(result.dialogues), QByteArray("1:>a|\n3:>c|\n"));
        QCOMPARE(result.left_out, size_t(3));
        QVERIFY2(noteText(result.notes[0]).find("line 4") != std::string::npos, noteText(result.notes[0]).c_str());
        QVERIFY2(noteText(result.notes[1]).find("neighbour") != std::string::npos, noteText(result.notes[1]).c_str());
        QVERIFY2(noteText(result.notes[2]).find("UTF-8") != std::string::npos, noteText(result.notes[2]).c_str());
    }
    void texts_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("turns");
        QTest::newRow("Chinese") << QByteArray("来访者：我睡不着。\n\n心理咨询师：多久了？\n") << QByteArray("case_1:>我睡不着。|<多久了？|\n");
        QTest::newRow("English") << QByteArray("Client: a\nTherapist: b\n") << QByteArray("case_1:>a|<b|\n");
        QTest::newRow("CRLF") << QByteArray("Client: a\r\n\r\nTherapist: b\r\n") << QByteArray("case_1:>a|<b|\n");
        QTest::newRow("paragraphs") << QByteArray("Client: a\n\nmore\nTherapist:\n b\n") << QByteArray("case_1:>a\n\nmore|<b|\n");
        QTest::newRow("a colon within") << QByteArray("Client: it is this: x\nnote: y\nTherapist: b\n") << QByteArray("case_1:>it is this: x\nnote: y|<b|\n");
    }
    void texts()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, turns);
        const ImportResult result = importContent(file.toStdString(), "/home/a/case_1.txt");
        QCOMPARE(result.format, std::string("text"));
        QCOMPARE(spoken(result.dialogues), turns);
        QVERIFY(result.notes.empty());
    }
    void textBeforeTheFirstTurnIsTold()
    {
        const ImportResult result = importContent("Case 4\nAbout sleep\nClient: a\nTherapist: b\n", "a.txt");
        QVERIFY(result.notes[0].kind == NoteKind::TextBefore);
        QVERIFY(noteText(result.notes[0]).find("About sleep") != std::string::npos);
    }
    // Which fields were seen, which form is nearest, and what a table lacks.
    void anUnknownOneIsDescribed_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *name, const char *file, const char *as, const char *words) {
            QTest::newRow(name) << QByteArray(file) << QByteArray(as) << QByteArray(words);
        };
        row("fields", R"([{"speech": [1], "length": 4}])", "a.json", "the fields speech, length");
        row("near messages", R"([{"message": [{"role": "user", "content": "a"}], "id": 4}])", "a.json", "nearest known form is OpenAI messages");
        row("near ESConv", R"([{"dialogue": [{"speaker": "seeker", "line": "a"}]}])", "a.json", "nearest known form is ESConv");
        row("lines", "{\"predict\": \"a\", \"label\": \"b\"}\n{\"predict\": \"c\", \"label\": \"d\"}\n", "a.jsonl", "the fields predict, label");
        row("nothing near", R"([{"x": 1}])", "a.json", "the fields x");
        row("columns", "name,age\nx,4\n", "a.csv", "its columns are name, age");
        row("columns without a speaker", "id;text\n1;a\n", "a.csv", "its columns are id, text");
        row("text", "Dear diary,\nit rained.\n", "a.txt", "no line begins with the name of who speaks");
        row("text of other bytes", "Client: caf\xE9\nTherapist: b\n", "a.txt", "no UTF-8 text");
    }
    void anUnknownOneIsDescribed()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, words);
        try {
            importContent(file.toStdString(), name.toStdString());
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QVERIFY(failure.error().kind == base::ErrorKind::UnknownFormat);
            QVERIFY2(QByteArray(failure.what()).contains(words), failure.what());
        }
    }
};

ATTUNE_TEST(TstTablesAndTexts)
#include "tst_tables_and_texts.moc"

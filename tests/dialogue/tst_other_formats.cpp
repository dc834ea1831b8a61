// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "dialogue/format.h"
#include "dialogue_fixtures.h"
#include "harness/test_case.h"

using namespace dialogue;

class TstOtherFormats : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isRecognised_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("pesc") << QByteArray::fromStdString(fixtures::pesc) << QByteArray("pesc");
        QTest::newRow("openai lines") << QByteArray::fromStdString(fixtures::openai) << QByteArray("openai");
        QTest::newRow("openai, one line") << QByteArray(R"({"messages": [{"role": "user", "content": "a"}]})") << QByteArray("openai");
        QTest::newRow("openai array") << QByteArray(R"([{"messages": [{"role": "user", "content": "a"}]}])") << QByteArray("openai");
        QTest::newRow("esconv") << QByteArray::fromStdString(fixtures::esconv) << QByteArray("esconv");
        QTest::newRow("esconv lines") << QByteArray("{\"dialog\": [{\"text\": \"a\", \"speaker\": \"usr\"}]}\n{\"dialog\": []}\n") << QByteArray("esconv");
        QTest::newRow("smilechat") << QByteArray::fromStdString(fixtures::smileChat) << QByteArray("smilechat");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF") + QByteArray::fromStdString(fixtures::esconv) << QByteArray("esconv");
        QTest::newRow("a broken first line") << QByteArray("{\"messages\": [\n") + QByteArray::fromStdString(fixtures::openai) << QByteArray("openai");
    }
    void isRecognised()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, format);
        QCOMPARE(QByteArray::fromStdString(detectFormat(file.toStdString(), "file")), format);
        QVERIFY(!importContent(file.toStdString(), "file").dialogues.empty());
    }
    void openAiMessages()
    {
        const ImportResult result = importContent(fixtures::openai, "chat.jsonl");
        QCOMPARE(result.dialogues.size(), size_t(2));
        QCOMPARE(result.dialogues[0].turns.size(), size_t(2));
        QCOMPARE(result.dialogues[0].turns[0].speaker, Speaker::Seeker);
        QCOMPARE(result.dialogues[0].turns[1].text, std::string("That hurts."));
        QVERIFY(result.dialogues[0].profile.id.empty());
        QCOMPARE(result.dialogues[1].profile.text("Age"), std::string("29"));
        QCOMPARE(result.dialogues[1].language, std::string("zh"));
        QCOMPARE(exportContent(result.dialogues, "openai"), fixtures::openai);
    }
    void openAiEditsStayLocal()
    {
        ImportResult result = importContent(fixtures::openai, "chat.jsonl");
        result.dialogues[0].turns[1].text = "Oh.";
        result.dialogues[0].turns[1].strategy = Strategy { "esconv-8", "Others" };
        const ImportResult again = importContent(exportContent(result.dialogues, "openai"), "chat.jsonl");
        QCOMPARE(again.dialogues[0].turns[1].text, std::string("Oh."));
        QCOMPARE(again.dialogues[0].turns[1].strategy->label, std::string("Others"));
        QVERIFY(again.dialogues[0].source_style.at("shape").contains("tag"));
    }
    // "weight": 0 is the field's way to say that a reply is not to be learned.
    void openAiWeights_data()
    {
        QTest::addColumn<QByteArray>("weight");
        QTest::addColumn<bool>("notLearned");
        QTest::newRow("none") << QByteArray("") << false;
        QTest::newRow("one") << QByteArray(", \"weight\": 1") << false;
        QTest::newRow("zero") << QByteArray(", \"weight\": 0") << true;
        QTest::newRow("null") << QByteArray(", \"weight\": null") << false;
    }
    void openAiWeights()
    {
        QFETCH(QByteArray, weight);
        QFETCH(bool, notLearned);
        const std::string file = (R"({"messages": [{"role": "user", "content": "a", "weight": 0}, {"role": "assistant", "content": "b")"
            + weight + "}]}\n").toStdString();
        ImportResult result = importContent(file, "chat.jsonl");
        std::vector<Turn> &turns = result.dialogues[0].turns;
        QVERIFY(!turns[0].not_learned); // seekers are never learned
        QCOMPARE(turns[1].not_learned, notLearned);
        QCOMPARE(exportContent(result.dialogues, "openai"), file);
        turns[1].not_learned = !notLearned;
        const ImportResult again = importContent(exportContent(result.dialogues, "openai"), "chat.jsonl");
        QCOMPARE(again.dialogues[0].turns[1].not_learned, !notLearned);
    }
    // A workspace is a file that others may have written to.
    void aStyleOfAnotherShapeIsLeftAside()
    {
        Dialogue dialogue = importContent(fixtures::openai, "chat.jsonl").dialogues.front();
        for (const char *style : { R"({"format":"openai","shape":[]})", R"({"format":"openai","shape":5,"turns":[]})" }) {
            dialogue.source_style = base::parseJson(style, "style");
            QCOMPARE(importContent(exportContent({ dialogue }, "openai"), "again").dialogues.front().turns.size(), dialogue.turns.size());
        }
    }
    void pescBecomesMessages()
    {
        const ImportResult pesc = importContent(fixtures::pesc, "a.json");
        const ImportResult again = importContent(exportContent(pesc.dialogues, "openai"), "a.jsonl");
        QCOMPARE(again.dialogues.size(), size_t(2));
        QCOMPARE(again.dialogues[0].profile.fields, pesc.dialogues[0].profile.fields);
        for (size_t i = 0; i < pesc.dialogues[0].turns.size(); ++i)
            QCOMPARE(again.dialogues[0].turns[i].text, pesc.dialogues[0].turns[i].text);
    }
    void esconvKeepsWhatPeopleSaid()
    {
        const ImportResult result = importContent(fixtures::esconv, "FailedESConv.json");
        const Dialogue &dialogue = result.dialogues.front();
        QCOMPARE(dialogue.turns.size(), size_t(4));
        QCOMPARE(dialogue.turns[0].text, std::string("Hello"));
        QCOMPARE(dialogue.source_style["turns"][dialogue.turns[0].id]["after"].get<std::string>(), std::string("\n"));
        QCOMPARE(dialogue.turns[1].strategy->label, std::string("Question"));
        QCOMPARE(dialogue.turns[1].strategy->scheme, std::string("esconv-8"));
        QVERIFY(!dialogue.turns[0].strategy);
        QCOMPARE(dialogue.situation(), std::string("My contract ends."));
        QCOMPARE(dialogue.source_style["turns"][dialogue.turns[2].id]["message"]["annotation"]["feedback"].get<std::string>(), std::string("5"));
        QVERIFY(dialogue.source_style["shape"].contains("survey_score"));
        QCOMPARE(result.notes.size(), size_t(4)); // the fixture's layout is nobody's, whitespace, Questions, Other
    }
    void onlyWritersWrite()
    {
        const ImportResult result = importContent(fixtures::esconv, "a.json");
        QVERIFY_EXCEPTION_THROWN(exportContent(result.dialogues, "smilechat"), base::Failure);
        QVERIFY_EXCEPTION_THROWN(exportContent(result.dialogues, "docx"), base::Failure);
        for (const FormatInfo &format : formats()) {
            if (format.writes)
                QVERIFY(importContent(exportContent(result.dialogues, format.name), "b").dialogues.size() == 1);
        }
    }
    void aFolderIsReadInOrder()
    {
        QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        base::writeFileAtomically(folder / "20.json", fixtures::smileChat);
        base::writeFileAtomically(folder / "10.json", fixtures::smileChat);
        base::writeFileAtomically(folder / "15.json", "[{");
        base::writeFileAtomically(folder / "notes.txt", "not read");
        const ImportResult result = importDialogues(folder);
        QCOMPARE(result.format, std::string("smilechat"));
        QCOMPARE(result.dialogues.size(), size_t(2));
        QCOMPARE(result.dialogues[0].source_key, std::string("10"));
        QCOMPARE(result.dialogues[0].source_name, folder.filename().string());
        QCOMPARE(result.dialogues[0].language, std::string("zh"));
        QCOMPARE(result.left_out, size_t(1));
        QCOMPARE(result.notes.size(), size_t(2));
        QCOMPARE(placeText(result.notes[0].place), std::string("15.json"));
        QVERIFY(noteText(result.notes[1]).find("notes.txt") != std::string::npos);
    }
    void exportWritesTheFile()
    {
        QTemporaryDir dir;
        const std::filesystem::path file = std::filesystem::path(dir.path().toStdString()) / "out.json";
        exportDialogues(file, importContent(fixtures::pesc, "a.json").dialogues, "pesc");
        QCOMPARE(base::readFile(file), fixtures::pesc);
    }
    void realFiles()
    {
        const auto data = harness::realData();
        if (data.empty())
            QSKIP("skipped: real data not present");
        const ImportResult esconv = importDialogues(data / "esconv" / "FailedESConv.json");
        QCOMPARE(esconv.format, std::string("esconv"));
        QCOMPARE(esconv.dialogues.size(), size_t(196));
        QCOMPARE(esconv.left_out, size_t(0));
        QCOMPARE(esconv.dialogues.front().language, std::string("en"));
        const ImportResult smile = importDialogues(data / "smilechat");
        QCOMPARE(smile.dialogues.size(), size_t(120));
        QCOMPARE(smile.left_out, size_t(0));
        for (const Dialogue &dialogue : smile.dialogues)
            QCOMPARE(dialogue.language, std::string("zh"));
    }
};

ATTUNE_TEST(TstOtherFormats)
#include "tst_other_formats.moc"

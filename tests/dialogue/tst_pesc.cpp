// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "dialogue/format.h"
#include "dialogue_fixtures.h"
#include "harness/test_case.h"

#include <algorithm>
#include <set>

using namespace dialogue;

class TstPesc : public QObject
{
    Q_OBJECT
private:
    static std::string replaced(std::string text, const std::string &old, const std::string &now)
    {
        const size_t at = text.find(old);
        return at == std::string::npos ? std::string() : text.replace(at, old.size(), now);
    }
    static std::filesystem::path val() { return harness::realData() / "pesc" / "val.json"; }

private Q_SLOTS:
    void readsDialoguesAndProfiles()
    {
        const ImportResult result = importContent(fixtures::pesc, "/tmp/small.json");
        QCOMPARE(result.format, std::string("pesc"));
        QCOMPARE(result.dialogues.size(), size_t(2));
        QCOMPARE(result.turnCount(), size_t(6));
        const Dialogue &first = result.dialogues.front();
        QCOMPARE(first.source_key, std::string("7"));
        QCOMPARE(first.source_name, std::string("small.json"));
        QCOMPARE(first.language, std::string("en"));
        QCOMPARE(first.turns[0].text, std::string("I can\xE2\x80\x99t sleep since the move."));
        QCOMPARE(first.turns[1].speaker, Speaker::Supporter);
        QCOMPARE(first.profile.fields.size(), size_t(11));
        QVERIFY(first.profile.find("Age")->value.is_number_integer());
        QCOMPARE(first.profile.text("Age"), std::string("34"));
        QCOMPARE(first.situation(), std::string("I moved to a loud street."));
    }
    void idsAreNewAndDistinct()
    {
        const ImportResult a = importContent(fixtures::pesc, "a.json");
        const ImportResult b = importContent(fixtures::pesc, "a.json");
        std::set<std::string> ids;
        for (const ImportResult *result : { &a, &b }) {
            for (const Dialogue &dialogue : result->dialogues) {
                ids.insert(dialogue.id);
                ids.insert(dialogue.profile.id);
                for (const Turn &turn : dialogue.turns)
                    ids.insert(turn.id);
            }
        }
        QCOMPARE(ids.size(), size_t(2 * (2 + 2 + 6)));
    }
    void blankRepliesAreNoted()
    {
        const ImportResult result = importContent(fixtures::pesc, "a.json");
        QVERIFY(result.dialogues[1].turns[1].text.empty());
        QCOMPARE(placeText(result.notes.front().place), std::string("dialogue 8"));
        QVERIFY(noteText(result.notes.front()).starts_with("1 of 1 supporter turns are blank"));
    }
    void withoutEditsEveryByteReturns_data()
    {
        QTest::addColumn<QByteArray>("file");
        const std::string &usual = fixtures::pesc;
        QTest::newRow("usual") << QByteArray::fromStdString(usual);
        QTest::newRow("newline at the end") << QByteArray::fromStdString(usual + "\n");
        QTest::newRow("two spaces after the colon") << QByteArray::fromStdString(replaced(usual, "seeker: I", "seeker:  I"));
        QTest::newRow("another label") << QByteArray::fromStdString(replaced(usual, "seeker: I", "Seeker : I"));
        QTest::newRow("trailing space") << QByteArray::fromStdString(replaced(usual, "thoughts.\"", "thoughts. \""));
        QTest::newRow("UTF-8 unescaped") << QByteArray::fromStdString(
            R"({
  "1": {
    "whole_dialog": [
      "seeker:Ça ne va pas.",
      "supporter:Je vois."
    ],
    "character": {
      "Name": "Zoë"
    }
  }
})");
        QTest::newRow("one line, as json.dumps") << QByteArray(R"({"1": {"whole_dialog": ["seeker:a", "supporter:b"], "character": {"Name": "c"}}})");
        QTest::newRow("one line, compact") << QByteArray(R"({"1":{"whole_dialog":["seeker:a","supporter:b"],"character":{"Name":"c"}}})");
        QTest::newRow("other fields and order") << QByteArray(
            R"({"1": {"id": 5, "character": {"Name": "c", "Pets": ["dog", {"age": 2}]}, "whole_dialog": ["seeker:a", "supporter:b"], "x": null}})");
        QTest::newRow("no character") << QByteArray(R"({"1": {"whole_dialog": ["seeker:a", "supporter:b"]}})");
    }
    void withoutEditsEveryByteReturns()
    {
        QFETCH(QByteArray, file);
        const ImportResult result = importContent(file.toStdString(), "a.json");
        QCOMPARE(QByteArray::fromStdString(exportContent(result.dialogues, "pesc")), file);
    }
    void anOddLayoutIsNoted()
    {
        const ImportResult result = importContent(replaced(fixtures::pesc, "\"Sex\": ", "\"Sex\" : "), "a.json");
        QVERIFY(std::ranges::any_of(result.notes, [](const ImportNote &note) { return noteText(note).find("byte for byte") != std::string::npos; }));
        QCOMPARE(exportContent(result.dialogues, "pesc"), fixtures::pesc);
    }
    void styleSurvivesStorage()
    {
        const ImportResult result = importContent(fixtures::pesc, "a.json");
        std::vector<Dialogue> stored;
        for (const Dialogue &dialogue : result.dialogues)
            stored.push_back(dialogueFromJson(base::parseJson(base::toLine(toJson(dialogue)), "row"), "row"));
        QCOMPARE(exportContent(stored, "pesc"), fixtures::pesc);
    }
    void anEditChangesOnlyItsString()
    {
        ImportResult result = importContent(fixtures::pesc, "a.json");
        result.dialogues[0].turns[2].text = "The noise.";
        result.dialogues[0].profile.fields[5].value = "Rowing";
        std::string expected = replaced(fixtures::pesc, R"(The noise, and \"what if\" thoughts.)", "The noise.");
        expected = replaced(expected, "Choir", "Rowing");
        QCOMPARE(exportContent(result.dialogues, "pesc"), expected);
    }
    void turnsMayComeAndGo()
    {
        ImportResult result = importContent(fixtures::pesc, "a.json");
        auto &turns = result.dialogues[0].turns;
        turns.erase(turns.begin() + 1);
        turns[0].speaker = Speaker::Supporter;
        turns.push_back({ "new", Speaker::Seeker, "Thanks.", std::nullopt });
        const ImportResult again = importContent(exportContent(result.dialogues, "pesc"), "b.json");
        QCOMPARE(again.dialogues[0].turns.size(), size_t(4));
        QCOMPARE(again.dialogues[0].turns[0].speaker, Speaker::Supporter);
        QCOMPARE(again.dialogues[0].turns[3].text, std::string("Thanks."));
    }
    void dialoguesOfOtherFilesGetFreeKeys()
    {
        ImportResult result = importContent(fixtures::pesc, "a.json");
        Dialogue chat;
        chat.turns = { { "t", Speaker::Seeker, "Hi", std::nullopt } };
        result.dialogues.push_back(chat);
        result.dialogues.push_back(result.dialogues.front());
        const ImportResult again = importContent(exportContent(result.dialogues, "pesc"), "b.json");
        std::set<std::string> keys;
        for (const Dialogue &dialogue : again.dialogues)
            keys.insert(dialogue.source_key);
        QCOMPARE(keys.size(), size_t(4));
        QCOMPARE(again.dialogues[2].turns.front().text, std::string("Hi"));
    }
    void theRealFileReturnsByteForByte()
    {
        if (harness::realData().empty())
            QSKIP("skipped: real data not present");
        const std::string file = base::readFile(val());
        int reports = 0;
        ImportOptions options;
        options.progress = [&](double) { ++reports; };
        const ImportResult result = importDialogues(val(), options);
        QCOMPARE(result.dialogues.size(), size_t(150));
        QCOMPARE(result.turnCount(), size_t(3000));
        QCOMPARE(result.left_out, size_t(0));
        QVERIFY(reports > 50 && reports <= 200);
        QVERIFY(exportContent(result.dialogues, "pesc") == file);
        QCOMPARE(result.notes.size(), size_t(1));
        QVERIFY(noteText(result.notes.front()).starts_with("594 turns had whitespace"));
    }
    void oneEditInTheRealFileChangesOneString()
    {
        if (harness::realData().empty())
            QSKIP("skipped: real data not present");
        const std::string file = base::readFile(val());
        ImportResult result = importDialogues(val());
        result.dialogues[77].turns[13].text += " (edited)";
        const std::string edited = exportContent(result.dialogues, "pesc");
        QCOMPARE(edited.size(), file.size() + 9);
        const size_t at = edited.find(" (edited)");
        QVERIFY(edited.substr(0, at) + edited.substr(at + 9) == file);
    }
    void cancelStops()
    {
        ImportOptions options;
        options.cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(importContent(fixtures::pesc, "a.json", options), base::Failure);
    }
};

ATTUNE_TEST(TstPesc)
#include "tst_pesc.moc"

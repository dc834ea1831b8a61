// SPDX-License-Identifier: GPL-3.0-or-later
// One bad token costs one dialogue, and the sentence says what stands there.
#include "base/error_text.h"
#include "dialogue/format.h"
#include "harness/test_case.h"

using namespace dialogue;

class TstBadTokens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void costsOneDialogue_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("named");
        const auto row = [](const char *name, const QByteArray &value, const char *named) { QTest::newRow(name) << value << QByteArray(named); };
        row("NaN", "NaN", "NaN stands where");
        row("Infinity", "Infinity", "Infinity stands where");
        row("minus infinity", "-Infinity", "-Infinity stands where");
        row("Python's None", "None", "None stands where");
        row("undefined", "undefined", "undefined stands where");
        row("high half", R"("so \ud83d")", "\\ud83d is half of a character");
        row("low half", R"("so \udE00 on")", "\\udE00 is half of a character");
        row("high half before another", R"("\ud83d\u0041")", "\\ud83d is half of a character");
        row("curly quotes", "“x”", "“ stands where JSON has the straight quotation mark");
        row("single quotes", "'x'", "' stands where JSON has the quotation mark");
        row("full-width comma", "1， \"z\": 2", "， stands where JSON has a comma");
        row("hexadecimal", "0x1F", "0x1F stands where");
        row("leading zero", "012", "012 stands where");
        row("a bare line break", "\"a\nb\"", "a line ends inside a text");
        row("an unknown escape", R"("\x41")", "backslash");
        row("a byte of no UTF-8", "\"\xFF\"", "no UTF-8");
        row("an encoded half", "\"\xED\xA0\xBD\"", "no UTF-8");
    }
    void costsOneDialogue()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, named);
        const QByteArray pesc = R"({"1": {"whole_dialog": ["seeker:a"], "character": {"x": 1}},
 "2": {"whole_dialog": ["seeker:b"], "character": {"x": %1}},
 "3": {"whole_dialog": ["seeker:c"], "character": {"x": 3}}})";
        const QByteArray array = "[{\"dialog\": [{\"speaker\": \"seeker\", \"content\": \"a\"}]},\n{\"dialog\": [{\"speaker\": \"seeker\", \"content\": \"b\"}], \"x\": %1},\n"
                                 "{\"dialog\": [{\"speaker\": \"seeker\", \"content\": \"c\"}]}]";
        const QByteArray lines = "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}\n{\"messages\": [{\"role\": \"user\", \"content\": \"b\"}], \"x\": %1}\n"
                                 "{\"messages\": [{\"role\": \"user\", \"content\": \"c\"}]}\n";
        for (const QByteArray &form : { pesc, array, lines }) {
            if (value.contains('\n') && form == lines)
                continue; // two lines then
            const ImportResult result = importContent(QByteArray(form).replace("%1", value).toStdString(), "f.json");
            QCOMPARE(result.dialogues.size(), size_t(2));
            QCOMPARE(result.dialogues[1].turns[0].text, std::string("c"));
            QCOMPARE(result.left_out, size_t(1));
            const ImportNote &note = result.notes.front();
            QVERIFY(note.kind == NoteKind::LeftOut);
            QVERIFY2(noteText(note).find(named.constData()) != std::string::npos, noteText(note).c_str());
            QVERIFY2(noteText(note).find("line 2, column ") != std::string::npos, noteText(note).c_str());
            QVERIFY2(noteText(note).find("UTF-8") == std::string::npos || named == "no UTF-8", noteText(note).c_str());
            QCOMPARE(placeText(note.place), std::string(form == lines ? "line 2" : "dialogue 2"));
        }
    }
    void isNamedWhenNothingCanBeRead_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("curly quotes") << QByteArray(R"({"1":{“whole_dialog”:["seeker:hi"],"character":{}}})") << QByteArray("“ stands where");
        QTest::newRow("curly around the key") << QByteArray("{“1”:{\"whole_dialog\":[\"seeker:hi\"]}}") << QByteArray("“ stands where");
        QTest::newRow("NaN alone") << QByteArray(R"([{"dialog": [{"speaker": "seeker", "content": "a"}], "x": NaN}])") << QByteArray("NaN stands where");
        QTest::newRow("a mark inside") << QByteArray("[\xEF\xBB\xBF{\"dialog\": []}]") << QByteArray("byte order mark stands inside");
        QTest::newRow("a letter with an accent") << QByteArray("[é]") << QByteArray("é stands where");
        QTest::newRow("Latin-1") << QByteArray("[{\"dialog\": [{\"speaker\": \"seeker\", \"content\": \"caf\xE9\"}]}]") << QByteArray("no UTF-8");
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFE[\0\x31\0]\0", 8) << QByteArray("no UTF-8");
        QTest::newRow("cut") << QByteArray(R"([{"dialog": [{"speaker": "seeker", "content": "a"}])") << QByteArray("it ends where");
    }
    void isNamedWhenNothingCanBeRead()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, named);
        try {
            importContent(file.toStdString(), "f.json");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QVERIFY(failure.error().kind == base::ErrorKind::NotJson);
            QVERIFY2(QByteArray(failure.what()).contains(named), failure.what());
            QVERIFY2(QByteArray(failure.what()).contains("line 1, column "), failure.what());
            QVERIFY2(!QByteArray(failure.what()).contains("UTF-8") || named == "no UTF-8", failure.what());
        }
    }
    void aDoubledMarkIsPassed()
    {
        const ImportResult result = importContent("\xEF\xBB\xBF\n\xEF\xBB\xBF[{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}]", "f.json");
        QCOMPARE(result.dialogues.size(), size_t(1));
        QVERIFY(result.notes.front().kind == NoteKind::ByteOrderMark);
    }
    void aWholeCharacterOfTwoHalvesIsRead()
    {
        QCOMPARE(importContent(R"({"messages": [{"role": "user", "content": "\ud83d\ude00"}]})", "f.json").dialogues[0].turns[0].text, std::string("😀"));
    }
};

ATTUNE_TEST(TstBadTokens)
#include "tst_bad_tokens.moc"

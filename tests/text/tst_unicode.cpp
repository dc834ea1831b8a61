// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/unicode.h"
#include "text_fixtures.h"

using namespace text;
using fixtures::bytes;

class TstUnicode : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void classesAreThePeers_data()
    {
        QTest::addColumn<uint>("code");
        QTest::addColumn<int>("bits");
        QTest::newRow("letter") << uint('a') << int(Letter);
        QTest::newRow("digit") << uint('7') << int(Number | Digit);
        QTest::newRow("roman numeral") << 0x2160u << int(Number | Digit);
        QTest::newRow("no space: file separator") << 0x1Cu << 0;
        QTest::newRow("no space: Mongolian vowel separator") << 0x180Eu << 0;
        QTest::newRow("no space: zero width") << 0x200Bu << 0;
        QTest::newRow("next line") << 0x85u << int(Space);
        QTest::newRow("ideographic space") << 0x3000u << int(Space);
        QTest::newRow("letter of Unicode 15") << 0x31350u << int(Letter);
        QTest::newRow("digit newer than the pattern engine") << 0x11DE0u << int(Digit);
        QTest::newRow("beyond") << 0x110000u << 0;
    }
    void classesAreThePeers()
    {
        QFETCH(uint, code);
        QFETCH(int, bits);
        QCOMPARE(int(classOf(code)) & (Letter | Number | Space | Digit), bits);
    }
    void nfcIsThePeers()
    {
        int changed = 0;
        for (const base::Json &row : fixtures::goldenJson("text/normalization.json")) {
            const auto from = row[0].get<std::string>();
            QCOMPARE(bytes(toNfc(from)), bytes(row[1].get<std::string>()));
            changed += row[0] != row[1] ? 1 : 0;
        }
        QVERIFY(changed > 20);
    }
    void nfcKeepsZeros() { QCOMPARE(toNfc(std::string("a\0e\xCC\x81", 5)), std::string("a\0\xC3\xA9", 4)); }
    void brokenTextIsRepaired_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        const QByteArray mark = "\xEF\xBF\xBD";
        QTest::newRow("whole") << QByteArray("a\xC3\xA9") << QByteArray("a\xC3\xA9");
        QTest::newRow("lone continuation") << QByteArray("\x80") << mark;
        QTest::newRow("overlong") << QByteArray("\xC0\xAF") << mark + mark;
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << mark + mark + mark;
        QTest::newRow("torn emoji") << QByteArray("\xF0\x9F\x98") << mark;
        QTest::newRow("torn emoji before text") << QByteArray("\xF0\x9F\x98x") << mark + "x";
        QTest::newRow("beyond") << QByteArray("\xF4\x90\x80\x80") << mark + mark + mark + mark;
    }
    void brokenTextIsRepaired()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QCOMPARE(bytes(repaired(from.toStdString())), to);
        QCOMPARE(isValidUtf8(from.toStdString()), from == to);
        QVERIFY(isValidUtf8(repaired(from.toStdString())));
    }
    void trimsAsPythonDoes()
    {
        QCOMPARE(trimmed(" \x1c\xC2\x85\xE3\x80\x80 a b\t\r\n"), std::string_view("a b"));
        QCOMPARE(trimmed(" \n "), std::string_view());
        QCOMPARE(trimmed("\xE2\x80\x8B"), std::string_view("\xE2\x80\x8B"));
    }
};

ATTUNE_TEST(TstUnicode)
#include "tst_unicode.moc"

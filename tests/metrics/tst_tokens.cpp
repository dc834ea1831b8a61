// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "metrics/tokens.h"

using namespace metrics;

class TstTokens : public QObject
{
    Q_OBJECT
private:
    static QByteArray joined(const auto &tokens)
    {
        QByteArrayList list;
        for (const auto &token : tokens)
            list << QByteArray(token.data(), qsizetype(token.size()));
        return list.join('|');
    }

private Q_SLOTS:
    void split_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("tokens");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
        QTest::newRow("only spaces") << QByteArray(" \t\n") << QByteArray("");
        QTest::newRow("outer and runs") << QByteArray("  a  b ") << QByteArray("a|b");
        QTest::newRow("control separators") << QByteArray("a\x1c" "b\x1f" "c\x0b" "d") << QByteArray("a|b|c|d");
        QTest::newRow("not a separator") << QByteArray("a\x01" "b") << QByteArray("a\x01" "b");
        QTest::newRow("no-break and ideographic") << QByteArray("a\xC2\xA0" "b\xE3\x80\x80" "c\xC2\x85" "d") << QByteArray("a|b|c|d");
        QTest::newRow("zero width space stays") << QByteArray("a\xE2\x80\x8B" "b") << QByteArray("a\xE2\x80\x8B" "b");
        QTest::newRow("curly apostrophe stays") << QByteArray("you\xE2\x80\x99re ok") << QByteArray("you\xE2\x80\x99re|ok");
        QTest::newRow("invalid bytes stay") << QByteArray("a\xFF b\xE2\x80") << QByteArray("a\xFF|b\xE2\x80");
    }
    void split()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, tokens);
        const std::string held = text.toStdString();
        QCOMPARE(joined(splitWhitespace(held)), tokens);
    }
    void lowerCase_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("lowered");
        QTest::newRow("ascii") << QByteArray("It's OK-1Z[") << QByteArray("it's ok-1z[");
        QTest::newRow("accents") << QByteArray("\xC3\x89T\xC3\x89") << QByteArray("\xC3\xA9t\xC3\xA9");
        QTest::newRow("dotted I") << QByteArray("\xC4\xB0") << QByteArray("i\xCC\x87");
        QTest::newRow("Kelvin") << QByteArray("\xE2\x84\xAA") << QByteArray("k");
        QTest::newRow("final sigma") << QByteArray("\xCE\x9F\xCE\xA3") << QByteArray("\xCE\xBF\xCF\x82");
        QTest::newRow("sigma alone") << QByteArray("\xCE\xA3") << QByteArray("\xCF\x83");
        QTest::newRow("sigma before a letter") << QByteArray("\xCE\x9F\xCE\xA3\xCE\x9F") << QByteArray("\xCE\xBF\xCF\x83\xCE\xBF");
        QTest::newRow("sigma before a full stop and a letter") << QByteArray("A\xCE\xA3.A") << QByteArray("a\xCF\x83.a");
        QTest::newRow("sigma before a full stop") << QByteArray("A\xCE\xA3. A") << QByteArray("a\xCF\x82. a");
        QTest::newRow("sharp s stays") << QByteArray("\xE1\xBA\x9E") << QByteArray("\xC3\x9F");
        QTest::newRow("invalid") << QByteArray("A\xFF") << QByteArray("a\xEF\xBF\xBD");
        QTest::newRow("surrogate in UTF-8") << QByteArray("\xED\xA0\x80") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    }
    void lowerCase()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, lowered);
        QCOMPARE(QByteArray::fromStdString(lower(text.toStdString())), lowered);
    }
    void rouge()
    {
        QCOMPARE(joined(rougeTokens("You\xE2\x80\x99re A1-b2, \xC3\xA9t\xC3\xA9!")), QByteArray("you|re|a1|b2|t"));
        QCOMPARE(joined(rougeTokens("\xC4\xB0stanbul \xE2\x84\xAA" "elvin")), QByteArray("i|stanbul|kelvin"));
        QCOMPARE(joined(rougeTokens("\xE4\xBD\xA0\xE5\xA5\xBD")), QByteArray(""));
    }
    void validText()
    {
        QCOMPARE(validUtf8("a\xFF\xC3\xA9\xC3"), std::string("a\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD"));
        QCOMPARE(validUtf8(""), std::string());
        QCOMPARE(utf8(codePoints("a\xF0\x9F\x98\x80")), std::string("a\xF0\x9F\x98\x80"));
    }
};

ATTUNE_TEST(TstTokens)
#include "tst_tokens.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "base/numbers.h"
#include "harness/test_case.h"

using namespace base;

class TstJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesThePlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("first line") << QByteArray("{\"a\" 1}") << QByteArray("line 1, column 6");
        QTest::newRow("third line") << QByteArray("{\n\"a\": 1,\n}") << QByteArray("line 3, column 1");
    }
    void namesThePlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, place);
        try {
            parseJson(text.toStdString(), "a.json");
            QFAIL("must not parse");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::NotJson);
            QCOMPARE(QByteArray::fromStdString(failure.error().place), place);
        }
    }
    void saysTheReasonInFewWords_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("syntax") << QByteArray("{\"a\" 1}") << QByteArray("expected ':'");
        QTest::newRow("Latin-1") << QByteArray("[\"h\xE9llo\"]") << QByteArray("save it as UTF-8");
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFE[\0", 4) << QByteArray("save it as UTF-8");
        QTest::newRow("a picture") << QByteArray("\x89PNG\r\n") << QByteArray("save it as UTF-8");
        QTest::newRow("cut UTF-8") << QByteArray("[\"\xE4\xBD") << QByteArray("save it as UTF-8");
        QTest::newRow("huge number") << QByteArray("[1e999]") << QByteArray("number overflow");
        QTest::newRow("endless number") << "[" + QByteArray(5000, '9') + "]" << QByteArray("number overflow");
        QTest::newRow("endless text") << "[\"" + QByteArray(5000, 'x') << QByteArray("missing closing quote");
        QTest::newRow("NUL") << QByteArray("[\"a\0b\"]", 7) << QByteArray("U+0000");
    }
    void saysTheReasonInFewWords()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, reason);
        try {
            parseJson(text.toStdString(), "a.json");
            QFAIL("must not parse");
        } catch (const Failure &failure) {
            const std::string sentence = failure.what();
            QVERIFY2(sentence.find(reason.constData()) != std::string::npos, sentence.c_str());
            QVERIFY2(sentence.size() < 350, sentence.c_str());
            QVERIFY2(sentence.find("json.exception") == std::string::npos, sentence.c_str());
            QVERIFY(QString::fromStdString(sentence).toStdString() == sentence); // UTF-8
        }
    }
    void numbersOutOfRangeAreRefused() { QVERIFY_EXCEPTION_THROWN(parseJson("[1e999]", "a.json"), Failure); }
    void fieldsAreTyped()
    {
        const Json json = parseJson(R"({"n": 3, "s": "x", "z": null})", "test");
        QCOMPARE(field<int>(json, "n", "test"), 3);
        QCOMPARE(fieldOr<std::string>(json, "z", "default", "test"), std::string("default"));
        QVERIFY_EXCEPTION_THROWN(field<int>(json, "s", "test"), Failure);
        QVERIFY_EXCEPTION_THROWN(field<int>(json, "absent", "test"), Failure);
    }
    // What does not fit is refused, never wrapped around.
    void wholeNumbersFitTheirType_data()
    {
        QTest::addColumn<QByteArray>("number");
        QTest::addColumn<QByteArray>("fits"); // those of i(nt), u(nsigned int), l(ong), L (unsigned long)
        QTest::newRow("largest int") << QByteArray("2147483647") << QByteArray("iulL");
        QTest::newRow("one more") << QByteArray("2147483648") << QByteArray("ulL");
        QTest::newRow("2^32") << QByteArray("4294967296") << QByteArray("lL");
        QTest::newRow("2^63") << QByteArray("9223372036854775808") << QByteArray("L");
        QTest::newRow("minus one") << QByteArray("-1") << QByteArray("il");
        QTest::newRow("smallest long") << QByteArray("-9223372036854775808") << QByteArray("l");
    }
    void wholeNumbersFitTheirType()
    {
        QFETCH(QByteArray, number);
        QFETCH(QByteArray, fits);
        const Json json = parseJson("{\"n\": " + number.toStdString() + "}", "test");
        const auto takes = [&]<typename T>(T) {
            try {
                return QByteArray::fromStdString(std::to_string(field<T>(json, "n", "test"))) == number;
            } catch (const Failure &failure) {
                const bool says = std::string(failure.what()).find(number.constData()) != std::string::npos;
                return !(failure.error().kind == ErrorKind::WrongShape && says);
            }
        };
        QCOMPARE(takes(int()), fits.contains('i'));
        QCOMPARE(takes(unsigned()), fits.contains('u'));
        QCOMPARE(takes(int64_t()), fits.contains('l'));
        QCOMPARE(takes(uint64_t()), fits.contains('L'));
    }
    void limitsAreKept_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("parses");
        const auto nested = [](int levels, const char *open, const char *close) {
            return QByteArray(open).repeated(levels) + "1" + QByteArray(close).repeated(levels);
        };
        QTest::newRow("as deep as may be") << nested(500, "[", "]") << true;
        QTest::newRow("one more") << nested(501, "[", "]") << false;
        QTest::newRow("objects") << nested(10000, "{\"a\":", "}") << false;
        QTest::newRow("a million, never closed") << QByteArray(1000000, '[') << false;
        QTest::newRow("brackets in a text") << "\"" + QByteArray(10000, '[') + "\"" << true;
        QTest::newRow("behind an escaped quote") << "\"\\\"" + QByteArray(10000, '[') + "\"" << true;
        // Names are looked up one by one: a model's file with 160,000 of them took 39 s to read.
        const auto members = [](int count) {
            QByteArray text;
            for (int i = 0; i < count; ++i)
                text += (i ? ",\"" : "{\"") + QByteArray::number(i) + "\":{\"a\":0}";
            return text + '}';
        };
        QTest::newRow("as many members as may be") << members(10000) << true;
        QTest::newRow("one member more") << members(10001) << false;
        QTest::newRow("colons in texts and lists") << "[" + QByteArray("{\":\":\":\"},").repeated(30000) + "1]" << true;
        QTest::newRow("side by side") << "[" + QByteArray("[],").repeated(10000) + "1]" << true;
    }
    void limitsAreKept()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, parses);
        try {
            const Json json = parseJson(text.toStdString(), "a.json");
            QVERIFY(parses);
            QCOMPARE(toLine(Json(json)), text.toStdString()); // copied and written
        } catch (const Failure &failure) {
            QVERIFY(!parses);
            QCOMPARE(failure.error().kind, ErrorKind::NotJson);
            QVERIFY(!failure.error().place.empty());
        }
    }
    void orderIsKept() { QCOMPARE(toLine(parseJson(R"({"b":1,"a":2})", "t")), std::string(R"({"b":1,"a":2})")); }
    void numbersKnowNoLocale()
    {
        QCOMPARE(toText(0.1), std::string("0.1"));
        QCOMPARE(toFixed(33.0249, 2), std::string("33.02"));
        QVERIFY(!toDouble("1,5"));
        QCOMPARE(*toDouble("1.5"), 1.5);
    }
};

ATTUNE_TEST(TstJson)
#include "tst_json.moc"

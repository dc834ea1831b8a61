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
    void numbersOutOfRangeAreRefused() { QVERIFY_EXCEPTION_THROWN(parseJson("[1e999]", "a.json"), Failure); }
    void fieldsAreTyped()
    {
        const Json json = parseJson(R"({"n": 3, "s": "x", "z": null})", "test");
        QCOMPARE(field<int>(json, "n", "test"), 3);
        QCOMPARE(fieldOr<std::string>(json, "z", "default", "test"), std::string("default"));
        QVERIFY_EXCEPTION_THROWN(field<int>(json, "s", "test"), Failure);
        QVERIFY_EXCEPTION_THROWN(field<int>(json, "absent", "test"), Failure);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error_text.h"
#include "harness/test_case.h"

using namespace base;

class TstErrorText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fillsAndLeavesOut_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("all") << QByteArray("{subject} at {place}[: {reason}].") << QByteArray("a.json at line 3: odd.");
        QTest::newRow("empty part") << QByteArray("{subject}[ ({nothing})].") << QByteArray("a.json.");
        QTest::newRow("no fields") << QByteArray("Sorry.") << QByteArray("Sorry.");
    }
    void fillsAndLeavesOut()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Error error { ErrorKind::NotJson, "a.json", "line 3", { { "reason", "odd" } } };
        QCOMPARE(QByteArray::fromStdString(fillSentence(text.toStdString(), error)), expected);
    }
    void everyKindHasANameAndASentence()
    {
        for (int i = 0; i <= static_cast<int>(ErrorKind::Internal); ++i) {
            const auto kind = static_cast<ErrorKind>(i);
            QCOMPARE(kindFromName(kindName(kind)), kind);
            const std::string text = sentence(Error { kind, "the thing", "", {} });
            QVERIFY2(text.find('{') == std::string::npos || text.find("{}") == std::string::npos, text.c_str());
            QVERIFY(text.size() > 10);
        }
    }
    void failureSaysTheSentence()
    {
        const Failure failure(ErrorKind::FileMissing, "/no/such");
        QVERIFY(std::string(failure.what()).find("/no/such does not exist") == 0);
    }
};

ATTUNE_TEST(TstErrorText)
#include "tst_error_text.moc"

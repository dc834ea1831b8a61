// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error_text.h"
#include "harness/test_case.h"

#include <QRegularExpression>

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
        QTest::newRow("unknown outside brackets") << QByteArray("{subject} has {value}[ at {nowhere}].") << QByteArray("a.json has ?.");
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
            QVERIFY2(text.find("the thing") != std::string::npos, text.c_str());
        }
    }
    // Filled or not, no sentence shows the marks of its template, and each ends as a sentence does.
    void everySentenceReadsWell_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("filled");
        for (int i = 0; i <= static_cast<int>(ErrorKind::Internal); ++i) {
            const QByteArray name(kindName(static_cast<ErrorKind>(i)).data());
            QTest::newRow((name + ", all known").constData()) << i << true;
            QTest::newRow((name + ", least known").constData()) << i << false;
        }
    }
    void everySentenceReadsWell()
    {
        QFETCH(int, kind);
        QFETCH(bool, filled);
        Error error { static_cast<ErrorKind>(kind), filled ? "the thing" : "", filled ? "line 3" : "", {} };
        if (filled) {
            const QString form = QString::fromStdString(std::string(sentenceTemplate(error.kind)));
            static const QRegularExpression field(QStringLiteral("\\{([a-z_]+)\\}"));
            for (auto it = field.globalMatch(form); it.hasNext();) {
                const std::string name = it.next().captured(1).toStdString();
                if (name != "subject" && name != "place")
                    error.params.emplace_back(name, name == "remedy" ? "Do so." : "a value");
            }
        }
        const QString text = QString::fromStdString(sentence(error));
        QVERIFY2(!text.contains(QRegularExpression(QStringLiteral("[\\[\\]{}]"))), qPrintable(text));
        if (error.kind != ErrorKind::Usage) // its reason is the whole sentence
            QVERIFY2(text.endsWith(u'.'), qPrintable(text));
        QVERIFY2(!text.contains(QStringLiteral("  ")) && !text.contains(QStringLiteral(" .")), qPrintable(text));
    }
    void failureSaysTheSentence()
    {
        const Failure failure(ErrorKind::FileMissing, "/no/such");
        QVERIFY(std::string(failure.what()).find("/no/such does not exist") == 0);
    }
};

ATTUNE_TEST(TstErrorText)
#include "tst_error_text.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What a file holds must not command a terminal.
#include "base/shown_text.h"
#include "harness/test_case.h"

class TstShownText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void controlCharactersAreSeen_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QByteArray("Hello.\n\tYes.") << QStringLiteral("Hello.\n\tYes.");
        QTest::newRow("colour") << QByteArray("\x1b[31mred") << QStringLiteral("\u241B[31mred");
        QTest::newRow("title") << QByteArray("\x1b]0;owned\x07") << QStringLiteral("\u241B]0;owned\u2407");
        QTest::newRow("line overwritten") << QByteArray("one\rtwo") << QStringLiteral("one\u240Dtwo");
        QTest::newRow("NUL and DEL") << QByteArray("a\0b\x7f", 4) << QStringLiteral("a\u2400b\u2421");
        QTest::newRow("CSI of C1") << QByteArray("\xC2\x9B" "31m") << QStringLiteral("\uFFFD31m");
        QTest::newRow("Latin and Chinese") << QByteArray("caf\xC3\xA9 \xC2\xA0 \xE5\xA5\xBD \xF0\x9F\x98\x80") << QString::fromUtf8("caf\xC3\xA9 \xC2\xA0 \xE5\xA5\xBD \xF0\x9F\x98\x80");
    }
    void controlCharactersAreSeen()
    {
        QFETCH(QByteArray, given);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(base::shownText(given.toStdString())), shown);
        // In pieces of one byte.
        base::ShownText pieces;
        std::string out;
        for (const char byte : given)
            out += pieces.take(std::string_view(&byte, 1));
        QCOMPARE(QString::fromStdString(out), shown);
    }
};

ATTUNE_TEST(TstShownText)
#include "tst_shown_text.moc"

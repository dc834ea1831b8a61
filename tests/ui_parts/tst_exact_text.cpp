// SPDX-License-Identifier: GPL-3.0-or-later
// A text that passes through an editor comes out as it went in.
#include "harness/test_case.h"
#include "ui/parts/exact_text.h"
#include "ui/parts/text_format.h"

#include <QInputMethodEvent>
#include <QPlainTextEdit>

class TstExactText : public QObject
{
    Q_OBJECT
private:
    static void odd()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("NBSP") << QStringLiteral("a\u00a0b c");
        QTest::newRow("line separator") << QStringLiteral("a\u2028b");
        QTest::newRow("paragraph separator") << QStringLiteral("a\u2029b");
        QTest::newRow("CR LF") << QStringLiteral("a\r\nb\r\n\r\nc");
        QTest::newRow("CR") << QStringLiteral("a\rb\r\rc");
        QTest::newRow("mixed") << QStringLiteral("a\r\nb\nc\rd\u2029e\u2028f\n\r");
        QTest::newRow("tabs") << QStringLiteral("\ta\tb");
        QTest::newRow("trailing line ends") << QStringLiteral("a\n\n");
        QTest::newRow("byte order mark") << QStringLiteral("\ufeffa\ufeffb");
        QTest::newRow("astral") << QStringLiteral("a😀b👩‍👩‍👧");
        QTest::newRow("joiners and marks") << QStringLiteral("e\u0301\u200d\u200bx\u3000y");
        QTest::newRow("controls") << QStringLiteral("a\u0001b\u000bc\u000cd\u0085e");
    }

private Q_SLOTS:
    void comesBack_data() { odd(); }
    void comesBack()
    {
        QFETCH(QString, text);
        QCOMPARE(parts::fromUtf8(parts::toUtf8(text)), text);
        QPlainTextEdit edit;
        parts::ExactText exact(&edit);
        exact.load(text);
        QCOMPARE(exact.text(), text);
        QVERIFY(!exact.isChanged());
    }

    // One character more, wherever: all others stay.
    void oneMore_data() { odd(); }
    void oneMore()
    {
        QFETCH(QString, text);
        QPlainTextEdit edit;
        parts::ExactText exact(&edit);
        exact.load(text);
        const int count = edit.document()->characterCount();
        for (int at = 0; at < count; ++at) {
            exact.load(text);
            QTextCursor cursor(edit.document());
            cursor.setPosition(at);
            edit.setTextCursor(cursor);
            if (edit.textCursor().position() != at)
                continue; // inside a surrogate pair
            QTest::keyClicks(&edit, QStringLiteral("x"));
            QString without = exact.text();
            QCOMPARE(without.size(), text.size() + 1);
            const auto where = without.indexOf(QLatin1Char('x'), std::max(0, at - 1));
            QVERIFY(where >= 0);
            bool found = false; // "x" may stand in the text too
            for (qsizetype i = 0; i < without.size() && !found; ++i)
                found = without[i] == QLatin1Char('x') && QString(without).remove(i, 1) == text;
            QVERIFY2(found, qPrintable(without));
            edit.undo();
            QCOMPARE(exact.text(), text);
        }
    }

    // Typed at both ends, one after the other.
    void severalPlaces()
    {
        QPlainTextEdit edit;
        parts::ExactText exact(&edit);
        exact.load(QStringLiteral("a\r\nb\rc\u00a0d"));
        edit.moveCursor(QTextCursor::End);
        QTest::keyClicks(&edit, QStringLiteral("!"));
        edit.moveCursor(QTextCursor::Start);
        QTest::keyClicks(&edit, QStringLiteral("?"));
        QTest::keyClick(&edit, Qt::Key_Delete);
        QCOMPARE(exact.text(), QStringLiteral("?\r\nb\rc\u00a0d!"));
        QTest::keyClick(&edit, Qt::Key_Delete); // the line end itself
        QCOMPARE(exact.text(), QStringLiteral("?b\rc\u00a0d!"));
    }

    void shiftEnterIsALineFeed()
    {
        QPlainTextEdit edit;
        parts::ExactText exact(&edit);
        QTest::keyClicks(&edit, QStringLiteral("a"));
        QTest::keyClick(&edit, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(&edit, QStringLiteral("b"));
        QTest::keyClick(&edit, Qt::Key_Return);
        QCOMPARE(exact.text(), QStringLiteral("a\nb\n"));
    }

    // What an input method composes is no text until it is committed.
    void composing()
    {
        QPlainTextEdit edit;
        parts::ExactText exact(&edit);
        exact.load(QStringLiteral("我\r\n"));
        edit.moveCursor(QTextCursor::End);
        QInputMethodEvent preedit(QStringLiteral("nihao"), {});
        QCoreApplication::sendEvent(&edit, &preedit);
        QCOMPARE(exact.text(), QStringLiteral("我\r\n"));
        QTest::keyClick(&edit, Qt::Key_Return, Qt::ShiftModifier);
        QInputMethodEvent commit;
        commit.setCommitString(QStringLiteral("你好"));
        QCoreApplication::sendEvent(&edit, &commit);
        QVERIFY(exact.text().startsWith(QStringLiteral("我\r\n")) && exact.text().contains(QStringLiteral("你好")));
    }
};

ATTUNE_TEST(TstExactText)
#include "tst_exact_text.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/text_height.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QScrollBar>

class TstTextHeight : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFieldOfThisHeightShowsAllOfItsText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("Latin") << QStringLiteral("Words that go on and on, longer than a line. ").repeated(6);
        QTest::newRow("Chinese") << QString::fromUtf8("你是一位支持者：沉稳、温暖、善于倾听。").repeated(8);
        QTest::newRow("both, in lines") << QString::fromUtf8("One\n二\nthree words here\n四，五，六\n").repeated(3);
    }
    void aFieldOfThisHeightShowsAllOfItsText()
    {
        QFETCH(QString, text);
        // As the window's fonts are: one family for Latin letters, another one for Chinese.
        QFont font = QApplication::font();
        font.setFamilies({ QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC") });
        QPlainTextEdit edit;
        edit.setFont(font);
        edit.setFrameShape(QFrame::NoFrame);
        edit.resize(300, 60);
        edit.show();
        edit.setPlainText(text);
        edit.resize(300, parts::textHeight(edit, 1, 100));
        QCOMPARE(edit.verticalScrollBar()->maximum(), 0);
        const QRect last = edit.cursorRect([&edit] {
            QTextCursor cursor = edit.textCursor();
            cursor.movePosition(QTextCursor::End);
            return cursor;
        }());
        QVERIFY2(last.bottom() <= edit.viewport()->height(), qPrintable(QString::number(last.bottom())));
        edit.resize(300, edit.height() - edit.fontMetrics().lineSpacing());
        QVERIFY(edit.verticalScrollBar()->maximum() > 0); // and no more than it needs
    }
    void keepsToItsBounds()
    {
        QPlainTextEdit edit;
        edit.show();
        const int line = edit.fontMetrics().lineSpacing();
        const int empty = parts::textHeight(edit, 3, 5);
        QVERIFY(empty >= 3 * line && empty < 4 * line);
        edit.setPlainText(QStringLiteral("line\n").repeated(50));
        const int full = parts::textHeight(edit, 3, 5);
        QVERIFY(full >= 5 * line && full < 6 * line);
    }
};

ATTUNE_TEST(TstTextHeight)
#include "tst_text_height.moc"

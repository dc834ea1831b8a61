// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/chat/composer.h"

#include <QApplication>
#include <QComboBox>
#include <QInputMethodEvent>
#include <QPushButton>

using namespace chat;
using dialogue::Speaker;

Q_DECLARE_METATYPE(dialogue::Speaker)

class TstComposer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<dialogue::Speaker>("dialogue::Speaker"); }

    void enterSendsAndShiftEnterDoesNot()
    {
        Composer composer;
        composer.setState(true, false);
        composer.show();
        QSignalSpy sent(&composer, &Composer::sent);
        QTest::keyClicks(composer.editor(), QStringLiteral("hello"));
        QTest::keyClick(composer.editor(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(composer.editor(), QStringLiteral("there"));
        QCOMPARE(sent.count(), 0);
        QTest::keyClick(composer.editor(), Qt::Key_Return);
        QCOMPARE(sent.count(), 1);
        QCOMPARE(sent[0][1].toString(), QStringLiteral("hello\nthere"));
        QVERIFY(composer.editor()->toPlainText().isEmpty());
    }
    void anEnterOfAnInputMethodNeverSends()
    {
        Composer composer;
        composer.setState(true, false);
        composer.show();
        QSignalSpy sent(&composer, &Composer::sent);
        QInputMethodEvent preedit(QStringLiteral("ni hao"), {});
        QApplication::sendEvent(composer.editor(), &preedit);
        QVERIFY(composer.editor()->isComposing());
        QTest::keyClick(composer.editor(), Qt::Key_Return);
        QCOMPARE(sent.count(), 0);
        QInputMethodEvent commit;
        commit.setCommitString(QStringLiteral("你好"));
        QApplication::sendEvent(composer.editor(), &commit);
        QTest::keyClick(composer.editor(), Qt::Key_Return);
        QCOMPARE(sent.count(), 1);
        QVERIFY(sent[0][1].toString().contains(QStringLiteral("你好")));
    }
    // Qt keeps the old placeholder on the screen when one follows another.
    void theFieldSaysWhoWrites()
    {
        class Paints : public QObject
        {
        public:
            int count = 0;
            bool eventFilter(QObject *, QEvent *event) override
            {
                count += event->type() == QEvent::Paint;
                return false;
            }
        } paints;
        Composer composer;
        composer.setState(true, false);
        composer.show();
        QVERIFY(QTest::qWaitForWindowExposed(&composer));
        QCoreApplication::processEvents();
        composer.editor()->viewport()->installEventFilter(&paints);
        composer.setSpeaker(Speaker::Supporter);
        QCOMPARE(composer.editor()->placeholderText(), QStringLiteral("Answer as the supporter yourself"));
        QTRY_VERIFY(paints.count > 0);
    }
    void blankIsNotSent()
    {
        Composer composer;
        composer.setState(true, false);
        QSignalSpy sent(&composer, &Composer::sent);
        composer.setText(QStringLiteral("  \n "));
        QTest::keyClick(composer.editor(), Qt::Key_Return);
        QCOMPARE(sent.count(), 0);
    }
    void whileAReplyIsWrittenTheButtonStops()
    {
        Composer composer;
        composer.setState(true, true);
        composer.setText(QStringLiteral("next thought"));
        QSignalSpy sent(&composer, &Composer::sent);
        QSignalSpy stopped(&composer, &Composer::stopWanted);
        QTest::keyClick(composer.editor(), Qt::Key_Return);
        QCOMPARE(sent.count(), 0);
        composer.findChild<QPushButton *>()->click();
        QCOMPARE(stopped.count(), 1);
        QCOMPARE(composer.editor()->toPlainText(), QStringLiteral("next thought")); // what was typed meanwhile stays
    }
    void escapeStopsAndUpGoesBack()
    {
        Composer composer;
        composer.setState(true, true);
        QSignalSpy stopped(&composer, &Composer::stopWanted);
        QSignalSpy escaped(&composer, &Composer::escaped);
        QSignalSpy last(&composer, &Composer::lastWanted);
        QTest::keyClick(composer.editor(), Qt::Key_Escape);
        QCOMPARE(stopped.count(), 1);
        composer.setState(true, false);
        QTest::keyClick(composer.editor(), Qt::Key_Escape);
        QCOMPARE(escaped.count(), 1);
        QTest::keyClick(composer.editor(), Qt::Key_Up);
        QCOMPARE(last.count(), 1);
        composer.setText(QStringLiteral("two\nlines"));
        QTest::keyClick(composer.editor(), Qt::Key_Up); // moves the cursor
        QInputMethodEvent preedit(QStringLiteral("ni"), {});
        composer.setText({});
        QApplication::sendEvent(composer.editor(), &preedit);
        QTest::keyClick(composer.editor(), Qt::Key_Up); // both belong to the input method
        QTest::keyClick(composer.editor(), Qt::Key_Escape);
        QCOMPARE(last.count(), 1);
        QCOMPARE(escaped.count(), 1);
    }
    void theSupporterNeedsNoModel()
    {
        Composer composer;
        composer.setState(false, false);
        QSignalSpy sent(&composer, &Composer::sent);
        composer.setText(QStringLiteral("I hear you."));
        QTest::keyClick(composer.editor(), Qt::Key_Return);
        QCOMPARE(sent.count(), 0); // as the seeker, nobody could answer
        composer.setSpeaker(Speaker::Supporter);
        QTest::keyClick(composer.editor(), Qt::Key_Return);
        QCOMPARE(sent.count(), 1);
        QCOMPARE(sent[0][0].value<dialogue::Speaker>(), Speaker::Supporter);
    }
};

ATTUNE_TEST(TstComposer)
#include "tst_composer.moc"

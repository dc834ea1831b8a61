// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/turn_editor.h"
#include "ui/parts/message_list.h"

#include <QAbstractTextDocumentLayout>
#include <QInputMethodEvent>
#include <QScrollBar>
#include <QTextBlock>

using dialogues::DialogueDocument;
using dialogues::DialogueView;
using dialogues::TurnEditor;

class TstDialogueView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<DialogueDocument>();
        m_view = std::make_unique<DialogueView>(*m_document);
        m_view->resize(700, 500);
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        dialogue::Dialogue made;
        made.id = "d";
        for (int i = 0; i < 6; ++i) {
            made.turns.push_back({ "t" + std::to_string(i), i % 2 ? dialogue::Speaker::Supporter : dialogue::Speaker::Seeker,
                "text " + std::to_string(i), {} });
        }
        m_document->open(made);
    }

    void enterKeepsTheText()
    {
        TurnEditor *editor = edit(1);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("new words"));
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(m_document->dialogue().turns[1].text, std::string("new words"));
        QCOMPARE(m_view->messages()->message(1).text, QStringLiteral("new words"));
        QCOMPARE(m_view->messages()->editedIndex(), -1);
        QVERIFY(m_view->messages()->hasFocus());
    }

    void escapeLeavesIt()
    {
        TurnEditor *editor = edit(1);
        QTest::keyClicks(editor, QStringLiteral("lost"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(m_document->dialogue().turns[1].text, std::string("text 1"));
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    // All of a long reply is there to be edited: nothing scrolled aside, no line cut off, and the page follows the cursor.
    void aLongTurnIsWholeInTheEditor()
    {
        QString words;
        for (int i = 0; i < 200; ++i)
            words += QStringLiteral("word%1 ").arg(i);
        m_document->setText(1, words);
        TurnEditor *editor = edit(1);
        QTRY_VERIFY(editor->height() >= editor->document()->documentLayout()->blockBoundingRect(editor->document()->firstBlock()).height());
        QTRY_COMPARE(editor->verticalScrollBar()->maximum(), 0);
        QTRY_COMPARE(editor->horizontalScrollBar()->value(), 0);
        QCOMPARE(editor->verticalScrollBar()->value(), 0);
        const auto cursorIsSeen = [&] {
            const QRect at(editor->viewport()->mapTo(m_view->messages()->viewport(), editor->cursorRect().topLeft()), editor->cursorRect().size());
            return m_view->messages()->viewport()->rect().contains(at);
        };
        QTRY_VERIFY(cursorIsSeen());
        QTest::keyClick(editor, Qt::Key_Home, Qt::ControlModifier);
        QTRY_VERIFY(cursorIsSeen());
        QTest::keyClick(editor, Qt::Key_End, Qt::ControlModifier);
        QTRY_VERIFY(cursorIsSeen());
    }

    void shiftEnterIsALine()
    {
        TurnEditor *editor = edit(0);
        QTest::keyClick(editor, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(editor, QStringLiteral("b"));
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(m_document->dialogue().turns[0].text.find('\n') != std::string::npos
            || m_document->dialogue().turns[0].text.find("\u2028") != std::string::npos);
    }

    // Enter that chooses a candidate of the input method must not end the editing.
    void enterWhileComposingBelongsToTheInputMethod()
    {
        TurnEditor *editor = edit(0);
        QInputMethodEvent composing(QStringLiteral("nihao"), {});
        QCoreApplication::sendEvent(editor, &composing);
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(m_view->messages()->editedIndex(), 0);
        QInputMethodEvent done;
        done.setCommitString(QStringLiteral("你好"));
        QCoreApplication::sendEvent(editor, &done);
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(QString::fromStdString(m_document->dialogue().turns[0].text).contains(QStringLiteral("你好")));
    }

    void leavingKeepsTheText()
    {
        TurnEditor *editor = edit(2);
        QTest::keyClicks(editor, QStringLiteral(" and more"));
        m_view->settle();
        QCOMPARE(m_document->dialogue().turns[2].text, std::string("text 2 and more"));
    }

    void strategiesOnlyForSupporters()
    {
        m_view->setCurrentTurn(0);
        m_view->giveStrategy(1);
        QVERIFY(!m_document->dialogue().turns[0].strategy);
        m_view->setCurrentTurn(1);
        m_view->giveStrategy(3);
        QCOMPARE(m_document->dialogue().turns[1].strategy->label, std::string("Reflection of feelings"));
        QCOMPARE(m_view->messages()->message(1).chips.size(), 1);
        m_view->giveStrategy(0);
        QVERIFY(!m_document->dialogue().turns[1].strategy);
    }

    void undoShowsWhereItHappened()
    {
        m_view->setCurrentTurn(1);
        m_view->giveStrategy(2);
        m_view->setCurrentTurn(5);
        m_document->undoStack().undo();
        QCOMPARE(m_view->currentTurn(), 1);
    }

    void turnsMoveInsertGo()
    {
        m_view->setCurrentTurn(2);
        m_view->moveCurrent(-1);
        QCOMPARE(m_view->currentTurn(), 1);
        QCOMPARE(m_view->messages()->message(1).id, QStringLiteral("t2"));
        m_view->addBelow();
        QCOMPARE(m_view->messages()->editedIndex(), 2);
        m_view->removeCurrent();
        QCOMPARE(m_document->turnCount(), 6);
    }

private:
    TurnEditor *edit(int index)
    {
        m_view->setCurrentTurn(index);
        m_view->editCurrent();
        return m_view->findChild<TurnEditor *>();
    }

    std::unique_ptr<DialogueDocument> m_document;
    std::unique_ptr<DialogueView> m_view;
};

ATTUNE_TEST(TstDialogueView)
#include "tst_dialogue_view.moc"

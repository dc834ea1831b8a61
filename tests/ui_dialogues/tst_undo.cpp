// SPDX-License-Identifier: GPL-3.0-or-later
// Undo goes from dialogue to dialogue and over a restart, beside other desks, and never eats what is being typed. Deletions lie in the trash.
#include "work_case.h"

#include "ui/parts/trash_view.h"
#include "ui/parts/two_line_delegate.h"

#include <QAbstractItemModelTester>
#include <QListView>
#include <QToolButton>
#include <QWindow>

using dialogues::TurnEditor;

class TstUndo : public QObject, public WorkCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void goesFromDialogueToDialogue()
    {
        m_page->document().setText(0, QStringLiteral("one"));
        m_page->list().setCurrentId(QString::fromStdString(id(1)));
        m_page->document().setText(1, QStringLiteral("two"));
        m_page->list().setCurrentId(QString::fromStdString(id(2)));
        QCOMPARE(m_desk->undoGroup().undoText(), QStringLiteral("edit text"));
        menuUndo();
        QCOMPARE(m_page->document().dialogue().id, id(1)); // it goes there
        QCOMPARE(m_page->view().currentTurn(), 1);
        QCOMPARE(text(1, 1), std::string("听起来你很委屈。"));
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("edit text")), qPrintable(m_page->notice().text()));
        QVERIFY(m_page->notice().text().contains(QStringLiteral("小满")));
        menuUndo();
        QCOMPARE(m_page->document().dialogue().id, id(0));
        QCOMPARE(text(0), std::string("I lost my job and cannot sleep."));
        QVERIFY(!m_desk->undoGroup().canUndo());
        menuRedo();
        menuRedo();
        QCOMPARE(text(0), std::string("one"));
        QCOMPARE(text(1, 1), std::string("two"));
        QVERIFY(!m_desk->undoGroup().canRedo());
    }

    void goesOverARestart()
    {
        m_page->document().setText(0, QStringLiteral("one"));
        m_page->document().setStrategy(1, dialogue::Strategy { "esconv-8", "Question" });
        menuUndo();
        again();
        QVERIFY(m_desk->undoGroup().canRedo());
        menuRedo();
        QVERIFY(stored(id(0)).dialogue.turns[1].strategy);
        again();
        menuUndo();
        menuUndo();
        QCOMPARE(text(0), std::string("I lost my job and cannot sleep."));
        QVERIFY(!stored(id(0)).dialogue.turns[1].strategy);
        QCOMPARE(m_page->document().dialogue().turns[0].text, std::string("I lost my job and cannot sleep."));
    }

    // Somebody else wrote in the same turn: it is theirs, and what came before can still be undone.
    void refusesAndGoesOn()
    {
        m_page->document().setText(1, QStringLiteral("first"));
        m_page->document().setText(0, QStringLiteral("second"));
        elsewhereTurn(id(0), 0, "theirs");
        m_page->activate();
        menuUndo();
        QCOMPARE(text(0), std::string("theirs"));
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("changed elsewhere")), qPrintable(m_page->notice().text()));
        QCoreApplication::processEvents();
        menuUndo();
        QCOMPARE(text(0, 1), std::string("That must be hard."));
        QCOMPARE(text(0), std::string("theirs"));
    }

    // Undo of the menu while a turn is edited is the editor's.
    void theMenuNeverEatsWhatIsTyped()
    {
        m_page->document().setText(1, QStringLiteral("kept before"));
        TurnEditor *editor = edit(0);
        QTest::keyClicks(editor, QStringLiteral(" and more"));
        menuUndo();
        QCoreApplication::processEvents();
        QVERIFY(m_page->view().editor()); // still open
        QCOMPARE(text(0, 1), std::string("kept before"));
        QCOMPARE(editor->text(), QStringLiteral("I lost my job and cannot sleep."));
        menuRedo();
        QCoreApplication::processEvents();
        if (m_page->view().editor())
            editor->redo();
        QVERIFY(m_page->view().editor());
        QCOMPARE(editor->text(), QStringLiteral("I lost my job and cannot sleep. and more"));
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(text(0), std::string("I lost my job and cannot sleep. and more"));
        menuUndo();
        menuUndo();
        QCOMPARE(text(0), std::string("I lost my job and cannot sleep."));
        QCOMPARE(text(0, 1), std::string("That must be hard."));
    }

    // The same by key: the editor claims it before the menu does.
    void theKeyIsTheEditors()
    {
        m_page->document().setText(1, QStringLiteral("kept before"));
        TurnEditor *editor = edit(0);
        QTest::keyClicks(editor, QStringLiteral("!"));
        QKeyEvent claim(QEvent::ShortcutOverride, Qt::Key_Z, Qt::ControlModifier);
        QCoreApplication::sendEvent(editor, &claim);
        QVERIFY(claim.isAccepted());
        QTest::keyClick(editor, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(editor->text(), QStringLiteral("I lost my job and cannot sleep."));
        QCOMPARE(text(0, 1), std::string("kept before"));
    }

    // Del is for what the focus is in, and stays there.
    void deleteFollowsTheFocus()
    {
        auto *messages = m_page->view().messages();
        messages->setFocus();
        for (int i = 0; i < 5; ++i) { // more often than there are turns
            QVERIFY(QApplication::focusWidget() == messages || messages->isAncestorOf(QApplication::focusWidget()));
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
            QCoreApplication::processEvents();
        }
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(3));
        QCOMPARE(m_page->document().turnCount(), 0);
        menuUndo();
        menuUndo();
        QCOMPARE(stored(id(0)).dialogue.turns.size(), size_t(2));
        // Neither a turn nor a dialogue.
        m_page->setFocus();
        QTest::keyClick(m_page.get(), Qt::Key_Delete);
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(3));
        QCOMPARE(m_page->document().turnCount(), 2);
        m_page->list().setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(2));
    }

    void deletionsCanBeUndoneAndLieInTheTrash()
    {
        const std::string first = id(0);
        const auto before = stored(first);
        QMetaObject::invokeMethod(m_page.get(), "removeSelected");
        again(); // also after a restart
        QCOMPARE(m_desk->workspace()->trash().count(), int64_t(1));
        menuUndo();
        QCOMPARE(m_page->document().dialogue().id, first);
        QVERIFY(stored(first).dialogue == before.dialogue);
        QCOMPARE(m_page->list().model().rowCount(), 3);
        menuRedo();
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(2));
        QVERIFY(m_page->document().dialogue().id != first);
    }

    // Its row goes at once and does not come again as an empty one when the desk hears of its own deletion.
    void aDeletedRowStaysAway()
    {
        QMetaObject::invokeMethod(m_page.get(), "removeSelected");
        QSignalSpy heard(m_desk->workspace(), &workspace::Workspace::dialoguesChanged);
        QTRY_VERIFY(heard.size() > 0);
        QCoreApplication::processEvents();
        QCOMPARE(m_page->list().model().rowCount(), 2);
        QCOMPARE(m_page->list().total(), int64_t(2));
        QVERIFY(!m_page->list().model().index(0, 0).data().toString().isEmpty());
    }

    // While Ctrl is down for Ctrl+Z: what comes back is selected alone, or Del would take more than what one looks at.
    void whatComesBackIsSelectedAlone()
    {
        m_page->list().setFocus();
        QMetaObject::invokeMethod(m_page.get(), "removeSelected");
        QWindow *window = m_page->windowHandle();
        QTest::keyPress(window, Qt::Key_Control, Qt::ControlModifier);
        QCOMPARE(QApplication::keyboardModifiers(), Qt::ControlModifier);
        menuUndo();
        QCOMPARE(m_page->list().selectedIds(), QStringList { QString::fromStdString(m_page->document().dialogue().id) });
        QTest::keyRelease(window, Qt::Key_Control);
    }

    void theTrashGivesBackAndForgets()
    {
        QMetaObject::invokeMethod(m_page.get(), "removeSelected");
        const std::string first = m_desk->workspace()->trash().list()[0].id;
        for (auto *button : m_page->findChildren<QToolButton *>()) {
            if (button->accessibleName().startsWith(QStringLiteral("Trash")))
                button->click();
        }
        parts::TrashView &trash = m_page->trash();
        QVERIFY(trash.isVisible());
        QAbstractItemModelTester tester(&trash.model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(trash.model().rowCount(), 1);
        QVERIFY(trash.model().index(0, 0).data().toString().contains(QStringLiteral("Lena")));
        QVERIFY(!trash.model().index(0, 0).data(parts::NoteRole).toString().isEmpty());
        QVERIFY(click("Bring back"));
        QVERIFY(!trash.isVisible());
        QCOMPARE(m_page->document().dialogue().id, first);
        QMetaObject::invokeMethod(m_page.get(), "removeSelected");
        QMetaObject::invokeMethod(m_page.get(), "removeSelected"); // the next one
        QVERIFY(QMetaObject::invokeMethod(m_page.get(), "showTrash"));
        QCOMPARE(trash.model().rowCount(), 2);
        QVERIFY(click("Delete for good…"));
        QCOMPARE(trash.model().rowCount(), 2); // it asks
        QVERIFY(click("Delete for good"));
        QCOMPARE(trash.model().rowCount(), 1);
        QVERIFY(click("Empty the trash…"));
        QVERIFY(click("Keep"));
        QCOMPARE(trash.model().rowCount(), 1);
        QVERIFY(click("Empty the trash…"));
        QVERIFY(click("Delete for good"));
        QCOMPARE(m_desk->workspace()->trash().count(), int64_t(0));
        QVERIFY(click("Done"));
        QVERIFY(!trash.isVisible());
    }

    void manyAreDeletedAsOneStep()
    {
        for (int i = 0; i < 60; ++i)
            add(qPrintable(QString::number(100 + i)), "", "more", "");
        m_page->list().reload();
        m_page->list().findChild<QListView *>()->selectAll();
        QCOMPARE(m_page->list().selectedIds().size(), 63);
        QMetaObject::invokeMethod(m_page.get(), "removeSelected");
        QTRY_COMPARE(m_desk->workspace()->dialogues().count(), int64_t(0));
        QTRY_VERIFY(m_desk->undoGroup().canUndo());
        menuUndo();
        QTRY_COMPARE(m_desk->workspace()->dialogues().count(), int64_t(63));
        QTRY_VERIFY(m_desk->undoGroup().canRedo());
        menuRedo();
        QTRY_COMPARE(m_desk->workspace()->dialogues().count(), int64_t(0));
        QTRY_VERIFY(m_desk->undoGroup().canUndo());
    }

    // A profile of its own, or none: never the one that is open elsewhere.
    void editProfileIsTheDialoguesOwn()
    {
        const auto press = [this] {
            for (auto *button : m_page->findChildren<QToolButton *>()) {
                if (button->accessibleName() == QLatin1String("Edit the profile"))
                    button->click();
            }
        };
        press();
        QCOMPARE(m_desk->visits.last().link.value(QStringLiteral("profile")).toString().toStdString(), stored(id(0)).dialogue.profile.id);
        m_desk->visits.clear();
        add("4", "", "Nobody knows me.", "I do not either.");
        m_page->open({ { QStringLiteral("dialogue"), QString::fromStdString(id(3)) } });
        press();
        QVERIFY(m_desk->visits.isEmpty());
        QVERIFY(click("Make one"));
        const std::string made = stored(id(3)).dialogue.profile.id;
        QVERIFY(!made.empty());
        QCOMPARE(m_desk->visits.last().link.value(QStringLiteral("profile")).toString().toStdString(), made);
        QCOMPARE(m_desk->visits.last().link.value(QStringLiteral("action")).toString(), QStringLiteral("name")); // what is typed next is its name
        menuUndo();
        QVERIFY(stored(id(3)).dialogue.profile.id.empty());
    }

    // The menu of unsaved work acts on that alone.
    void whatIsNotSavedIsUndoneWithoutTheLog()
    {
        m_page->document().setText(1, QStringLiteral("kept before"));
        elsewhereTurn(id(0), 0, "theirs");
        m_page->document().setText(0, QStringLiteral("mine"));
        QVERIFY(m_page->hasUnsaved());
        menuUndo();
        QCOMPARE(m_page->document().dialogue().turns[0].text, std::string("I lost my job and cannot sleep."));
        QCOMPARE(text(0), std::string("theirs"));
        QCOMPARE(text(0, 1), std::string("kept before"));
        QVERIFY(click("Load the other"));
        QCOMPARE(m_page->document().dialogue().turns[0].text, std::string("theirs"));
    }
};

ATTUNE_TEST(TstUndo)
#include "tst_undo.moc"

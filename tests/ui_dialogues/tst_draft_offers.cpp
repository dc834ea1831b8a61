// SPDX-License-Identifier: GPL-3.0-or-later
// A text that was written and not saved is there until it is kept or given up: whatever is clicked on the way, and whichever dialogue is
// open when its offer is taken up.
#include "work_case.h"

#include "ui/parts/trash_view.h"

#include <SQLiteCpp/Database.h>

#include <QToolButton>

using dialogues::TurnEditor;

class TstDraftOffers : public QObject, public WorkCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // The press takes the focus from the editor, which lays the draft aside; the release goes on with it all the same.
    void theMouseTakesTheOfferUp()
    {
        const std::string typed = leaveHalf();
        QVERIFY(m_page->view().editor()->hasFocus());
        QVERIFY(press("Go on with what was written"));
        QVERIFY(m_page->view().editor());
        QCOMPARE(m_page->view().editor()->text().toStdString(), typed);
        m_page->list().setFocus();
        QCOMPARE(drafts(id(0)).size(), size_t(1));
        QCOMPARE(text(0), std::string("I lost my job and cannot sleep."));
        QTest::keyClick(edit(0), Qt::Key_Return);
        QCOMPARE(text(0), typed);
        QVERIFY(drafts(id(0)).empty());
    }

    void theOfferEndsWithTheDraft()
    {
        const std::string typed = leaveHalf();
        QVERIFY(m_page->notice().text().contains(QStringLiteral("not saved")));
        QTest::keyClick(m_page->view().editor(), Qt::Key_Return);
        QCOMPARE(text(0), typed);
        QVERIFY2(m_page->notice().text().isEmpty(), qPrintable(m_page->notice().text()));
    }

    // Looked at and left, again and again.
    void lookingDoesNotLoseIt()
    {
        const std::string typed = leaveHalf();
        for (int i = 0; i < 3; ++i) {
            m_page->list().setFocus();
            QVERIFY(!m_page->view().editor());
            QVERIFY(m_page->view().messages()->message(0).note.contains(QStringLiteral("not saved")));
            QTest::keyClick(m_page->view().messages(), Qt::Key_Return);
            QCOMPARE(m_page->view().editor()->text().toStdString(), typed);
        }
        QTest::keyClick(m_page->view().editor(), Qt::Key_Escape);
        QVERIFY(drafts(id(0)).empty());
        QTest::keyClick(edit(0), Qt::Key_Return);
        QCOMPARE(text(0), std::string("I lost my job and cannot sleep."));
    }

    // An overtaken one that was written on before it was laid aside comes back with what was written on.
    void whatIsWrittenOnIsLaidAsideToo()
    {
        keep(0, "turn:" + stored(id(0)).dialogue.turns[0].id, "old draft", 99);
        m_page.reset();
        show();
        QVERIFY(m_page->view().editor());
        QTest::keyClicks(m_page->view().editor(), QStringLiteral(" and on"));
        m_page->list().setFocus();
        QCOMPARE(edit(0)->text(), QStringLiteral("old draft and on"));
    }

    // One whose beginning nobody knows any more hides no other.
    void anUnknownBaseHidesNothing()
    {
        keep(0, "turn:" + stored(id(0)).dialogue.turns[0].id, "of an unknown revision", 99);
        keep(0, "turn:" + stored(id(0)).dialogue.turns[1].id, "of this one", stored(id(0)).revision);
        m_page.reset();
        show();
        QVERIFY(m_page->notice().text().contains(QStringLiteral("not saved")));
        m_page->list().setFocus();
        for (int turn : { 0, 1 })
            QVERIFY(m_page->view().messages()->message(turn).note.contains(QStringLiteral("not saved")));
    }

    // The notice goes with its dialogue, and what it offers is done there.
    void aGoneTurnComesBackInItsOwnDialogue()
    {
        keep(0, "turn:gone", "lost words", 1);
        m_page.reset();
        show();
        QVERIFY(m_page->notice().text().contains(QStringLiteral("lost words")));
        m_page->list().step(1);
        QVERIFY(m_page->notice().text().isEmpty());
        QCOMPARE(drafts(id(0)).size(), size_t(1));
        m_page->list().step(-1);
        QVERIFY(press("Add it as a turn"));
        QCOMPARE(text(0, 2), std::string("lost words"));
        QCOMPARE(stored(id(1)).dialogue.turns.size(), size_t(2));
        QVERIFY(drafts(id(0)).empty());
        QVERIFY(m_page->notice().text().isEmpty());
    }

    void discardIsOfTheDialogueThatIsShown()
    {
        leaveHalf();
        m_page->list().step(1);
        QVERIFY(!click("Discard"));
        QCOMPARE(drafts(id(0)).size(), size_t(1));
    }

    // Esc, another dialogue, and then one thinks better of it.
    void escIsNotTheEnd_data()
    {
        QTest::addColumn<QString>("meanwhile");
        for (const char *what : { "nothing", "next", "deleted turn", "changed elsewhere" })
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void escIsNotTheEnd()
    {
        QFETCH(QString, meanwhile);
        QTest::keyClicks(edit(1), QStringLiteral(" And more."));
        QTest::keyClick(m_page->view().editor(), Qt::Key_Escape);
        if (meanwhile == QLatin1String("next"))
            m_page->list().step(1);
        else if (meanwhile == QLatin1String("deleted turn"))
            m_page->view().removeCurrent();
        else if (meanwhile == QLatin1String("changed elsewhere"))
            elsewhereTurn(id(0), 1, "theirs");
        if (meanwhile == QLatin1String("changed elsewhere"))
            m_page->activate();
        QVERIFY(click("Go on with what was written"));
        QCOMPARE(m_page->document().dialogue().id, id(0));
        if (meanwhile == QLatin1String("deleted turn")) {
            QVERIFY2(m_page->notice().text().contains(QStringLiteral("And more.")), qPrintable(m_page->notice().text()));
            QVERIFY(click("Add it as a turn"));
            QCOMPARE(text(0, 1), std::string("That must be hard. And more."));
            return;
        }
        QVERIFY(m_page->view().editor());
        QCOMPARE(m_page->view().editor()->text(), QStringLiteral("That must be hard. And more."));
        if (meanwhile == QLatin1String("changed elsewhere")) {
            QVERIFY(m_page->view().messages()->message(1).note.contains(QStringLiteral("theirs")));
            return;
        }
        QTest::keyClick(m_page->view().editor(), Qt::Key_Return);
        QCOMPARE(text(0, 1), std::string("That must be hard. And more."));
        QVERIFY(drafts(id(0)).empty());
    }

    void aProfileIsMadeForTheDialogueThatWasAsked()
    {
        add("4", "", "Nobody knows me.", "Tell me.");
        m_page->activate();
        m_page->list().setCurrentId(QString::fromStdString(id(3)));
        for (auto *button : m_page->findChildren<QToolButton *>()) {
            if (button->accessibleName() == QLatin1String("Edit the profile"))
                button->click();
        }
        QVERIFY(m_page->notice().text().contains(QStringLiteral("no profile")));
        m_page->list().step(-1);
        QVERIFY(!click("Make one"));
    }

    // A full disk, and a draft that Enter alone would keep.
    void whatCannotBeADraftIsUnsaved()
    {
        keep(0, "turn:" + stored(id(0)).dialogue.turns[0].id, "old draft", 99);
        m_page.reset();
        show();
        SQLite::Database &disk = m_desk->workspace()->database().connection();
        disk.exec("CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
        QTest::keyClicks(m_page->view().editor(), QStringLiteral(" and on"));
        m_page->settle();
        QVERIFY(m_page->hasUnsaved());
        disk.exec("DROP TRIGGER full");
        m_page->settle();
        QVERIFY(!m_page->hasUnsaved());
        QCOMPARE(drafts(id(0)).at(0).text, std::string("old draft and on"));
    }

    // A link to what was deleted leaves everything as it is.
    void aLinkToADeletedDialogue()
    {
        const std::string gone = id(2);
        m_desk->workspace()->dialogues().remove(gone, stored(gone).revision, "someone else");
        const std::string open = m_page->document().dialogue().id;
        const QVariantMap link { { QStringLiteral("dialogue"), QString::fromStdString(gone) } };
        m_page->open(link);
        QCOMPARE(m_page->document().dialogue().id, open);
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("trash")), qPrintable(m_page->notice().text()));
        QVERIFY(click("Open the trash"));
        QVERIFY(m_page->trash().isVisible());
        m_desk->workspace()->trash().purge({ gone });
        m_page->open(link);
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("not there any more")), qPrintable(m_page->notice().text()));
        QVERIFY(!click("Open the trash"));
        QVERIFY(m_page->trash().isVisible()); // the place stays too
    }

private:
    void keep(int number, const std::string &field, const char *words, int64_t revision)
    {
        m_desk->workspace()->drafts().keep({ id(number), field, "dialogue", words, revision, "me" });
    }

    // A crash in the middle of the first turn; the editor is open again.
    std::string leaveHalf()
    {
        QTest::keyClicks(edit(0), QStringLiteral(" half"));
        const std::string typed = m_page->view().editor()->text().toStdString();
        if (!QTest::qWaitFor([&] { return drafts(id(0)).size() == 1; }))
            return {};
        killed();
        return typed;
    }
};

ATTUNE_TEST(TstDraftOffers)
#include "tst_draft_offers.moc"

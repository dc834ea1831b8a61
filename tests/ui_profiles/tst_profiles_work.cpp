// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles: undo over a restart, drafts, the trash; names land where they were typed; texts keep every byte.
#include "profiles_case.h"

#include "ui/parts/search_field.h"
#include "ui/parts/trash_view.h"
#include "ui/profiles/profile_form.h"

#include <QInputMethodEvent>
#include <QListView>
#include <QPlainTextEdit>
#include <QTimer>

class TstProfilesWork : public QObject, public ProfilesCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void undoGoesFromProfileToProfile()
    {
        type("Name", "Mia");
        m_page->settle();
        open(m_ole);
        type("Name", "Per");
        m_page->settle();
        again();
        QVERIFY(m_desk->undoGroup().canUndo());
        m_desk->undoGroup().undo();
        QCOMPARE(name(m_ole), std::string("Ole"));
        m_desk->undoGroup().undo();
        QCOMPARE(name(m_lena), std::string("Lena"));
        QCOMPARE(m_page->document().profile().id, m_lena);
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("Lena")), qPrintable(m_page->notice().text()));
        m_desk->undoGroup().redo();
        m_desk->undoGroup().redo();
        QCOMPARE(name(m_lena), std::string("Mia"));
        QCOMPARE(name(m_ole), std::string("Per"));
    }

    // Typing in one field, saved in its pauses, is one step; undo of the menu takes what is typed as that step and gives it back.
    void undoNeverEatsWhatIsTyped()
    {
        type("Name", "Mi");
        QTRY_COMPARE(name(m_lena), std::string("Mi"));
        QTest::keyClicks(field("Name"), QStringLiteral("a"));
        m_desk->undoGroup().undo(); // before the pause is over
        QTRY_VERIFY(m_desk->undoGroup().canRedo() || m_desk->undoGroup().canUndo());
        m_page->settle();
        while (m_desk->undoGroup().canRedo())
            m_desk->undoGroup().redo();
        m_page->settle();
        QVERIFY(name(m_lena).starts_with("Mi"));
        QCOMPARE(field("Name")->text().toStdString(), name(m_lena));
    }

    void draftsComeBack()
    {
        const auto revision = m_desk->workspace()->profiles().get(m_lena).revision;
        type("Name", "Mia");
        QTRY_VERIFY(!m_desk->workspace()->drafts().of(m_lena).empty() || name(m_lena) == "Mia");
        QTRY_COMPARE(name(m_lena), std::string("Mia"));
        QVERIFY(m_desk->workspace()->drafts().of(m_lena).empty());
        QCOMPARE(m_desk->workspace()->profiles().get(m_lena).revision, revision + 1);
        // As a kill leaves it.
        m_page.reset();
        m_desk->workspace()->drafts().keep({ m_lena, "Name", "profile", "Mia B", revision + 1, "me" });
        show();
        QCOMPARE(m_page->document().profile().id, m_lena);
        QCOMPARE(field("Name")->text(), QStringLiteral("Mia B"));
        QVERIFY(click("Discard"));
        QVERIFY(m_desk->workspace()->drafts().of(m_lena).empty());
        QCOMPARE(name(m_lena), std::string("Mia"));
        QCOMPARE(field("Name")->text(), QStringLiteral("Mia"));
        // Changed elsewhere since: both are told, nothing is written.
        const auto now = m_desk->workspace()->profiles().get(m_lena).revision;
        m_page.reset();
        m_desk->workspace()->drafts().keep({ m_lena, "Name", "profile", "mine", now, "me" });
        rename(m_lena, "theirs");
        show();
        QCOMPARE(name(m_lena), std::string("theirs"));
        QVERIFY(m_page->notice().text().contains(QStringLiteral("mine")) && m_page->notice().text().contains(QStringLiteral("theirs")));
        QVERIFY(click("Go on with what was written"));
        m_page->settle();
        QCOMPARE(name(m_lena), std::string("mine"));
    }

    // Who types without a pause is safe too.
    void typingOnIsKept()
    {
        auto *edit = field("Name");
        edit->setFocus();
        QElapsedTimer timer;
        timer.start();
        while (m_desk->workspace()->drafts().of(m_lena).empty() && timer.elapsed() < 10000) {
            QTest::keyClicks(edit, QStringLiteral("a"));
            QTest::qWait(50);
        }
        QVERIFY(!m_desk->workspace()->drafts().of(m_lena).empty());
    }

    // A field's new name is the profile's in which it was typed, whatever happens next.
    void aRenameStaysInItsProfile_data()
    {
        QTest::addColumn<QString>("then");
        for (const char *then : { "list", "link", "settle", "search", "another desk", "undo", "sorted anew", "trash" })
            QTest::newRow(then) << QString::fromLatin1(then);
    }
    void aRenameStaysInItsProfile()
    {
        QFETCH(QString, then);
        auto *title = field("Name of the field Pet");
        QVERIFY(title);
        title->setFocus();
        title->selectAll();
        QTest::keyClicks(title, QStringLiteral("Animal"));
        if (then == QLatin1String("list"))
            m_page->findChild<QListView *>()->setCurrentIndex(m_page->model().index(1, 0));
        else if (then == QLatin1String("link"))
            open(m_ole);
        else if (then == QLatin1String("search"))
            m_page->findChild<parts::SearchField *>()->setText(QStringLiteral("Ole"));
        else if (then == QLatin1String("another desk"))
            rename(m_ole, "Aaron");
        else if (then == QLatin1String("undo"))
            m_desk->undoGroup().undo();
        else if (then == QLatin1String("sorted anew"))
            add("Anna");
        else if (then == QLatin1String("trash"))
            QMetaObject::invokeMethod(m_page.get(), "showTrash");
        if (then == QLatin1String("search"))
            QTRY_COMPARE(m_page->model().rowCount(), 1);
        Q_EMIT m_desk->workspace()->profilesChanged();
        m_page->settle();
        open(m_ole);
        QCoreApplication::processEvents();
        m_page->settle();
        QVERIFY(m_desk->workspace()->profiles().get(m_ole).profile.find("Pet"));
        QVERIFY(!m_desk->workspace()->profiles().get(m_ole).profile.find("Animal"));
        QVERIFY(m_desk->workspace()->profiles().get(m_lena).profile.find("Animal"));
        QVERIFY(!m_desk->workspace()->profiles().get(m_lena).profile.find("Pet"));
    }

    // The same for a value that is typed and not saved yet.
    void aNameStaysInItsProfile()
    {
        type("Name", "Mia");
        m_page->findChild<QListView *>()->setCurrentIndex(m_page->model().index(1, 0));
        QCoreApplication::processEvents();
        m_page->settle();
        QCOMPARE(name(m_lena), std::string("Mia"));
        QCOMPARE(name(m_ole), std::string("Ole"));
    }

    // A link to a profile that is gone leaves the open one as it is, and says where the other is.
    void noStrangers()
    {
        m_desk->workspace()->profiles().remove(m_ole, m_desk->workspace()->profiles().get(m_ole).revision, "someone else");
        open(m_ole);
        QCOMPARE(m_page->document().profile().id, m_lena);
        QVERIFY(click("Open the trash"));
        QVERIFY(m_page->trash().isVisible());
        m_desk->workspace()->trash().purge({ m_ole });
        open(m_ole);
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("not there any more")), qPrintable(m_page->notice().text()));
        QVERIFY(!click("Open the trash"));
    }

    void keepMineHolds()
    {
        type("Name", "mine");
        rename(m_lena, "theirs");
        m_page->settle();
        QVERIFY(m_page->hasUnsaved());
        m_page->hide();
        m_page->show();
        m_page->activate();
        rename(m_lena, "theirs again");
        QVERIFY(click("Keep mine"));
        QVERIFY(!m_page->hasUnsaved());
        QCOMPARE(name(m_lena), std::string("mine"));
        QVERIFY(m_desk->workspace()->drafts().of(m_lena).empty());
    }

    void aConflictOutlivesACrash()
    {
        type("Name", "mine");
        rename(m_lena, "theirs");
        m_page->settle();
        QVERIFY(m_page->hasUnsaved());
        QVERIFY(!m_desk->workspace()->drafts().of(m_lena).empty());
        QCOMPARE(m_desk->workspace()->drafts().of(m_lena)[0].text, std::string("mine"));
    }

    void changesNoByte_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("NBSP") << QStringLiteral("a\u00a0b");
        QTest::newRow("separators") << QStringLiteral("a\u2028b\u2029c\r\nd\re\n");
        QTest::newRow("BOM, tab, astral") << QStringLiteral("\ufeff\t😀");
    }
    void changesNoByte()
    {
        QFETCH(QString, words);
        auto odd = m_desk->workspace()->profiles().get(m_lena);
        for (const char *name : { "situation", "Name", "Pet" }) {
            for (auto &field : odd.profile.fields) {
                if (field.name == name)
                    field.value = words.toStdString();
            }
        }
        m_desk->workspace()->profiles().save(odd, "test");
        m_page->activate();
        const auto before = m_desk->workspace()->profiles().get(m_lena);
        for (QWidget *edit : m_page->findChild<profiles::ProfileForm *>()->findChildren<QWidget *>()) {
            if (qobject_cast<QLineEdit *>(edit) || qobject_cast<QPlainTextEdit *>(edit)) {
                edit->setFocus();
                QTest::keyClick(edit, Qt::Key_End);
            }
        }
        m_page->settle();
        const auto after = m_desk->workspace()->profiles().get(m_lena);
        QVERIFY(after.profile == before.profile);
        QCOMPARE(after.revision, before.revision);
        auto *situation = m_page->findChild<QPlainTextEdit *>(QString());
        for (auto *box : m_page->findChildren<QPlainTextEdit *>()) {
            if (box->accessibleName() == QLatin1String("Situation"))
                situation = box;
        }
        situation->setFocus();
        situation->moveCursor(QTextCursor::Start);
        QTest::keyClicks(situation, QStringLiteral("x"));
        m_page->settle();
        QCOMPARE(m_desk->workspace()->profiles().get(m_lena).profile.text("situation"), "x" + words.toStdString());
    }

    void deletedOnesLieInTheTrash()
    {
        QMetaObject::invokeMethod(m_page.get(), "removeCurrent");
        again();
        QMetaObject::invokeMethod(m_page.get(), "showTrash");
        QVERIFY(m_page->trash().isVisible());
        QCOMPARE(m_page->trash().model().rowCount(), 1);
        QVERIFY(click("Bring back"));
        QCOMPARE(m_page->document().profile().id, m_lena);
        m_desk->undoGroup().undo();
        QVERIFY(!m_desk->workspace()->profiles().find(m_lena));
        m_desk->undoGroup().undo();
        QCOMPARE(name(m_lena), std::string("Lena"));
    }

    void comesBackToProfileAndSearch()
    {
        open(m_ole);
        m_page->findChild<parts::SearchField *>()->setText(QStringLiteral("Ol"));
        QTRY_COMPARE(m_page->model().rowCount(), 1);
        again();
        QCOMPARE(m_page->document().profile().id, m_ole);
        QCOMPARE(m_page->findChild<parts::SearchField *>()->text(), QStringLiteral("Ol"));
        QCOMPARE(m_page->model().rowCount(), 1);
    }

    // The open one may not be among what the search finds; bringing the search back is no new search, nor is Enter.
    void comesBackToAProfileBesideTheSearch()
    {
        m_page->findChild<parts::SearchField *>()->setText(QStringLiteral("Ol"));
        QTRY_COMPARE(m_page->document().profile().id, m_ole);
        open(m_lena);
        again();
        auto *search = m_page->findChild<parts::SearchField *>();
        for (const QTimer *pause : search->findChildren<QTimer *>())
            QVERIFY(!pause->isActive()); // no search is under way
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_page->document().profile().id, m_lena);
    }
};

ATTUNE_TEST(TstProfilesWork)
#include "tst_profiles_work.moc"

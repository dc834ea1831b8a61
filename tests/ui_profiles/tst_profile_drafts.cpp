// SPDX-License-Identifier: GPL-3.0-or-later
// What a crash left of a profile is shown, and saved by a person only; what its notice offers is done to that profile. Another desk's save
// leaves the fingers where they are.
#include "profiles_case.h"

#include "ui/parts/trash_view.h"
#include "ui/profiles/profile_form.h"

#include <SQLiteCpp/Database.h>

#include <QApplication>
#include <QInputMethodEvent>

class TstProfileDrafts : public QObject, public ProfilesCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // Looked at and left is neither saved nor lost.
    void lookingSavesNothing()
    {
        const auto revision = stored(m_lena).revision;
        leaveHalf("Mia B");
        QCOMPARE(field("Name")->text(), QStringLiteral("Mia B"));
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("not saved")), qPrintable(m_page->notice().text()));
        m_page->settle();
        m_page->activate();
        open(m_ole);
        QVERIFY(m_page->notice().text().isEmpty());
        QCOMPARE(field("Name")->text(), QStringLiteral("Ole"));
        open(m_lena);
        QCOMPARE(field("Name")->text(), QStringLiteral("Mia B"));
        m_page->settle();
        QCOMPARE(stored(m_lena).revision, revision);
        QCOMPARE(drafts().size(), size_t(1));
        QVERIFY(!m_page->hasUnsaved());
        QVERIFY(click("Keep"));
        QCOMPARE(name(m_lena), std::string("Mia B"));
        QVERIFY(drafts().empty());
        m_desk->undoGroup().undo(); // a step of its own
        QCOMPARE(name(m_lena), std::string("Lena"));
    }

    // Who writes on has taken it for theirs.
    void writingOnKeepsIt()
    {
        leaveHalf("Mia B");
        field("Name")->setFocus();
        QTest::keyClick(field("Name"), Qt::Key_End);
        QTest::keyClicks(field("Name"), QStringLiteral("."));
        QVERIFY(m_page->notice().text().isEmpty());
        m_page->settle();
        QCOMPARE(name(m_lena), std::string("Mia B."));
        QVERIFY(drafts().empty());
    }

    // Only what was written goes, whatever was done since.
    void discardTakesNothingElse()
    {
        open(m_ole);
        type("Name", "Per");
        m_page->settle();
        open(m_lena);
        leaveHalf("Mia B");
        QVERIFY(click("Discard"));
        QCOMPARE(field("Name")->text(), QStringLiteral("Lena"));
        QCOMPARE(name(m_lena), std::string("Lena"));
        QCOMPARE(name(m_ole), std::string("Per"));
        QVERIFY(drafts().empty());
    }

    // The stale draft of one profile is not written over another.
    void aStaleOneGoesWithItsProfile()
    {
        m_page.reset();
        m_desk->workspace()->drafts().keep({ m_lena, "Name", "profile", "mine", stored(m_lena).revision, "me" });
        rename(m_lena, "theirs");
        show();
        QVERIFY(m_page->notice().text().contains(QStringLiteral("mine")));
        open(m_ole);
        QVERIFY(!click("Go on with what was written"));
        QCOMPARE(drafts().size(), size_t(1));
        open(m_lena);
        QMetaObject::invokeMethod(m_page.get(), "showTrash");
        QVERIFY(click("Go on with what was written"));
        QVERIFY(!m_page->trash().isVisible());
        m_page->settle();
        QCOMPARE(name(m_lena), std::string("mine"));
        QCOMPARE(name(m_ole), std::string("Ole"));
    }

    // One whose beginning nobody knows any more hides no other.
    void anUnknownBaseHidesNothing()
    {
        m_page.reset();
        const auto revision = stored(m_lena).revision;
        m_desk->workspace()->drafts().keep({ { m_lena, "Name", "profile", "Mia B", revision, "me" }, { m_lena, "Pet", "profile", "a dog", 99, "me" } });
        show();
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("a dog")), qPrintable(m_page->notice().text()));
        QVERIFY(click("Go on with what was written"));
        m_page->settle();
        QCOMPARE(name(m_lena), std::string("Mia B"));
        QCOMPARE(stored(m_lena).profile.text("Pet"), std::string("a dog"));
    }

    // The ways out stay when it cannot be saved.
    void aFullDiskLeavesTheWaysOut()
    {
        leaveHalf("Mia B");
        SQLite::Database &disk = m_desk->workspace()->database().connection();
        disk.exec("CREATE TRIGGER full BEFORE UPDATE ON profile BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
        QVERIFY(click("Keep"));
        QVERIFY(m_page->hasUnsaved());
        disk.exec("DROP TRIGGER full");
        QVERIFY(click("Try again"));
        QCOMPARE(name(m_lena), std::string("Mia B"));
    }

    void whatCannotBeADraftIsUnsaved()
    {
        SQLite::Database &disk = m_desk->workspace()->database().connection();
        disk.exec("CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
        disk.exec("CREATE TRIGGER full_too BEFORE UPDATE ON profile BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
        type("Name", "Mia");
        m_page->settle();
        QVERIFY(m_page->hasUnsaved());
        bool hasWayOut = false;
        for (auto *button : m_page->findChildren<QPushButton *>())
            hasWayOut = hasWayOut || (button->isVisible() && button->text() == QLatin1String("Try again"));
        QVERIFY2(hasWayOut, qPrintable(m_page->notice().text()));
        disk.exec("DROP TRIGGER full");
        disk.exec("DROP TRIGGER full_too");
        m_page->settle();
        QVERIFY(!m_page->hasUnsaved());
    }

    // A field of one's own, and a name that is half typed, under the fingers while others save.
    void othersLeaveTheFocus_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        for (const char *where : { "Pet", "Name of the field Pet" }) {
            for (const char *what : { "Name", "a new field", "a field before" })
                QTest::newRow(qPrintable(QString::fromLatin1("%1, %2").arg(QLatin1String(where), QLatin1String(what)))) << QString::fromLatin1(where) << QString::fromLatin1(what);
        }
    }
    void othersLeaveTheFocus()
    {
        QFETCH(QString, where);
        QFETCH(QString, what);
        auto *edit = field(qPrintable(where));
        QVERIFY(edit);
        edit->setFocus();
        edit->end(false);
        if (where != QLatin1String("Pet")) {
            edit->selectAll();
            QTest::keyClicks(edit, QStringLiteral("Anim"));
        }
        compose(edit, QStringLiteral("mao"));
        if (what == QLatin1String("Name"))
            rename(m_lena, "theirs");
        else
            addElsewhere(what == QLatin1String("a field before"));
        Q_EMIT m_desk->workspace()->profilesChanged();
        QCoreApplication::processEvents();
        QCOMPARE(QApplication::focusWidget(), edit);
        QVERIFY(edit->isVisible());
        compose(edit, {}, QStringLiteral("猫"));
        QVERIFY2(edit->text().contains(QStringLiteral("猫")), qPrintable(edit->text()));
        m_page->settle();
        QVERIFY(!m_page->hasUnsaved());
        const dialogue::Profile now = stored(m_lena).profile;
        QVERIFY(where == QLatin1String("Pet") ? now.text("Pet") == "a cat猫" : now.find("Anim猫") != nullptr);
        QVERIFY(what == QLatin1String("Name") ? now.displayName() == "theirs" : now.find("Faith") != nullptr);
    }

    // The very field that is composed in: nothing is taken away, and both are told.
    void composingIsNotOverwritten()
    {
        auto *edit = field("Name");
        edit->setFocus();
        compose(edit, QStringLiteral("mi"));
        rename(m_lena, "theirs");
        Q_EMIT m_desk->workspace()->profilesChanged();
        QCOMPARE(edit->text(), QStringLiteral("Lena"));
        compose(edit, {}, QStringLiteral("米"));
        m_page->settle();
        QVERIFY(m_page->hasUnsaved());
        QCOMPARE(name(m_lena), std::string("theirs"));
    }

    // From the name to the value by Tab: the row is the same, and so is the focus.
    void aRenameKeepsItsRow()
    {
        auto *title = field("Name of the field Pet");
        title->setFocus();
        title->selectAll();
        QTest::keyClicks(title, QStringLiteral("Animal"));
        QTest::keyClick(title, Qt::Key_Tab);
        auto *value = field("Animal");
        QVERIFY(value);
        QCOMPARE(QApplication::focusWidget(), value);
        QTest::keyClicks(value, QStringLiteral("!"));
        m_page->settle();
        QVERIFY(stored(m_lena).profile.text("Animal").find('!') != std::string::npos);
    }

private:
    storage::StoredProfile stored(const std::string &id) { return m_desk->workspace()->profiles().get(id); }
    std::vector<storage::Draft> drafts() { return m_desk->workspace()->drafts().of(m_lena); }

    // As a kill leaves it.
    void leaveHalf(const char *name)
    {
        m_page.reset();
        m_desk->workspace()->drafts().keep({ m_lena, "Name", "profile", name, stored(m_lena).revision, "me" });
        show();
        open(m_lena);
    }

    void addElsewhere(bool before)
    {
        auto other = storage::Database::open(m_desk->workspace()->folder(), storage::Maintenance::None);
        storage::ProfileRepository repository(other);
        auto theirs = repository.get(m_lena);
        auto &fields = theirs.profile.fields;
        fields.insert(before ? fields.end() - 1 : fields.end(), { "Faith", "none" });
        repository.save(theirs, "someone else");
    }

    static void compose(QWidget *edit, const QString &preedit, const QString &commit = {})
    {
        QInputMethodEvent event(preedit, {});
        if (!commit.isEmpty())
            event.setCommitString(commit);
        QCoreApplication::sendEvent(edit, &event);
    }
};

ATTUNE_TEST(TstProfileDrafts)
#include "tst_profile_drafts.moc"

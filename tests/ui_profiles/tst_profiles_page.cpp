// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/search_field.h"
#include "ui/profiles/profiles_page.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

using profiles::ProfilesPage;

class TstProfilesPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<fakes::FakeDesk>();
        dialogue::Dialogue made;
        made.source_key = "1";
        made.profile.fields = { { "Name", "Lena" }, { "Age", 29 }, { "situation", "Was laid off." } };
        made.turns = { { {}, dialogue::Speaker::Seeker, "I lost my job.", {} } };
        m_dialogue = m_desk->workspace()->dialogues().add(made, "test").dialogue;
        m_page = std::make_unique<ProfilesPage>(*m_desk);
        m_page->resize(1100, 700);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->activate();
    }

    void cleanup()
    {
        m_page.reset();
        m_desk.reset();
    }

    void listsWithUses()
    {
        QAbstractItemModelTester tester(&m_page->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QAbstractItemModelTester uses(&m_page->uses(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(m_page->model().rowCount(), 1);
        QCOMPARE(m_page->uses().rowCount(), 1);
        for (auto *list : m_page->findChildren<QListView *>()) {
            if (list->model() == &m_page->uses())
                Q_EMIT list->activated(m_page->uses().index(0, 0));
        }
        QCOMPARE(m_desk->visits.last().page, QStringLiteral("dialogues"));
        QCOMPARE(m_desk->visits.last().link.value(QStringLiteral("dialogue")).toString().toStdString(), m_dialogue.id);
    }

    void typingIsSavedWhenItPauses()
    {
        auto *age = field("Age");
        age->setFocus();
        age->selectAll();
        QTest::keyClicks(age, QStringLiteral("30"));
        QTRY_COMPARE_WITH_TIMEOUT(stored().profile.text("Age"), std::string("30"), 3000);
        QVERIFY(stored().profile.find("Age")->value.is_number_integer());
        QCOMPARE(stored().revision, int64_t(2));
        // The dialogue sees the same profile.
        QCOMPARE(m_desk->workspace()->dialogues().get(m_dialogue.id).dialogue.profile.text("Age"), std::string("30"));
        m_page->history().stack().undo();
        QCOMPARE(stored().profile.text("Age"), std::string("29"));
    }

    void conflictIsShown()
    {
        auto theirs = stored();
        theirs.profile.fields[0].value = "Their Lena";
        m_desk->workspace()->profiles().save(theirs, "someone else");
        m_page->document().setField("Name", QStringLiteral("My Lena"));
        m_page->settle();
        QVERIFY(m_page->notice().text().contains(QStringLiteral("changed elsewhere")));
        QCOMPARE(stored().profile.text("Name"), std::string("Their Lena"));
        click("Keep mine");
        QCOMPARE(stored().profile.text("Name"), std::string("My Lena"));
    }

    // What could not be saved stays open whatever one does, and can still be kept.
    void unsavedStaysOpen()
    {
        dialogue::Profile other;
        other.fields = { { "Name", "Ole" } };
        const auto added = m_desk->workspace()->profiles().add(other, "test");
        m_page->activate();
        auto theirs = stored();
        theirs.profile.fields[0].value = "Their Lena";
        m_desk->workspace()->profiles().save(theirs, "someone else");
        m_page->document().setField("Name", QStringLiteral("My Lena"));
        m_page->open({ { QStringLiteral("profile"), QString::fromStdString(added.profile.id) } });
        QVERIFY(m_page->hasUnsaved());
        QCOMPARE(m_page->document().profile().text("Name"), std::string("My Lena"));
        QVERIFY(m_page->notice().text().contains(QStringLiteral("not saved yet")));
        click("Keep mine");
        QVERIFY(!m_page->hasUnsaved());
        QCOMPARE(stored().profile.text("Name"), std::string("My Lena"));
    }

    // Renamed while a search is on: typing goes on in the same profile.
    void stillOpenWhenTheSearchFindsItNoMore()
    {
        dialogue::Profile other;
        for (const char *name : { "Helena", "Ole" }) {
            other.fields = { { "Name", name } };
            m_desk->workspace()->profiles().add(other, "test");
        }
        m_page->activate();
        m_page->open({ { QStringLiteral("profile"), QString::fromStdString(m_dialogue.profile.id) } });
        QCOMPARE(m_page->model().rowCount(), 3);
        m_page->findChild<parts::SearchField *>()->setText(QStringLiteral("lena"));
        QTRY_COMPARE(m_page->model().rowCount(), 2);
        QCOMPARE(m_page->document().profile().id, m_dialogue.profile.id);
        m_page->document().setField("Name", QStringLiteral("Mia"));
        m_page->settle();
        m_page->activate();
        QCOMPARE(m_page->model().rowCount(), 1);
        QCOMPARE(m_page->document().profile().id, m_dialogue.profile.id);
        QVERIFY(m_page->history().stack().canUndo());
    }

    void usedProfilesStay()
    {
        QMetaObject::invokeMethod(m_page.get(), "removeCurrent");
        QCOMPARE(m_desk->workspace()->profiles().count(), int64_t(1));
        QVERIFY(!m_page->notice().text().isEmpty());
    }

    void newOnesAreWrittenAndDeleted()
    {
        m_page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        QCOMPARE(m_desk->workspace()->profiles().count(), int64_t(2));
        m_page->document().setField("Name", QStringLiteral("Noor"));
        QMetaObject::invokeMethod(m_page.get(), "removeCurrent");
        QCOMPARE(m_desk->workspace()->profiles().count(), int64_t(1));
        click("Bring back");
        QCOMPARE(m_desk->workspace()->profiles().count(), int64_t(2));
        QCOMPARE(m_page->document().profile().text("Name"), std::string("Noor"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
        QCOMPARE(m_desk->workspace()->profiles().count(), int64_t(1));
    }

private:
    storage::StoredProfile stored() { return m_desk->workspace()->profiles().get(m_dialogue.profile.id); }

    QLineEdit *field(const char *name)
    {
        for (auto *edit : m_page->findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == QLatin1String(name))
                return edit;
        }
        return nullptr;
    }

    void click(const char *text)
    {
        for (auto *button : m_page->notice().findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String(text))
                button->click();
        }
    }

    std::unique_ptr<fakes::FakeDesk> m_desk;
    std::unique_ptr<ProfilesPage> m_page;
    dialogue::Dialogue m_dialogue;
};

ATTUNE_TEST(TstProfilesPage)
#include "tst_profiles_page.moc"

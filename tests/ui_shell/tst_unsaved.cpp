// SPDX-License-Identifier: GPL-3.0-or-later
// What a person has written and what a page cannot show: neither ends with the window.
#include "harness/test_case.h"
#include "ui_shell/window_case.h"

#include "ui/parts/notice_bar.h"
#include "ui/shell/language.h"

#include <SQLiteCpp/Database.h>

#include <QPointer>
#include <QPushButton>

class TstUnsaved : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // A page with something that could not be saved keeps the window, the workspace and the page, until the person lets go.
    void unsavedKeepsTheWindow_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("close") << QStringLiteral("close");
        QTest::newRow("another workspace") << QStringLiteral("workspace");
        QTest::newRow("language") << QStringLiteral("language");
    }
    void unsavedKeepsTheWindow()
    {
        QFETCH(QString, what);
        WindowCase c;
        c.openFilled();
        c.window->show();
        auto *page = c.window->showPage(QStringLiteral("profiles"));
        QTRY_VERIFY(page->isReady());
        fieldNamed(page, "Name")->setFocus();
        QTest::keyClicks(fieldNamed(page, "Name"), QStringLiteral(" von"));
        auto &profiles = c.window->workspace()->profiles();
        for (const auto &row : profiles.list()) {
            auto theirs = profiles.get(row.id);
            theirs.profile.fields.push_back({ "note", "theirs" });
            profiles.save(theirs, "someone else");
        }
        c.window->showPage(QStringLiteral("dialogues")); // leaving the page is no danger: it stays as it is
        const auto leave = [&] {
            if (what == QLatin1String("close"))
                c.window->close();
            else if (what == QLatin1String("workspace"))
                c.window->createWorkspace(c.folder("other.attune"));
            else
                c.settings.set(shell::kLanguage, QStringLiteral("zh_CN"));
        };
        leave();
        auto *notice = noticeOf(c);
        QTRY_VERIFY(!notice->text().isEmpty());
        QVERIFY(c.window->isVisible());
        QCOMPARE(c.window->currentPage(), page);
        QVERIFY(page->hasUnsaved());
        QCOMPARE(c.window->workspace()->name(), QStringLiteral("study"));
        QPointer<parts::Page> kept(page);
        notice->findChild<QPushButton *>()->click();
        if (what == QLatin1String("close"))
            QTRY_VERIFY(!c.window->isVisible());
        else
            QTRY_VERIFY(!kept);
        c.settings.set(shell::kLanguage, QStringLiteral("en"));
        QCoreApplication::processEvents();
    }

    // Decided on the page, nothing is asked any more: the window stays open, and its notice would be false.
    void theQuestionEndsWithItsReason()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        auto *page = c.window->showPage(QStringLiteral("profiles"));
        QTRY_VERIFY(page->isReady());
        fieldNamed(page, "Name")->setFocus();
        QTest::keyClicks(fieldNamed(page, "Name"), QStringLiteral(" von"));
        auto &profiles = c.window->workspace()->profiles();
        for (const auto &row : profiles.list()) {
            auto theirs = profiles.get(row.id);
            theirs.profile.fields.push_back({ "note", "theirs" });
            profiles.save(theirs, "someone else");
        }
        c.window->close();
        QTRY_VERIFY(noticeOf(c)->text().contains(QStringLiteral("could not be saved yet")));
        QTest::qWait(500);
        QVERIFY(noticeOf(c)->text().contains(QStringLiteral("could not be saved yet"))); // it is so
        for (auto *button : page->findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String("Keep mine") && button->isVisible()) {
                button->click();
                break;
            }
        }
        QVERIFY(!page->hasUnsaved());
        QTRY_VERIFY2(noticeOf(c)->text().isEmpty(), qPrintable(noticeOf(c)->text()));
        QVERIFY(c.window->isVisible());
    }

    // A damaged row of the database takes no page away, and those that would show it tell of it.
    void damagedPromptsAreTold_data()
    {
        QTest::addColumn<QString>("page");
        for (const char *page : { "prompts", "chat", "train", "evaluate" })
            QTest::newRow(page) << QString::fromLatin1(page);
    }
    void damagedPromptsAreTold()
    {
        QFETCH(QString, page);
        WindowCase c;
        c.openFilled();
        c.window->workspace()->prompts().add({ .name = "Damaged", .content = base::Json::object() }, "test");
        c.window->workspace()->database().connection().exec("UPDATE prompt_version SET content = '{\"sections\": 7'");
        auto *shown = c.window->showPage(page);
        QVERIFY(shown);
        const auto told = [&] {
            QStringList all { noticeOf(c)->text() };
            for (const auto *notice : shown->findChildren<parts::NoticeBar *>())
                all << notice->text();
            return all.join(QLatin1Char(' '));
        };
        QTRY_VERIFY2(told().contains(QStringLiteral("not valid JSON")), qPrintable(told()));
    }

    void escLeavesTheShortcuts()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        c.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(c.window.get()));
        c.window->showPage(QStringLiteral("profiles"));
        auto *page = c.window->showPage(QStringLiteral("shortcuts"));
        page->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(c.window->currentPage()->objectName(), QStringLiteral("profiles"));
    }

private:
    static parts::NoticeBar *noticeOf(const WindowCase &c)
    {
        return c.window->centralWidget()->findChild<parts::NoticeBar *>(QString(), Qt::FindDirectChildrenOnly);
    }

    static QLineEdit *fieldNamed(QWidget *page, const char *name)
    {
        for (auto *field : page->findChildren<QLineEdit *>()) {
            if (field->accessibleName() == QLatin1String(name))
                return field;
        }
        return nullptr;
    }
};

ATTUNE_TEST(TstUnsaved)
#include "tst_unsaved.moc"

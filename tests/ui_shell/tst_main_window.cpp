// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui_shell/window_case.h"

#include "ui/parts/notice_bar.h"
#include "ui/shell/application.h"
#include "ui/shell/language.h"

#include <QAbstractButton>
#include <QFile>
#include <QLabel>
#include <QMenuBar>
#include <QPointer>
#include <QRadioButton>

#include <algorithm>

ATTUNE_TESTS_IN(shell::Application)

class TstMainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsOnHomeWithoutAWorkspace()
    {
        WindowCase c;
        QCOMPARE(c.window->currentPage()->objectName(), QStringLiteral("home"));
        QVERIFY(!c.window->showPage(QStringLiteral("dialogues")));
        QCOMPARE(c.window->currentPage()->objectName(), QStringLiteral("home"));
    }

    // What makes a start slow is what could have waited: counted here, timed by tests/bench/window.
    void aStartDoesNothingThatCanWait()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        QVERIFY(QTest::qWaitForWindowExposed(c.window.get()));
        QCOMPARE(c.window->findChildren<parts::Page *>().size(), 1);
        QFile children(QStringLiteral("/proc/self/task/%1/children").arg(QCoreApplication::applicationPid()));
        if (children.open(QIODevice::ReadOnly))
            QCOMPARE(children.readAll().trimmed(), QByteArray()); // no worker
        QFile maps(QStringLiteral("/proc/self/maps"));
        QVERIFY(maps.open(QIODevice::ReadOnly));
        const QByteArray mapped = maps.readAll();
        QVERIFY(mapped.contains("libQt6Widgets")); // the list is what it seems to be
        for (const char *heavy : { "libtorch", ".gguf", ".safetensors" })
            QVERIFY2(!mapped.contains(heavy), heavy);
    }

    void everyPageOpens()
    {
        WindowCase c;
        c.openFilled();
        QVERIFY(c.window->pageIds().size() >= 5);
        for (const QString &id : c.window->pageIds()) {
            parts::Page *page = c.window->showPage(id);
            QVERIFY2(page, qPrintable(id));
            QTRY_VERIFY2(page->isReady(), qPrintable(id));
        }
    }

    void pagesAreMadeWhenShown()
    {
        WindowCase c;
        c.openFilled();
        QCOMPARE(c.window->findChildren<parts::Page *>().size(), 1);
        c.window->showPage(QStringLiteral("profiles"));
        QCOMPARE(c.window->findChildren<parts::Page *>().size(), 2);
    }

    // What packaging/run.sh asks for, the first time and every further time.
    void opensTheSampleWhereItIsTold()
    {
        qputenv("ATTUNE_DATA", ATTUNE_SOURCE_DIR);
        WindowCase c;
        c.window->openSample(c.folder("mine.attune"));
        QVERIFY(c.window->workspace());
        QCOMPARE(c.window->workspace()->name(), QStringLiteral("mine"));
        const int64_t dialogues = c.window->workspace()->dialogues().count();
        QVERIFY(dialogues > 0);
        c.window->closeWorkspace();
        c.window->openSample(c.folder("mine.attune"));
        QCOMPARE(c.window->workspace()->dialogues().count(), dialogues);
    }

    void switchesWorkspaces()
    {
        WindowCase c;
        c.openFilled();
        QVERIFY(c.window->createWorkspace(c.folder("other.attune")));
        QCOMPARE(c.window->workspace()->name(), QStringLiteral("other"));
        QVERIFY(c.window->windowTitle().startsWith(QStringLiteral("other")));
        QVERIFY(c.window->openWorkspace(c.folder()));
        QCOMPARE(c.window->workspace()->dialogues().count(), 2);
    }

    void refusesWhatIsNoWorkspaceAndKeepsTheOldOne()
    {
        WindowCase c;
        c.openFilled();
        QVERIFY(!c.window->openWorkspace(c.dir.path()));
        QCOMPARE(c.window->workspace()->name(), QStringLiteral("study"));
        auto *notice = c.window->centralWidget()->findChild<parts::NoticeBar *>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY(notice->text().contains(QStringLiteral("is not an Attune workspace")));
    }

    void refusesAWorkspaceOfANewerVersion()
    {
        WindowCase c;
        c.openFilled();
        QVERIFY(c.window->createWorkspace(c.folder("newer.attune")));
        QVERIFY(c.window->openWorkspace(c.folder())); // closes the new one
        // The user version stands in the header of an SQLite file, at byte 60, four bytes, the highest first.
        QFile database(c.folder("newer.attune") + QStringLiteral("/workspace.db"));
        QVERIFY(database.open(QIODevice::ReadWrite));
        QVERIFY(database.seek(60));
        QCOMPARE(database.write(QByteArray("\0\0\0\x63", 4)), qint64(4));
        database.seek(0);
        const QByteArray before = database.readAll();
        database.close();

        QVERIFY(!c.window->openWorkspace(c.folder("newer.attune")));
        QCOMPARE(c.window->workspace()->name(), QStringLiteral("study"));
        auto *notice = c.window->centralWidget()->findChild<parts::NoticeBar *>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY2(notice->text().contains(QStringLiteral("newer")), qPrintable(notice->text()));
        QVERIFY(database.open(QIODevice::ReadOnly));
        QVERIFY(database.readAll() == before);
    }

    void remembersThePageOfEachWorkspace()
    {
        WindowCase c;
        parts::Settings settings(c.dir.filePath(QStringLiteral("config")));
        settings.set(shell::kTheme, QStringLiteral("light"));
        workspace::Workspace::create(c.folder().toStdString()).reset();
        {
            shell::MainWindow window(settings);
            QVERIFY(window.openWorkspace(c.folder()));
            window.showPage(QStringLiteral("profiles"));
        }
        shell::MainWindow again(settings);
        QVERIFY(again.openWorkspace(c.folder()));
        QCOMPARE(again.currentPage()->objectName(), QStringLiteral("profiles"));
    }

    void languageTakesEffectAtOnce()
    {
        WindowCase c;
        c.openFilled();
        c.window->showPage(QStringLiteral("preferences"));
        c.settings.set(shell::kLanguage, QStringLiteral("zh_CN"));
        QTRY_COMPARE(c.window->menuBar()->actions().first()->text(), QStringLiteral("工作区(&W)"));
        QCOMPARE(c.window->currentPage()->objectName(), QStringLiteral("preferences"));
        c.settings.set(shell::kLanguage, QStringLiteral("en"));
        QTRY_COMPARE(c.window->menuBar()->actions().first()->text(), QStringLiteral("&Workspace"));
    }

    // Somebody clicks twice: in the new language another button may lie under the second click.
    void aDoubleClickChoosesOneLanguage()
    {
        WindowCase c;
        c.openFilled();
        QPointer<parts::Page> page = c.window->showPage(QStringLiteral("preferences"));
        const auto buttons = page->findChildren<QRadioButton *>();
        const auto chinese = std::find_if(buttons.begin(), buttons.end(), [](const QRadioButton *b) { return b->text() == QStringLiteral("简体中文"); });
        QVERIFY(chinese != buttons.end());
        (*chinese)->click();
        QTest::qWait(QApplication::doubleClickInterval() / 4);
        QVERIFY(page);
        (*chinese)->click();
        QTRY_COMPARE(c.window->menuBar()->actions().first()->text(), QStringLiteral("工作区(&W)"));
        QVERIFY(!page);
        c.settings.set(shell::kLanguage, QStringLiteral("en"));
        QTRY_COMPARE(c.window->menuBar()->actions().first()->text(), QStringLiteral("&Workspace"));
    }

    void themeTakesEffectAtOnce()
    {
        WindowCase c;
        c.settings.set(shell::kTheme, QStringLiteral("dark"));
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 60);
        c.settings.set(shell::kTheme, QStringLiteral("light"));
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > 200);
    }

    // Closing while text is being edited loses nothing.
    void closingSettlesThePage()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        auto *page = c.window->showPage(QStringLiteral("profiles"));
        QTRY_VERIFY(page->isReady());
        auto *name = fieldNamed(page, "Name");
        QVERIFY(name);
        name->setFocus();
        QTest::keyClicks(name, QStringLiteral(" von"));
        c.window->close();
        const auto profiles = c.window->workspace()->profiles().list();
        QVERIFY(std::any_of(profiles.begin(), profiles.end(), [](const auto &row) { return row.name.ends_with(" von"); }));
    }

private:
    static QLineEdit *fieldNamed(QWidget *page, const char *name)
    {
        for (auto *field : page->findChildren<QLineEdit *>()) {
            if (field->accessibleName() == QLatin1String(name))
                return field;
        }
        return nullptr;
    }
};

ATTUNE_TEST(TstMainWindow)
#include "tst_main_window.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Workspaces in trouble, as the window shows them: damaged, gone while they are open, on media that can only be read.
#include "harness/test_case.h"
#include "window_case.h"

#include "storage/backups.h"
#include "storage/import_journal.h"
#include "ui/parts/notice_bar.h"
#include "ui/shell/running_bar.h"

#include <SQLiteCpp/Database.h>

#include <QLabel>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSemaphore>
#include <QThreadPool>

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <new>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

class TstWorkspaceTrouble : public QObject
{
    Q_OBJECT

private:
    static QString told(const WindowCase &shown)
    {
        QString text;
        for (const parts::NoticeBar *bar : shown.window->findChildren<parts::NoticeBar *>())
            text += bar->text();
        return text;
    }
    static QString barText(const WindowCase &shown)
    {
        QString text;
        for (const QLabel *label : shown.window->findChildren<shell::RunningBar *>().last()->findChildren<QLabel *>())
            text += label->isHidden() ? QString() : label->text();
        return text;
    }
    static QPushButton *button(const WindowCase &shown, const QString &text)
    {
        for (QPushButton *button : shown.window->findChildren<QPushButton *>()) {
            if (button->text() == text && !button->isHidden())
                return button;
        }
        return nullptr;
    }

private Q_SLOTS:
    void aDamagedOneOffersItsBackup()
    {
        WindowCase shown;
        const fs::path folder = shown.folder().toStdString();
        {
            storage::Database database = storage::Database::create(folder);
            dialogue::Dialogue d;
            d.source_key = "1";
            d.turns = { { {}, dialogue::Speaker::Seeker, "kept", {} } };
            storage::DialogueRepository(database).add(d, "me");
            database.backUp();
            d.source_key = "2";
            d.id.clear();
            storage::DialogueRepository(database).add(d, "me");
        }
        fs::resize_file(folder / "workspace.db", fs::file_size(folder / "workspace.db") / 2);
        QVERIFY(!shown.window->openWorkspace(shown.folder()));
        QVERIFY(!shown.window->workspace());
        QTRY_VERIFY(told(shown).contains(QStringLiteral("Its newest good backup")));
        QPushButton *back = button(shown, QStringLiteral("Go back to this backup"));
        QVERIFY(back);
        back->click();
        QTRY_VERIFY(shown.window->workspace());
        QCOMPARE(shown.window->workspace()->dialogues().count(), 1);
        QVERIFY(!fs::is_empty(folder / "backups"));
    }

    // The window answers while it is brought up to date, then shows it.
    void aLargeOldOneIsBroughtUpToDateBesideTheWindow()
    {
        WindowCase shown;
        const fs::path folder = shown.folder().toStdString();
        fs::create_directories(folder.parent_path());
        fs::copy(harness::golden("workspace_schema3"), folder, fs::copy_options::recursive);
        fs::resize_file(folder / "workspace.db", 20 << 20); // as large as one that takes its time
        QVERIFY(!shown.window->openWorkspace(shown.folder()));
        QVERIFY(told(shown).contains(QStringLiteral("is being brought up to date")));
        QVERIFY(!shown.window->openWorkspace(shown.folder())); // whoever presses again waits for the same
        QTRY_VERIFY(shown.window->workspace());
        QCOMPARE(shown.window->workspace()->dialogues().count(), 12);
        QVERIFY(!told(shown).contains(QStringLiteral("brought up to date")));
    }

    // The window is closed, and what it was made with is gone, while backups are still looked through.
    void aRepairOutlivesItsWindow()
    {
        QTemporaryDir dir;
        const fs::path folder = fs::path(dir.path().toStdString()) / "study.attune";
        storage::Database::create(folder).backUp();
        fs::resize_file(folder / "workspace.db", fs::file_size(folder / "workspace.db") / 2);
        QThreadPool &pool = *QThreadPool::globalInstance();
        const int threads = pool.maxThreadCount();
        QVERIFY(pool.waitForDone());
        pool.setMaxThreadCount(1);
        QSemaphore goOn;
        pool.start([&goOn] { goOn.acquire(); });
        alignas(parts::Settings) std::array<unsigned char, sizeof(parts::Settings)> place {};
        auto *settings = new (place.data()) parts::Settings(QString());
        {
            shell::prepareLook(*qApp);
            shell::MainWindow window(*settings);
            QVERIFY(!window.openWorkspace(QString::fromStdString(folder.string())));
        }
        settings->~Settings();
        place.fill(0xab); // whoever still looks there crashes
        goOn.release();
        QVERIFY(pool.waitForDone());
        pool.setMaxThreadCount(threads);
        QCoreApplication::processEvents();
    }

    // What going back would lose is told before anybody goes back.
    void whatIsNewerIsTold_data()
    {
        QTest::addColumn<QString>("work");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << "" << "Nothing is newer than it.";
        QTest::newRow("a prompt") << "INSERT INTO prompt VALUES ('p', 'p', 1, ''); INSERT INTO prompt_version VALUES"
                                     " ('p', 1, '{}', 'h', 'me', '2026-11-30T10:00:00.000Z')" << "1 saved change is newer than it: ";
        QTest::newRow("a draft") << "INSERT INTO draft (object_id, field, kind, text, base_revision, author, time) VALUES"
                                    " ('chat', 'composer', 'chat', 'typed', 0, 'me', '2026-11-30T10:00:00.000Z')"
                                 << "1 draft that was not saved yet is newer than it.";
        QTest::newRow("a model") << "INSERT INTO known_model (id, name, path, added) VALUES ('m', 'm', '/m', '')" << "1 saved change is newer than it.";
        QTest::newRow("what cannot be read") << "header" << "What is newer than it cannot be read.";
    }
    void whatIsNewerIsTold()
    {
        QFETCH(QString, work);
        QFETCH(QString, sentence);
        WindowCase shown;
        const fs::path folder = shown.folder().toStdString();
        {
            storage::Database database = storage::Database::create(folder);
            dialogue::Dialogue d;
            d.source_key = "1";
            d.turns = { { {}, dialogue::Speaker::Seeker, std::string(40000, 'a'), {} } };
            storage::DialogueRepository(database).add(d, "me");
            database.backUp();
        }
        const bool header = work == QLatin1String("header");
        {
            SQLite::Database other((folder / "workspace.db").string(), SQLite::OPEN_READWRITE);
            if (!header)
                other.exec(work.toStdString());
            other.exec("PRAGMA ignore_check_constraints = ON; UPDATE turn SET speaker = 'nobody'"); // damaged, where no work is
        }
        if (header)
            fs::resize_file(folder / "workspace.db", 50);
        QVERIFY(!shown.window->openWorkspace(shown.folder()));
        QTRY_VERIFY(button(shown, QStringLiteral("Go back to this backup")));
        QVERIFY2(told(shown).contains(sentence), qPrintable(told(shown)));
    }

    void whateverStandsInItsPlace_data()
    {
        using Harm = std::function<void(const fs::path &)>;
        QTest::addColumn<Harm>("harm");
        QTest::newRow("folder") << Harm([](const fs::path &f) { fs::remove(f); fs::create_directory(f); });
        QTest::newRow("pipe") << Harm([](const fs::path &f) { fs::remove(f); ::mkfifo(f.c_str(), 0644); });
        QTest::newRow("link to nothing") << Harm([](const fs::path &f) { fs::remove(f); fs::create_symlink("nowhere", f); });
        QTest::newRow("nothing") << Harm([](const fs::path &f) { fs::remove(f); });
        QTest::newRow("empty") << Harm([](const fs::path &f) { fs::resize_file(f, 0); });
        QTest::newRow("a trigger in it") << Harm([](const fs::path &f) {
            SQLite::Database(f.string(), SQLite::OPEN_READWRITE).exec("CREATE TRIGGER t AFTER INSERT ON dialogue BEGIN DELETE FROM turn; END");
        });
    }
    void whateverStandsInItsPlace()
    {
        QFETCH(const std::function<void(const fs::path &)>, harm);
        WindowCase shown;
        shown.openFilled();
        shown.window->workspace()->database().backUp();
        shown.window->closeWorkspace();
        const fs::path file = fs::path(shown.folder().toStdString()) / "workspace.db";
        harm(file);
        QVERIFY(!shown.window->openWorkspace(shown.folder()));
        QTRY_VERIFY(button(shown, QStringLiteral("Go back to this backup")));
        button(shown, QStringLiteral("Go back to this backup"))->click();
        QTRY_VERIFY(shown.window->workspace());
        QCOMPARE(shown.window->workspace()->dialogues().count(), 2);
    }

    // The sample is a workspace like any other once people have worked in it.
    void aDamagedSampleOffersItsBackup()
    {
        WindowCase shown;
        shown.openFilled();
        shown.window->workspace()->database().backUp();
        shown.window->closeWorkspace();
        fs::remove(fs::path(shown.folder().toStdString()) / "workspace.db");
        shown.window->openSample(shown.folder());
        QTRY_VERIFY2(button(shown, QStringLiteral("Go back to this backup")), qPrintable(told(shown)));
    }

    void oneThatIsGoneIsToldAtOnce_data()
    {
        QTest::addColumn<bool>("moved");
        QTest::newRow("moved") << true;
        QTest::newRow("deleted") << false;
    }
    void oneThatIsGoneIsToldAtOnce()
    {
        QFETCH(bool, moved);
        WindowCase shown;
        shown.openFilled();
        const fs::path folder = shown.folder().toStdString();
        if (moved)
            fs::rename(folder, folder.string() + "-moved");
        else
            fs::remove_all(folder);
        QTRY_VERIFY_WITH_TIMEOUT(told(shown).contains(QStringLiteral("moved, deleted, replaced")), 3000);
        QVERIFY(button(shown, QStringLiteral("Open it where it is now…")));
        dialogue::Dialogue d;
        d.turns = { { {}, dialogue::Speaker::Seeker, "too late", {} } };
        QVERIFY_EXCEPTION_THROWN(shown.window->workspace()->dialogues().add(d, "me"), base::Failure);
        if (moved) {
            fs::rename(folder.string() + "-moved", folder);
            shown.window->workspace()->dialogues().add(d, "me"); // put back, it goes on
        }
    }

    // A question about what could not be saved stands before it, and not in its place.
    void theWayToAMovedOneOutlivesAQuestion()
    {
        WindowCase shown;
        shown.openFilled();
        shown.window->show();
        auto *prompts = shown.window->showPage(QStringLiteral("prompts"));
        const fs::path folder = shown.folder().toStdString();
        fs::rename(folder, folder.string() + "-moved");
        QTRY_VERIFY(button(shown, QStringLiteral("Open it where it is now…")));
        for (auto *field : prompts->findChildren<QPlainTextEdit *>()) {
            if (field->accessibleName() == QLatin1String("Role definition"))
                field->insertPlainText(QStringLiteral("mine"));
        }
        shown.window->close();
        QVERIFY(shown.window->isVisible());
        QVERIFY2(told(shown).contains(QStringLiteral("could not be saved yet")), qPrintable(told(shown)));
        auto *notice = shown.window->centralWidget()->findChild<parts::NoticeBar *>(QString(), Qt::FindDirectChildrenOnly);
        notice->clear();
        QVERIFY(button(shown, QStringLiteral("Open it where it is now…")));
        fs::rename(folder.string() + "-moved", folder);
        shown.window->closeUnasked();
    }

    // With cp, which keeps the file: what is copied there opens, without the log of what was there.
    void oneThatIsCopiedOverIsTold()
    {
        WindowCase shown;
        shown.openFilled();
        const fs::path folder = shown.folder().toStdString();
        const fs::path other = folder.string() + "-other";
        {
            storage::Database made = storage::Database::create(other);
            dialogue::Dialogue d;
            d.turns = { { {}, dialogue::Speaker::Seeker, std::string(100'000, 'a'), {} } };
            for (int i = 0; i < 5; ++i)
                storage::DialogueRepository(made).add(d, "me");
        }
        QTest::qWait(700); // the window is at rest
        const QStringList files { QString::fromStdString((other / "workspace.db").string()), QString::fromStdString((folder / "workspace.db").string()) };
        QCOMPARE(QProcess::execute(QStringLiteral("cp"), files), 0);
        QTRY_VERIFY_WITH_TIMEOUT(told(shown).contains(QStringLiteral("moved, deleted, replaced")), 3000);
        QVERIFY_EXCEPTION_THROWN(shown.window->workspace()->dialogues().add({}, "me"), base::Failure);
        QVERIFY(shown.window->openWorkspace(shown.folder()));
        QCOMPARE(shown.window->workspace()->dialogues().count(), 5);
    }

    // Of a large one only a part can be taken back in the moment of opening; the rest goes before the eyes of a person, who is told why.
    void aCutImportIsTakenBackVisibly()
    {
        WindowCase shown;
        shown.openFilled();
        shown.window->closeWorkspace();
        {
            storage::Database database = storage::Database::open(shown.folder().toStdString());
            storage::DialogueRepository dialogues(database);
            storage::ImportJournal journal(database, "big.json", "me");
            database.transaction([&] {
                for (int i = 0; i < 900; ++i)
                    journal.note(dialogues.add({}, "me"));
            });
            storage::abandonOwnImports(database);
        }
        QVERIFY(shown.window->openWorkspace(shown.folder()));
        QVERIFY2(barText(shown).contains(QStringLiteral("is being taken back")), qPrintable(barText(shown)));
        shown.window->rebuild();
        QVERIFY(barText(shown).contains(QStringLiteral("is being taken back")));
        QTRY_VERIFY(!barText(shown).contains(QStringLiteral("is being taken back")));
        QTRY_VERIFY(told(shown).contains(QStringLiteral("The import of big.json was cut off. The 900 dialogues")));
        QCOMPARE(shown.window->workspace()->dialogues().count(), 2);
    }

    void readOnlyIsShown()
    {
        WindowCase shown;
        shown.openFilled();
        shown.window->closeWorkspace();
        const fs::path folder = shown.folder().toStdString();
        fs::permissions(shown.dir.path().toStdString(), fs::perms(0755));
        fs::permissions(folder / "workspace.db", fs::perms(0444));
        fs::permissions(folder, fs::perms(0555));
        const bool root = ::geteuid() == 0 && ::seteuid(65534) == 0;
        if (root && ::faccessat(AT_FDCWD, folder.c_str(), R_OK | X_OK, AT_EACCESS) != 0) {
            if (::seteuid(0) != 0)
                std::abort();
            fs::permissions(folder, fs::perms(0755));
            QSKIP("skipped: root tests this as another user, whom TMPDIR keeps out");
        }
        const bool opened = shown.window->openWorkspace(shown.folder());
        const bool readOnly = opened && shown.window->workspace()->isReadOnly();
        const int64_t count = opened ? shown.window->workspace()->dialogues().count() : -1;
        const QString title = shown.window->windowTitle();
        const QString text = barText(shown);
        const QString notice = told(shown);
        shown.window->closeWorkspace();
        if (root && ::seteuid(0) != 0)
            std::abort();
        fs::permissions(folder, fs::perms(0755));
        QVERIFY(opened);
        QVERIFY(readOnly);
        QCOMPARE(count, 2);
        QVERIFY2(title.contains(QStringLiteral("(read only)")), qPrintable(title));
        QVERIFY2(text.contains(QStringLiteral("can only be read")), qPrintable(text));
        QCOMPARE(notice, QString()); // it would stand over the heads of all pages
    }
};

ATTUNE_TEST(TstWorkspaceTrouble)
#include "tst_workspace_trouble.moc"

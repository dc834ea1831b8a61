// SPDX-License-Identifier: GPL-3.0-or-later
// Before the window goes: every page that holds something is named, nothing else is dropped, and runs that wait go on without it.
#include "fakes/fake_worker.h"
#include "harness/test_case.h"
#include "ui_shell/window_case.h"

#include "jobs/job_queue.h"
#include "jobs/start.h"
#include "jobs/workspace_jobs.h"
#include "ui/parts/notice_bar.h"
#include "ui/shell/end_signals.h"
#include "ui/shell/language.h"
#include "workspace/prompt_shelf.h"
#include "workspace/storage_lane.h"

#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>

#include <csignal>
#include <future>

namespace {

constexpr int kPatience = 20000;

parts::NoticeBar *noticeOf(const WindowCase &c)
{
    return c.window->centralWidget()->findChild<parts::NoticeBar *>(QString(), Qt::FindDirectChildrenOnly);
}

template <typename Field> Field *fieldNamed(const QWidget *page, const QString &name)
{
    for (auto *field : page->findChildren<Field *>()) {
        if (field->accessibleName() == name)
            return field;
    }
    return nullptr;
}

QPushButton *buttonNamed(const QWidget *within, const QString &text)
{
    for (auto *button : within->findChildren<QPushButton *>()) {
        if (button->text() == text && !button->isHidden())
            return button;
    }
    return nullptr;
}

constexpr char kOneDialogue[] = R"({"7": {"whole_dialog": ["seeker:Hello.", "supporter:Yes."], "character": {"Name": "Ada"}}})";

// A file that was dropped on Dialogues and waits behind a gate.
struct HeldImport
{
    HeldImport(WindowCase &c, const QByteArray &content)
    {
        parts::Page *page = c.window->showPage(QStringLiteral("dialogues"));
        QTRY_VERIFY(page->isReady());
        const QString path = c.dir.filePath(QStringLiteral("in.json"));
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        }
        c.window->workspace()->bulk().run(&receiver,
            [open = gate.get_future().share()](const workspace::StorageLane::Context &) { open.wait(); }, [] {});
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(path) });
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(page, &enter);
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(page, &drop);
    }

    QObject receiver;
    std::promise<void> gate;
};

// Types where another desk has saved.
void makeProfileConflict(WindowCase &c)
{
    auto *page = c.window->showPage(QStringLiteral("profiles"));
    QTRY_VERIFY(page->isReady());
    auto *name = fieldNamed<QLineEdit>(page, QStringLiteral("Name"));
    name->setFocus();
    QTest::keyClicks(name, QStringLiteral(" von"));
    auto &profiles = c.window->workspace()->profiles();
    for (const auto &row : profiles.list()) {
        auto theirs = profiles.get(row.id);
        theirs.profile.fields.push_back({ "note", "theirs" });
        profiles.save(theirs, "someone else");
    }
}

void makePromptConflict(WindowCase &c)
{
    auto *page = c.window->showPage(QStringLiteral("prompts"));
    auto &prompts = c.window->workspace()->prompts();
    page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
    page->settle(); // a version of its own
    auto *role = fieldNamed<QPlainTextEdit>(page, QStringLiteral("Role definition"));
    role->insertPlainText(QStringLiteral("mine"));
    const auto kept = prompts.list().front();
    auto theirs = workspace::toPrompt(kept);
    theirs.section(text::SectionKind::TaskObjective).text = "Theirs.";
    auto stored = workspace::toStored(theirs);
    stored.version = kept.version;
    prompts.save(stored, "someone else");
}

} // namespace

class TstLeaving : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPageIsNamed()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        makeProfileConflict(c);
        makePromptConflict(c);
        c.window->showPage(QStringLiteral("runs"));
        c.window->close();
        QVERIFY(c.window->isVisible());
        const QString told = noticeOf(c)->text();
        QVERIFY2(told.contains(QStringLiteral("Profiles")) && told.contains(QStringLiteral("Prompts")), qPrintable(told));
        QVERIFY(c.window->currentPage()->hasUnsaved());
        noticeOf(c)->findChild<QPushButton *>()->click();
        QTRY_VERIFY(!c.window->isVisible());
    }

    // "Go on without saving" was said of one page; another one holds something since.
    void nothingElseIsDropped()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        makeProfileConflict(c);
        c.window->close();
        QVERIFY(!noticeOf(c)->text().contains(QStringLiteral("Prompts")));
        auto *goOn = noticeOf(c)->findChild<QPushButton *>();
        makePromptConflict(c);
        goOn->click();
        QTRY_VERIFY(noticeOf(c)->text().contains(QStringLiteral("Prompts")));
        QVERIFY(c.window->isVisible());
        noticeOf(c)->findChild<QPushButton *>()->click();
        QTRY_VERIFY(!c.window->isVisible());
    }

    // It is taken back when it is ended: nobody is to find that out by looking.
    void anImportIsAskedAbout_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<bool>("fails");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<int>("left");
        QTest::newRow("end it") << QStringLiteral("End it and go on") << false << true << 2;
        QTest::newRow("wait") << QStringLiteral("Go on when it is done") << false << true << 3;
        QTest::newRow("wait, and it fails") << QStringLiteral("Go on when it is done") << true << false << 2;
        QTest::newRow("neither") << QString() << false << false << 3;
    }
    void anImportIsAskedAbout()
    {
        QFETCH(QString, answer);
        QFETCH(bool, fails);
        QFETCH(bool, closes);
        QFETCH(int, left);
        WindowCase c;
        c.openFilled();
        c.window->show();
        HeldImport import(c, fails ? "{" : kOneDialogue);
        c.window->close();
        QVERIFY(c.window->isVisible());
        QVERIFY2(noticeOf(c)->text().contains(QStringLiteral("Dialogues is at work")), qPrintable(noticeOf(c)->text()));
        if (!answer.isEmpty()) {
            QPushButton *button = buttonNamed(noticeOf(c), answer);
            QVERIFY(button);
            button->click();
        }
        QCoreApplication::processEvents();
        import.gate.set_value();
        QTRY_COMPARE(c.window->isVisible(), !closes);
        QTRY_VERIFY(noticeOf(c)->text().isEmpty()); // the question ends with its reason
        if (!closes)
            QTRY_COMPARE(c.window->workspace()->dialogues().count(), int64_t(left));
        c.window->closeWorkspace();
        QCOMPARE(workspace::Workspace::open(c.folder().toStdString())->dialogues().count(), int64_t(left));
    }

    // Another language while an import goes on: it is not dropped, its end can be read, and then the window is drawn anew.
    void anImportOutlivesTheLanguage()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        HeldImport import(c, kOneDialogue);
        QPointer<parts::Page> page = c.window->currentPage();
        c.settings.set(shell::kLanguage, QStringLiteral("zh_CN"));
        QTRY_VERIFY(!noticeOf(c)->text().isEmpty());
        QVERIFY(page);
        import.gate.set_value();
        const auto again = [&]() -> QPushButton * {
            for (auto *button : noticeOf(c)->findChildren<QPushButton *>()) {
                if (button->isVisible())
                    return button;
            }
            return nullptr;
        };
        QTRY_VERIFY(again());
        QVERIFY(page);
        QCOMPARE(c.window->workspace()->dialogues().count(), int64_t(3));
        auto *told = page->findChild<parts::NoticeBar *>();
        QVERIFY2(told && !told->text().isEmpty(), "what has come of it is told");
        again()->click();
        QTRY_VERIFY(!page);
        c.settings.set(shell::kLanguage, QStringLiteral("en"));
        QCoreApplication::processEvents();
    }

    // SIGTERM during an edit: what closing keeps is kept.
    void endedFromOutside_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void endedFromOutside()
    {
        QFETCH(int, number);
        WindowCase c;
        c.openFilled();
        c.window->show();
        auto *page = c.window->showPage(QStringLiteral("profiles"));
        QTRY_VERIFY(page->isReady());
        auto *name = fieldNamed<QLineEdit>(page, QStringLiteral("Name"));
        name->setFocus();
        QTest::keyClicks(name, QStringLiteral(" Maria"));
        page = c.window->showPage(QStringLiteral("prompts"));
        fieldNamed<QPlainTextEdit>(page, QStringLiteral("Role definition"))->insertPlainText(QStringLiteral("Be kind."));
        const shell::EndSignals signalled;
        connect(&signalled, &shell::EndSignals::asked, c.window.get(), &shell::MainWindow::closeUnasked);
        ::kill(::getpid(), number);
        QTRY_VERIFY(!c.window->isVisible());
        c.window.reset();
        const auto workspace = workspace::Workspace::open(c.folder().toStdString());
        QCOMPARE(workspace->profiles().list({ .search = "Maria" }).size(), size_t(1));
        const auto prompts = workspace->prompts().list();
        QCOMPARE(prompts.size(), size_t(1));
        QVERIFY(prompts[0].content.dump().find("Be kind.") != std::string::npos);
    }

    // Undo in the menu takes back what was typed last where one types, and nothing else.
    void undoOfTheMenu()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        auto *undo = c.window->findChild<QAction *>(QStringLiteral("edit/undo"));
        auto *prompts = c.window->showPage(QStringLiteral("prompts"));
        auto *role = fieldNamed<QPlainTextEdit>(prompts, QStringLiteral("Role definition"));
        const QString before = role->toPlainText();
        role->insertPlainText(QStringLiteral("Be kind."));
        auto *chat = c.window->showPage(QStringLiteral("chat"));
        auto *message = fieldNamed<QPlainTextEdit>(chat, QStringLiteral("Message of the seeker"));
        message->setFocus();
        QTest::keyClicks(message, QStringLiteral("half a sentence"));
        undo->trigger();
        QCOMPARE(message->toPlainText(), QStringLiteral("half a sentence"));
        c.window->showPage(QStringLiteral("prompts"));
        QVERIFY(role->toPlainText() != before); // what another page's menu did is not undone here
        undo->trigger();
        QCOMPARE(role->toPlainText(), before);
        c.window->showPage(QStringLiteral("chat"));
        QCOMPARE(message->toPlainText(), QStringLiteral("half a sentence"));
    }

    // Everything typed or chosen is there in the other language.
    void anotherLanguageLosesNothing()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        const auto profile = c.window->workspace()->profiles().list().front();
        auto *chat = c.window->showPage(QStringLiteral("chat"), { { QStringLiteral("profile"), QString::fromStdString(profile.id) } });
        fieldNamed<QPlainTextEdit>(chat, QStringLiteral("Message of the seeker"))->setPlainText(QStringLiteral("half a sentence"));
        auto *train = c.window->showPage(QStringLiteral("train"));
        auto *name = train->findChild<QLineEdit *>();
        for (auto *field : train->findChildren<QLineEdit *>()) {
            if (field->placeholderText().startsWith(QLatin1String("r16")) || field->placeholderText().startsWith(QLatin1String("r8")))
                name = field;
        }
        name->setText(QStringLiteral("my run"));
        c.settings.set(shell::kLanguage, QStringLiteral("zh_CN"));
        QTRY_COMPARE(c.window->currentPage()->accessibleName(), QStringLiteral("训练"));
        const auto texts = [&](const char *page) {
            QStringList all;
            auto *shown = c.window->showPage(QLatin1String(page));
            for (const auto *field : shown->findChildren<QLineEdit *>())
                all << field->text();
            for (const auto *field : shown->findChildren<QPlainTextEdit *>())
                all << field->toPlainText();
            for (const auto *field : shown->findChildren<QComboBox *>())
                all << field->currentData().toString();
            return all;
        };
        QVERIFY(texts("train").contains(QStringLiteral("my run")));
        QVERIFY(texts("chat").contains(QStringLiteral("half a sentence")));
        QVERIFY(texts("chat").contains(QString::fromStdString(profile.id)));
        c.settings.set(shell::kLanguage, QStringLiteral("en"));
        QCoreApplication::processEvents();
    }

    // What waits when the window closes has a worker of its own then.
    void waitingRunsAreHandedOver_data()
    {
        QTest::addColumn<bool>("closes");
        QTest::newRow("the window closes") << true;
        QTest::newRow("another workspace is opened") << false;
    }
    void waitingRunsAreHandedOver()
    {
        QFETCH(bool, closes);
        fakes::useFakeWorker("polite");
        WindowCase c;
        QVERIFY(c.window->createWorkspace(c.folder()));
        c.window->show();
        fakes::addDialogues(*c.window->workspace(), 12);
        std::filesystem::create_directory(c.folder("model").toStdString());
        run::TrainSpec spec;
        spec.base_model = c.folder("model").toStdString();
        spec.device = "cpu";
        std::vector<run::RunFolder> folders;
        for (int i = 0; i < 3; ++i) {
            const auto data = workspace::freeze(c.window->workspace()->database(), {});
            const std::string id = jobs::startTraining(*c.window->jobs(), spec, data, "run " + std::to_string(i));
            folders.emplace_back(c.window->workspace()->runs().get(id).folder);
        }
        QVERIFY(c.window->jobs()->queue().hasQueued());
        if (closes)
            c.window->close();
        else
            QVERIFY(c.window->createWorkspace(c.folder("other.attune")));
        for (const run::RunFolder &folder : folders)
            QTRY_VERIFY_WITH_TIMEOUT(run::isWorkerAlive(folder), kPatience);
        if (closes)
            QTRY_VERIFY_WITH_TIMEOUT(!c.window->isVisible(), kPatience);
        c.window.reset();
        const auto workspace = workspace::Workspace::open(c.folder().toStdString());
        fakes::endWorkers(*workspace);
    }
};

ATTUNE_TEST(TstLeaving)
#include "tst_leaving.moc"

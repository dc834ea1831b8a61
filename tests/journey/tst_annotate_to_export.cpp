// SPDX-License-Identifier: GPL-3.0-or-later
// An annotator's day in the real window, by keys: a file with odd white space comes in, turns are read, mended and given strategies, a
// sentence is composed through an input method, the window is closed and opened in the middle, a chat is led with the embedded
// model, and what goes out differs from what came in by what was typed and nothing else.
#include "base/files.h"
#include "fakes/export_by_menu.h"
#include "harness/test_case.h"
#include "run/model_card.h"
#include "ui/chat/chat_exchange.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/dialogues/dialogue_list.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/dialogues/turn_editor.h"
#include "ui/parts/message_list.h"
#include "ui/parts/setting.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QDropEvent>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QTemporaryDir>

namespace {

constexpr int kPatience = 30000; // milliseconds

// No-break spaces, a line separator, a carriage return and a tab stand inside the turns; one space too many behind a colon.
const std::string kFile = "{\n"
    "    \"11\": {\n"
    "        \"whole_dialog\": [\n"
    "            \"seeker:I moved\\u00a0house\\u2028and nothing\\tworks.\",\n"
    "            \"supporter: That is a lot.\\r\\nWhat is the worst of it?\",\n"
    "            \"seeker:The boxes.\"\n"
    "        ],\n"
    "        \"character\": {\n"
    "            \"Name\": \"Ada\",\n"
    "            \"Age\": 31,\n"
    "            \"situation\": \"The\\u00a0move  went wrong\"\n"
    "        }\n"
    "    },\n"
    "    \"12\": {\n"
    "        \"whole_dialog\": [\n"
    "            \"seeker:Nobody talks to me.\",\n"
    "            \"supporter:Since when is it so?\"\n"
    "        ],\n"
    "        \"character\": {\n"
    "            \"Name\": \"Bo\",\n"
    "            \"Age\": \"44\",\n"
    "            \"situation\": \"Alone at work\"\n"
    "        }\n"
    "    }\n"
    "}";

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : QApplication::activeWindow(), key, modifiers);
}

void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }

} // namespace

class TstAnnotateToExport : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<parts::Settings> m_settings;
    std::unique_ptr<shell::MainWindow> m_window;

    workspace::Workspace &workspace() { return *m_window->workspace(); }
    std::filesystem::path at(const char *name) const { return m_dir.filePath(QLatin1String(name)).toStdString(); }
    template <typename PageType> PageType *page(const char *id)
    {
        auto *shown = dynamic_cast<PageType *>(m_window->showPage(QLatin1String(id)));
        return shown && QTest::qWaitFor([shown] { return shown->isReady(); }, kPatience) ? shown : nullptr;
    }
    void openWindow()
    {
        m_window = std::make_unique<shell::MainWindow>(*m_settings);
        m_window->resize(1280, 800);
        m_window->show();
        QApplication::setActiveWindow(m_window.get());
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    std::string exported(const char *name)
    {
        auto *dialogues = page<dialogues::DialoguesPage>("dialogues");
        QSignalSpy done(dialogues, &dialogues::DialoguesPage::exported);
        std::filesystem::remove(at(name));
        fakes::exportByMenu(*dialogues, "pesc", QString::fromStdString(at(name).string()));
        // Where something is asked or to be known first.
        const auto isAsking = [dialogues] { return fakes::shownButton(*dialogues, "Write it") != nullptr; };
        if (!QTest::qWaitFor([&] { return done.count() > 0 || isAsking(); }, kPatience))
            return {};
        if (isAsking())
            fakes::letLeave(*dialogues);
        return done.count() > 0 || done.wait(kPatience) ? base::readFile(at(name)) : std::string();
    }
    dialogue::Dialogue dialogueOf(const char *key)
    {
        for (const storage::DialogueRow &row : workspace().dialogues().list()) {
            if (row.source_key == key)
                return workspace().dialogues().get(row.id).dialogue;
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        try {
            run::resolveModel("smollm2-135m-instruct");
        } catch (const base::Failure &failure) {
            QFAIL(failure.what()); // packaging/fetch.sh brings it
        }
        shell::prepareLook(*qApp);
        base::writeFileAtomically(at("odd.json"), kFile);
        m_settings = std::make_unique<parts::Settings>(m_dir.filePath(QStringLiteral("settings")));
        openWindow();
        QVERIFY(m_window->createWorkspace(m_dir.filePath(QStringLiteral("day.attune"))));
    }

    void whatComesInGoesOutTheSame()
    {
        auto *dialogues = page<dialogues::DialoguesPage>("dialogues");
        QVERIFY(dialogues);
        QMimeData mime;
        mime.setUrls({ QUrl::fromLocalFile(m_dir.filePath(QStringLiteral("odd.json"))) });
        QDragEnterEvent enter(QPoint(200, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(dialogues, &enter);
        QDropEvent drop(QPointF(200, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(dialogues, &drop);
        QTRY_COMPARE_WITH_TIMEOUT(workspace().dialogues().count(), int64_t(2), kPatience);
        QTRY_VERIFY(fakes::shownButton(*dialogues, "Done")); // the report is read first
        fakes::clickButton(*dialogues, "Done");
        QCOMPARE(QByteArray::fromStdString(exported("untouched.json")), QByteArray::fromStdString(kFile));
    }

    // Every turn is opened and left as it was.
    void lookingChangesNothing()
    {
        auto *dialogues = page<dialogues::DialoguesPage>("dialogues");
        for (const char *key : { "11", "12" }) {
            const dialogue::Dialogue before = dialogueOf(key);
            dialogues->open({ { QString::fromLatin1(parts::link::kDialogue), QString::fromStdString(before.id) } });
            dialogues->view().messages()->setFocus();
            for (size_t turn = 0; turn < before.turns.size(); ++turn) {
                dialogues->view().setCurrentTurn(int(turn));
                press(Qt::Key_E);
                QVERIFY(qobject_cast<dialogues::TurnEditor *>(QApplication::focusWidget()));
                press(Qt::Key_Return);
            }
            QVERIFY(dialogueOf(key) == before);
        }
        QCOMPARE(QByteArray::fromStdString(exported("looked.json")), QByteArray::fromStdString(kFile));
    }

    void whatIsTypedIsKeptAndNothingElse()
    {
        auto *dialogues = page<dialogues::DialoguesPage>("dialogues");
        const dialogue::Dialogue before = dialogueOf("11");
        dialogues->open({ { QString::fromLatin1(parts::link::kDialogue), QString::fromStdString(before.id) } });
        dialogues->view().messages()->setFocus();
        dialogues->view().setCurrentTurn(0);
        press(Qt::Key_E);
        type(QStringLiteral(" At all."));
        press(Qt::Key_Return);
        press(Qt::Key_J); // down to the supporter's turn
        press(Qt::Key_1); // its strategy
        const dialogue::Dialogue after = dialogueOf("11");
        QCOMPARE(after.turns[0].text, before.turns[0].text + " At all.");
        QVERIFY(after.turns[1].strategy.has_value());
        QCOMPARE(after.turns[1].text, before.turns[1].text);
        std::string expected = kFile;
        expected.replace(expected.find("works."), 6, "works. At all.");
        QCOMPARE(QByteArray::fromStdString(exported("typed.json")), QByteArray::fromStdString(expected));
    }

    // Half a word in an input method is no text yet, its keys are no shortcuts, and what it commits is kept.
    void aSentenceIsComposed()
    {
        auto *dialogues = page<dialogues::DialoguesPage>("dialogues");
        const std::string id = dialogueOf("12").id;
        dialogues->open({ { QString::fromLatin1(parts::link::kDialogue), QString::fromStdString(id) } });
        dialogues->view().messages()->setFocus();
        dialogues->view().setCurrentTurn(0);
        press(Qt::Key_E);
        QWidget *editor = QApplication::focusWidget();
        for (const char16_t *part : { u"n", u"ni", u"ni h", u"ni hao" }) {
            QInputMethodEvent preedit(QString::fromUtf16(part), {});
            QApplication::sendEvent(editor, &preedit);
            QTest::qWait(300); // longer than a draft waits
        }
        QInputMethodEvent commit(QString(), {});
        commit.setCommitString(QStringLiteral("你好"));
        QApplication::sendEvent(editor, &commit);
        QCOMPARE(QApplication::focusWidget(), editor);
        press(Qt::Key_Return);
        QCOMPARE(workspace().dialogues().get(id).dialogue.turns[0].text, std::string("Nobody talks to me.你好"));
    }

    void theWindowComesBackWhereItWas()
    {
        auto *dialogues = page<dialogues::DialoguesPage>("dialogues");
        const std::string id = dialogueOf("12").id;
        const QString folder = QString::fromStdString(workspace().folder().string());
        dialogues->open({ { QString::fromLatin1(parts::link::kDialogue), QString::fromStdString(id) } });
        QVERIFY(m_window->close());
        m_window.reset();
        openWindow();
        QVERIFY(m_window->openWorkspace(folder));
        dialogues = page<dialogues::DialoguesPage>("dialogues");
        QCOMPARE(dialogues->document().dialogue().id, id);
        QCOMPARE(dialogueOf("12").turns[0].text, std::string("Nobody talks to me.你好"));
    }

    // Undo reaches over the restart and from one dialogue to the other.
    void undoWalksBack()
    {
        auto *dialogues = page<dialogues::DialoguesPage>("dialogues");
        dialogues->view().messages()->setFocus();
        const auto undo = [] { press(Qt::Key_Z, Qt::ControlModifier); };
        undo();
        QTRY_COMPARE(dialogueOf("12").turns[0].text, std::string("Nobody talks to me."));
        undo();
        QTRY_VERIFY(!dialogueOf("11").turns[1].strategy);
        QCOMPARE(dialogues->document().dialogue().source_key, std::string("11"));
        undo();
        QTRY_COMPARE(dialogueOf("11").turns[0].text, std::string("I moved\xc2\xa0house\xe2\x80\xa8" "and nothing\tworks."));
        QCOMPARE(QByteArray::fromStdString(exported("undone.json")), QByteArray::fromStdString(kFile));
    }

    void aChatIsLedAndKept()
    {
        auto *chat = page<chat::ChatPage>("chat");
        QVERIFY(chat);
        auto *composer = chat->findChild<chat::Composer *>();
        QVERIFY(composer);
        chat->exchange().load(QStringLiteral("smollm2-135m-instruct"), {});
        composer->editor()->setFocus();
        type(QStringLiteral("I moved house and feel alone."));
        QTRY_VERIFY_WITH_TIMEOUT(!chat->exchange().session().loadedModel().model.isEmpty(), 120000);
        press(Qt::Key_Return);
        const auto saved = [this] {
            storage::DialogueQuery chats;
            chats.source_name = "chat";
            const auto rows = workspace().dialogues().list(chats);
            return rows.empty() ? dialogue::Dialogue {} : workspace().dialogues().get(rows[0].id).dialogue;
        };
        QTRY_VERIFY_WITH_TIMEOUT(saved().turns.size() == 2 && !saved().turns[1].text.empty() && !chat->exchange().isReplying(), 120000);
        const std::string reply = saved().turns[1].text;
        QVERIFY(m_window->close());
        m_window.reset();
        openWindow();
        QVERIFY(m_window->openWorkspace(m_dir.filePath(QStringLiteral("day.attune"))));
        QCOMPARE(saved().turns[1].text, reply);
    }
};

ATTUNE_TEST(TstAnnotateToExport)
#include "tst_annotate_to_export.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The page with a fake worker: what a person does, what is said, what is kept.
#include "chat_room.h"
#include "harness/test_case.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/chat_settings.h"
#include "ui/chat/composer.h"
#include "ui/parts/message_list.h"
#include "ui/parts/notice_bar.h"
#include "workspace/prompt_shelf.h"

#include <QApplication>
#include <QComboBox>

using namespace chat;
using dialogue::Speaker;

using fakes::kPatience;
using Room = fakes::ChatRoom;

class TstChatPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aChatIsADialogue()
    {
        Room room;
        room.write("I feel lost.");
        QVERIFY(room.settled());
        QCOMPARE(room.said(), QStringLiteral("seeker: I feel lost. | supporter: You said: I feel lost."));
        QCOMPARE(room.kept(), QStringLiteral("I feel lost. | You said: I feel lost."));
        const auto *list = room.page->findChild<parts::MessageList *>();
        QCOMPARE(list->count(), 2);
        QCOMPARE(list->message(1).text, QStringLiteral("You said: I feel lost."));
        QVERIFY(list->message(1).note.contains(QStringLiteral("12.5 tokens/s")));
        QVERIFY(list->message(1).note.contains(QStringLiteral("0.25 s")));
        QVERIFY(!list->message(1).isPending);
        room.write("Again.");
        QVERIFY(room.settled());
        QCOMPARE(room.page->exchange().conversation().count(), 4);
        // One dialogue, not one a message; and the model was loaded once.
        QCOMPARE(room.desk.workspace()->dialogues().count(), int64_t(1));
        QCOMPARE(room.requests("load").size(), size_t(1));
        QCOMPARE(room.requests("reply")[1]["dialogue"]["turns"].size(), size_t(3)); // without the answer to come
    }
    void stopKeepsWhatWasSaid()
    {
        Room room("slow");
        room.write("Tell me a long story.");
        QVERIFY(QTest::qWaitFor([&] { return room.said().endsWith(QStringLiteral("word word")); }, kPatience));
        QCOMPARE(room.kept(), QStringLiteral("Tell me a long story.")); // the unfinished reply is not kept yet
        QTest::mouseClick(room.button("Stop"), Qt::LeftButton);
        QVERIFY(room.settled());
        QVERIFY(room.kept().contains(QStringLiteral("word word")));
        const auto *list = room.page->findChild<parts::MessageList *>();
        QVERIFY2(list->message(1).note.contains(QStringLiteral("stopped")), qPrintable(list->message(1).note));
    }
    void regenerateDrawsAnotherSeed()
    {
        Room room("seed");
        room.write("Hello.");
        QVERIFY(room.settled());
        QCOMPARE(room.said(), QStringLiteral("seeker: Hello. | supporter: seed 42"));
        QTest::mouseClick(room.button("Regenerate"), Qt::LeftButton);
        // What is typed next goes into the message, not to the box beside it.
        QCOMPARE(room.page->focusWidget(), room.page->findChild<Composer *>()->editor());
        QVERIFY(room.settled());
        QCOMPARE(room.said(), QStringLiteral("seeker: Hello. | supporter: seed 43"));
        QCOMPARE(room.kept(), QStringLiteral("Hello. | seed 43"));
    }
    void aReplyThatCannotBeDrawnAnewStays()
    {
        Room room;
        room.write("hello");
        QVERIFY(room.settled());
        qputenv("ATTUNE_ENGINE", "/nowhere/engine");
        QTest::mouseClick(room.button("Free the memory"), Qt::LeftButton);
        QTRY_VERIFY(room.button("Regenerate"));
        QTest::mouseClick(room.button("Regenerate"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!room.notice()->text().isEmpty(), kPatience);
        QVERIFY(room.settled());
        QCOMPARE(room.said(), QStringLiteral("seeker: hello | supporter: You said: hello"));
        QCOMPARE(room.kept(), QStringLiteral("hello | You said: hello"));
    }
    void beginsWithThePromptThatTrainBeginsWith()
    {
        Room room;
        storage::StoredPrompt draft = workspace::toStored(workspace::resolvePrompt("supporter-short", nullptr));
        draft.id.clear();
        draft.name = "a draft";
        room.desk.workspace()->prompts().add(draft, "me");
        ChatPage fresh(room.desk);
        QCOMPARE(fresh.findChild<ChatSettings *>()->prompt().toStdString(), workspace::resolvePrompt({}, nullptr).id);
    }
    void theLastMessageCanBeReworded()
    {
        Room room;
        room.write("one");
        QVERIFY(room.settled());
        room.write("two");
        QVERIFY(room.settled());
        QTest::mouseClick(room.button("Edit last message"), Qt::LeftButton);
        auto *editor = room.page->findChild<Composer *>()->editor();
        QCOMPARE(editor->toPlainText(), QStringLiteral("two"));
        room.write("three");
        QVERIFY(room.settled());
        QCOMPARE(room.kept(), QStringLiteral("one | You said: one | three | You said: three"));
        QTest::mouseClick(room.button("Edit last message"), Qt::LeftButton);
        QTest::mouseClick(room.button("Leave it as it was"), Qt::LeftButton);
        QVERIFY(editor->toPlainText().isEmpty());
        QCOMPARE(room.page->exchange().conversation().count(), 4);
    }
    void thePersonCanAnswerInstead()
    {
        Room room;
        room.write("one");
        QVERIFY(room.settled());
        auto *composer = room.page->findChild<Composer *>();
        composer->setSpeaker(Speaker::Supporter);
        room.write("I hear you.");
        QVERIFY(!room.page->exchange().isReplying());
        QCOMPARE(room.kept(), QStringLiteral("one | You said: one | I hear you."));
        QCOMPARE(composer->speaker(), Speaker::Seeker); // it is the seeker's turn again
        QCOMPARE(room.requests("reply").size(), size_t(1));
    }
    void aCrashIsASentenceAndStartsAgain()
    {
        Room room("crash");
        room.write("I feel lost.");
        QVERIFY(room.settled());
        QVERIFY(QTest::qWaitFor([&] { return !room.notice()->text().isEmpty(); }, kPatience));
        QVERIFY(room.kept().startsWith(QStringLiteral("I feel lost.")));
        qputenv("FAKE_SERVE", "");
        QPushButton *again = room.button("Start again");
        QVERIFY(again);
        QTest::mouseClick(again, Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return room.kept() == QStringLiteral("I feel lost. | You said: I feel lost."); }, kPatience));
        QVERIFY(room.notice()->text().isEmpty());
    }
    void nothingIsSaidAboutNothing()
    {
        Room room("empty");
        room.write("Hello?");
        QVERIFY(room.settled());
        QCOMPARE(room.kept(), QStringLiteral("Hello?"));
        QVERIFY(!room.notice()->text().isEmpty());
        QVERIFY(room.button("Let the model answer"));
    }
    void noEngineIsASentence()
    {
        Room room;
        qputenv("ATTUNE_ENGINE", "/nowhere/attune-engine");
        room.write("Hello?");
        QVERIFY(room.settled());
        QVERIFY(QTest::qWaitFor([&] { return !room.notice()->text().isEmpty(); }, kPatience));
        QCOMPARE(room.kept(), QStringLiteral("Hello?"));
    }
    void anotherDialogueGoesOnAsACopy()
    {
        Room room;
        dialogue::Dialogue source;
        source.source_name = "val.json";
        source.source_key = "7";
        source.turns = { { "", Speaker::Seeker, "a", {} }, { "", Speaker::Supporter, "b", {} }, { "", Speaker::Seeker, "c", {} } };
        const storage::StoredDialogue stored = room.desk.workspace()->dialogues().add(source, "me");
        room.page->open({ { QStringLiteral("dialogue"), QString::fromStdString(stored.dialogue.id) },
            { QStringLiteral("turn"), QString::fromStdString(stored.dialogue.turns[1].id) } });
        QCOMPARE(room.said(), QStringLiteral("seeker: a | supporter: b"));
        room.write("d");
        QVERIFY(room.settled());
        QCOMPARE(room.kept(), QStringLiteral("a | b | d | You said: d"));
        QCOMPARE(room.desk.workspace()->dialogues().get(stored.dialogue.id).dialogue.turns.size(), size_t(3));
        QCOMPARE(room.desk.workspace()->dialogues().count(), int64_t(2));
        // A chat of one's own goes on in place.
        const std::string id = room.page->exchange().conversation().dialogue().id;
        QTest::mouseClick(room.button("New chat"), Qt::LeftButton);
        QVERIFY(room.said().isEmpty());
        room.page->open({ { QStringLiteral("dialogue"), QString::fromStdString(id) } });
        QCOMPARE(room.page->exchange().conversation().dialogue().id, id);
        room.write("e");
        QVERIFY(room.settled());
        QCOMPARE(room.desk.workspace()->dialogues().count(), int64_t(2));
    }
    void theProfileGoesWithTheChat()
    {
        Room room;
        dialogue::Profile profile;
        profile.fields = { { "Name", "Lin" }, { "situation", "moved away" } };
        const auto stored = room.desk.workspace()->profiles().add(profile, "me");
        room.page->activate();
        room.page->open({ { QStringLiteral("profile"), QString::fromStdString(stored.profile.id) } });
        room.write("hello");
        QVERIFY(room.settled());
        QCOMPARE(room.requests("reply")[0]["dialogue"]["profile"]["id"].get<std::string>(), stored.profile.id);
        const auto kept = room.desk.workspace()->dialogues().get(room.page->exchange().conversation().dialogue().id);
        QCOMPARE(kept.dialogue.profile.id, stored.profile.id);
    }
    // Another language: the page is made anew, the talk goes on.
    void theTalkOutlivesThePage()
    {
        Room room("slow");
        room.write("Tell me a long story.");
        QVERIFY(QTest::qWaitFor([&] { return room.said().endsWith(QStringLiteral("word word")); }, kPatience));
        room.page->findChild<Composer *>()->editor()->setPlainText(QStringLiteral("and then"));
        room.page->settle();
        room.page.reset();
        room.make();
        QVERIFY(room.page->exchange().isReplying());
        QCOMPARE(room.page->findChild<Composer *>()->editor()->toPlainText(), QStringLiteral("and then"));
        QVERIFY(QTest::qWaitFor([&] { return room.said().endsWith(QStringLiteral("word word word word")); }, kPatience));
        QCOMPARE(room.requests("load").size(), size_t(1));
    }
    void theDraftIsThereAfterARestart()
    {
        Room room;
        const auto profile = room.desk.workspace()->profiles().add({ .fields = { { "Name", "Lin" } } }, "me");
        room.page->activate();
        room.page->open({ { QStringLiteral("profile"), QString::fromStdString(profile.profile.id) } });
        room.page->findChild<Composer *>()->setSpeaker(Speaker::Supporter);
        room.page->findChild<Composer *>()->editor()->setPlainText(QStringLiteral("half a sentence"));
        QTest::qWait(700); // no settle(): it was killed
        room.another();
        QCOMPARE(room.page->findChild<Composer *>()->editor()->toPlainText(), QStringLiteral("half a sentence"));
        QCOMPARE(room.page->findChild<Composer *>()->speaker(), Speaker::Supporter);
        QCOMPARE(room.page->findChild<ChatSettings *>()->profile().toStdString(), profile.profile.id);
    }
    void newsOfOtherPagesAreHeard()
    {
        Room room;
        auto profile = room.desk.workspace()->profiles().add({ .fields = { { "Name", "Lin" } } }, "me");
        QTRY_VERIFY(room.page->findChild<ChatSettings *>()->findChildren<QComboBox *>().last()->findData(QString::fromStdString(profile.profile.id)) >= 0);
        room.page->open({ { QStringLiteral("profile"), QString::fromStdString(profile.profile.id) } });
        profile.profile.fields[0].value = "Mei";
        room.desk.workspace()->profiles().save(profile, "other");
        QTRY_VERIFY(room.page->exchange().conversation().dialogue().profile.text("Name") == "Mei");
        storage::StoredPrompt prompt = workspace::toStored(workspace::resolvePrompt("supporter-short", nullptr));
        prompt.id.clear();
        prompt.name = "made elsewhere";
        room.desk.workspace()->prompts().add(prompt, "other");
        const auto isListed = [&] {
            for (const auto *combo : room.page->findChildren<QComboBox *>()) {
                if (combo->findText(QStringLiteral("made elsewhere")) >= 0)
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(isListed());
    }
    void everythingHasAName()
    {
        Room room;
        for (QWidget *widget : room.page->findChildren<QWidget *>()) {
            const bool isField = qobject_cast<QComboBox *>(widget) || qobject_cast<QAbstractSpinBox *>(widget)
                || qobject_cast<QPlainTextEdit *>(widget);
            QVERIFY2(!isField || !widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
};

ATTUNE_TEST(TstChatPage)
#include "tst_chat_page.moc"

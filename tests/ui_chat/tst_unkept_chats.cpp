// SPDX-License-Identifier: GPL-3.0-or-later
// A chat that cannot be kept, or whose reply is arriving when the window goes: it stays, with its ways out.
#include "chat_room.h"
#include "harness/test_case.h"
#include "ui/chat/chat_draft.h"

#include <SQLiteCpp/Database.h>

using namespace chat;
using fakes::kPatience;
using Room = fakes::ChatRoom;

class TstUnkeptChats : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aDeletedChatCanBeKeptAsANewOne()
    {
        Room room;
        room.write("hello");
        QVERIFY(room.settled());
        const std::string old = room.page->exchange().conversation().dialogue().id;
        room.desk.workspace()->dialogues().remove(old, room.desk.workspace()->dialogues().revisionOf(old), "me");
        room.write("are you there?");
        QVERIFY(room.settled());
        QVERIFY2(room.notice()->text().contains(QStringLiteral("deleted elsewhere")), qPrintable(room.notice()->text()));
        QTest::mouseClick(room.button("Keep this one as a new chat"), Qt::LeftButton);
        QVERIFY(room.page->exchange().conversation().dialogue().id != old);
        QVERIFY(room.kept().startsWith(QStringLiteral("hello | You said: hello | are you there?")));
    }
    void aConflictOverwritesNothing()
    {
        Room room;
        room.write("one");
        QVERIFY(room.settled());
        auto stored = room.desk.workspace()->dialogues().get(room.page->exchange().conversation().dialogue().id);
        stored.dialogue.turns[0].text = "edited elsewhere";
        room.desk.workspace()->dialogues().save(stored, "other");
        room.write("two");
        QVERIFY(room.settled());
        QVERIFY(!room.notice()->text().isEmpty());
        QCOMPARE(room.desk.workspace()->dialogues().get(stored.dialogue.id).dialogue.turns[0].text, std::string("edited elsewhere"));
        QTest::mouseClick(room.button("Keep this one as a new chat"), Qt::LeftButton);
        QCOMPARE(room.kept(), QStringLiteral("one | You said: one | two | You said: two"));
        QCOMPARE(room.desk.workspace()->dialogues().count(), int64_t(2));
    }
    // A chat that could not be kept stays, however the person would leave it.
    void aConflictStaysOpen()
    {
        Room room;
        room.write("one");
        QVERIFY(room.settled());
        auto stored = room.desk.workspace()->dialogues().get(room.page->exchange().conversation().dialogue().id);
        stored.dialogue.turns[0].text = "edited elsewhere";
        room.page->hide(); // so that it does not look by itself
        room.desk.workspace()->dialogues().save(stored, "other");
        room.page->show();
        room.write("two");
        QVERIFY(room.settled());
        QVERIFY(room.page->hasUnsaved());
        const QString said = room.said();
        QTest::mouseClick(room.button("New chat"), Qt::LeftButton);
        room.page->open({ { QStringLiteral("dialogue"), QString::fromStdString(stored.dialogue.id) } });
        room.page->activate();
        QCOMPARE(room.said(), said);
        QVERIFY(room.button("Keep this one as a new chat"));
        room.page->settle();
        room.page->endWork();
        QVERIFY(room.page->hasUnsaved());
        // The window went all the same: the next one has it, and still asks.
        room.another();
        QCOMPARE(room.said(), said);
        QVERIFY(room.page->hasUnsaved());
        QTest::mouseClick(room.button("Keep this one as a new chat"), Qt::LeftButton);
        QVERIFY(!room.page->hasUnsaved());
        QCOMPARE(room.kept(), QStringLiteral("one | You said: one | two | You said: two"));
        room.another();
        QVERIFY(!room.page->hasUnsaved());
    }
    void theOtherVersionCanBeTaken()
    {
        Room room;
        room.write("one");
        QVERIFY(room.settled());
        auto stored = room.desk.workspace()->dialogues().get(room.page->exchange().conversation().dialogue().id);
        stored.dialogue.turns[0].text = "edited elsewhere";
        room.page->hide();
        room.desk.workspace()->dialogues().save(stored, "other");
        room.page->show();
        room.write("two");
        QVERIFY(room.settled());
        QTest::mouseClick(room.button("Load the other"), Qt::LeftButton);
        QVERIFY(!room.page->hasUnsaved());
        QVERIFY(room.said().startsWith(QStringLiteral("seeker: edited elsewhere | ")));
    }
    void aFullDiskKeepsTheReplyOpen()
    {
        Room room;
        room.write("one");
        QVERIFY(room.settled());
        SQLite::Database &disk = room.desk.workspace()->database().connection();
        disk.exec("CREATE TRIGGER full BEFORE UPDATE ON dialogue BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
        room.write("two");
        QVERIFY(room.settled());
        QVERIFY(room.page->hasUnsaved());
        QCOMPARE(room.kept(), QStringLiteral("one | You said: one"));
        disk.exec("DROP TRIGGER full");
        QTest::mouseClick(room.button("Try again"), Qt::LeftButton);
        QVERIFY(!room.page->hasUnsaved());
        QCOMPARE(room.kept(), QStringLiteral("one | You said: one | two | You said: two"));
    }
    // kill -9: nothing of the page is asked to save. What arrived more than a second ago is in the workspace.
    void aKilledWindowLosesASecondOfAReply()
    {
        Room room("slow");
        room.write("Tell me a long story.");
        QVERIFY(QTest::qWaitFor([&] { return room.said().endsWith(QStringLiteral("word word")); }, kPatience));
        const QString arrived = room.said();
        QTest::qWait(1000);
        const auto later = workspace::Workspace::open(room.desk.workspace()->folder()); // as the next window opens it
        const auto draft = ChatDrafts(*later).take();
        QVERIFY(draft && draft->unkept);
        ChatExchange exchange(*later);
        exchange.takeUp(*draft->unkept, draft->kept_profile, draft->revision);
        const auto kept = later->dialogues().get(room.page->exchange().conversation().dialogue().id).dialogue;
        QCOMPARE(kept.turns.size(), size_t(2));
        QVERIFY(QString::fromStdString(kept.turns[1].text).size() >= arrived.section(QStringLiteral("supporter: "), 1).size());
    }
    void closingKeepsWhatHasArrived()
    {
        Room room("slow");
        room.write("Tell me a long story.");
        QVERIFY(QTest::qWaitFor([&] { return room.said().endsWith(QStringLiteral("word word")); }, kPatience));
        room.page->settle();
        room.page->endWork();
        QVERIFY(!room.page->hasUnsaved());
        QVERIFY(room.kept().contains(QStringLiteral("word word")));
        room.another();
        QVERIFY(room.said().contains(QStringLiteral("word word")));
    }
};

ATTUNE_TEST(TstUnkeptChats)
#include "tst_unkept_chats.moc"

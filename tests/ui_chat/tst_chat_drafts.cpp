// SPDX-License-Identifier: GPL-3.0-or-later
// What the Chat page keeps for a later window, and what it does when its chat is changed or deleted behind its back.
#include "chat_room.h"
#include "harness/test_case.h"
#include "run/process_identity.h"
#include "storage/draft_repository.h"
#include "ui/chat/chat_draft.h"
#include "ui/parts/exact_text.h"
#include "ui/parts/message_list.h"

#include <QToolButton>

using namespace chat;
using dialogue::Speaker;
using fakes::kPatience;
using Room = fakes::ChatRoom;

namespace {

dialogue::Turn turn(Speaker speaker, const char *text)
{
    dialogue::Turn turn;
    turn.speaker = speaker;
    turn.text = text;
    return turn;
}

} // namespace

class TstChatDrafts : public QObject
{
    Q_OBJECT

    static std::vector<storage::Draft> drafts(const Room &room) { return storage::DraftRepository(room.desk.workspace()->database()).of("chat"); }
    static QString written(const Room &room) { return parts::plainText(*room.page->findChild<Composer *>()->editor()->document()); }
    // As a window whose power went has left it.
    static void leave(Room &room, const char *field, const ChatDraft &draft)
    {
        storage::DraftRepository repository(room.desk.workspace()->database());
        const auto before = drafts(room);
        ChatDrafts(*room.desk.workspace()).write(draft);
        for (storage::Draft row : drafts(room)) {
            const auto same = [&](const storage::Draft &other) { return other.field == row.field; };
            if (std::any_of(before.begin(), before.end(), same))
                continue;
            repository.forget("chat", row.field, row.owner);
            base::Json json = base::parseJson(row.text, "draft");
            run::ProcessIdentity gone = run::thisProcess();
            gone.start_time += 1;
            json["owner"] = run::toJson(gone);
            row.text = base::toLine(json);
            row.field = field;
            repository.keep(row);
        }
        QTest::qWait(2); // the next one is newer
    }
    static dialogue::Dialogue talk(const char *id, std::vector<dialogue::Turn> turns)
    {
        dialogue::Dialogue talk;
        talk.id = id;
        talk.source_name = "chat";
        talk.turns = std::move(turns);
        for (size_t i = 0; i < talk.turns.size(); ++i)
            talk.turns[i].id = talk.id + "-" + std::to_string(i);
        return talk;
    }
    static QStringList chats(const Room &room)
    {
        QStringList all;
        for (const storage::DialogueRow &row : room.desk.workspace()->dialogues().list({})) {
            QStringList turns;
            for (const dialogue::Turn &one : room.desk.workspace()->dialogues().get(row.id).dialogue.turns)
                turns << QString::fromStdString(one.text);
            all << turns.join(QStringLiteral(" | "));
        }
        all.sort();
        return all;
    }
    static void press(const Room &room, const char *text)
    {
        QPushButton *button = room.button(text);
        QVERIFY2(button, text);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    static void closeNotice(const Room &room)
    {
        for (QToolButton *button : room.notice()->findChildren<QToolButton *>())
            button->click();
    }

private Q_SLOTS:
    // A message is being reworded, the chat is edited in Dialogues, the window goes.
    void theRewordedMessageIsKnownByItsId_data()
    {
        QTest::addColumn<QString>("edit");
        QTest::addColumn<QString>("kept");
        QTest::newRow("as it was") << QString() << QStringLiteral("one | You said: one | three | You said: three");
        QTest::newRow("earlier turns were deleted") << QStringLiteral("delete") << QStringLiteral("three | You said: three");
        QTest::newRow("an earlier turn was added") << QStringLiteral("add") << QStringLiteral("zero | one | You said: one | three | You said: three");
        QTest::newRow("it was deleted") << QStringLiteral("it") << QStringLiteral("one | You said: one | three | You said: three");
        QTest::newRow("it became the supporter's") << QStringLiteral("speaker") << QStringLiteral("one | You said: one | two | You said: two | three | You said: three");
    }
    void theRewordedMessageIsKnownByItsId()
    {
        QFETCH(QString, edit);
        QFETCH(QString, kept);
        Room room;
        for (const char *text : { "one", "two" }) {
            room.write(text);
            QVERIFY(room.settled());
        }
        QTest::keyClick(room.page->findChild<Composer *>()->editor(), Qt::Key_Up);
        QCOMPARE(written(room), QStringLiteral("two"));
        room.page->settle();
        room.page->hide(); // Dialogues has its place
        auto stored = room.desk.workspace()->dialogues().get(room.page->exchange().conversation().dialogue().id);
        auto &turns = stored.dialogue.turns;
        if (edit == QLatin1String("delete"))
            turns.erase(turns.begin(), turns.begin() + 2);
        else if (edit == QLatin1String("add"))
            turns.insert(turns.begin(), turn(Speaker::Supporter, "zero"));
        else if (edit == QLatin1String("it"))
            turns.erase(turns.begin() + 2, turns.end());
        else if (edit == QLatin1String("speaker"))
            turns[2].speaker = Speaker::Supporter;
        room.desk.workspace()->dialogues().save(stored, "me");
        room.another();
        QCOMPARE(written(room), QStringLiteral("two"));
        room.write("three");
        QVERIFY(room.settled());
        QTRY_COMPARE(room.kept(), kept);
    }

    // Two windows were open when the power went.
    void nothingOfASecondWindowIsLost_data()
    {
        QTest::addColumn<int>("revision"); // of what the older window had open: 0 never kept, 1 as stored, 2 changed meanwhile
        QTest::addColumn<QString>("stored");
        QTest::newRow("never kept") << 0 << QString();
        QTest::newRow("a reply was arriving") << 1 << QString();
        QTest::newRow("changed elsewhere") << 2 << QStringLiteral("edited elsewhere");
        QTest::newRow("deleted elsewhere") << 3 << QString();
    }
    void nothingOfASecondWindowIsLost()
    {
        QFETCH(int, revision);
        QFETCH(QString, stored);
        Room room;
        room.page->hide();
        const dialogue::Dialogue older = talk("older", { turn(Speaker::Seeker, "a"), turn(Speaker::Supporter, "half a reply") });
        if (revision > 0) {
            dialogue::Dialogue begun = older;
            begun.turns.pop_back();
            auto row = room.desk.workspace()->dialogues().add(begun, "me");
            if (revision == 2) {
                row.dialogue.turns[0].text = stored.toStdString();
                room.desk.workspace()->dialogues().save(row, "other");
            } else if (revision == 3) {
                room.desk.workspace()->dialogues().remove("older", 1, "other");
            }
        }
        room.page.reset();
        for (const storage::Draft &draft : drafts(room))
            storage::DraftRepository(room.desk.workspace()->database()).forget("chat", draft.field, draft.owner);
        leave(room, "older", { .composer = QStringLiteral("of the older one"), .dialogue_id = "older", .unkept = older, .revision = revision > 0 ? 1 : 0 });
        leave(room, "newer", { .composer = QStringLiteral("of the newer one") });
        QCOMPARE(drafts(room).size(), size_t(2));
        room.another();
        QCOMPARE(written(room), QStringLiteral("of the newer one"));
        QStringList expected { QStringLiteral("a | half a reply") };
        if (!stored.isEmpty())
            expected << stored;
        QCOMPARE(chats(room), expected);
        QVERIFY2(room.notice()->text().contains(QStringLiteral("1 chat(s)")) || room.notice()->text().contains(QStringLiteral("a chat")), qPrintable(room.notice()->text()));
        room.page->settle();
        QCOMPARE(drafts(room).size(), size_t(2)); // the message is not decided about
        room.another(); // and the chat is not kept once more
        QCOMPARE(chats(room), expected);
        QVERIFY2(room.notice()->text().contains(QStringLiteral("of the older one")), qPrintable(room.notice()->text()));
        press(room, "Write on here");
        QCOMPARE(written(room), QStringLiteral("of the newer one\nof the older one"));
        room.page->settle();
        QCOMPARE(drafts(room).size(), size_t(1));
        room.another();
        QCOMPARE(written(room), QStringLiteral("of the newer one\nof the older one"));
        QVERIFY(room.notice()->text().isEmpty());
    }
    void aMessageOfASecondWindowCanBeDiscarded()
    {
        Room room;
        room.page->settle();
        room.page.reset();
        leave(room, "older", { .composer = QStringLiteral("of the older one") });
        leave(room, "newer", { .composer = QStringLiteral("of the newer one") });
        room.another();
        QCOMPARE(written(room), QString()); // this process' own first
        press(room, "Discard it");
        QVERIFY(room.notice()->text().contains(QStringLiteral("Another window")));
        press(room, "Discard it");
        QVERIFY(room.notice()->text().isEmpty());
        room.page->settle();
        QCOMPARE(drafts(room).size(), size_t(1));
    }
    // Of another version, or damaged: nobody's, and no reason to lose what is written now.
    void anUnreadableDraftStopsNothing()
    {
        Room room;
        storage::DraftRepository repository(room.desk.workspace()->database());
        for (const char *text : { "{", "[]", R"({"composer":7})", R"({"unkept":{"turns":3}})" })
            repository.keep(storage::Draft { "chat", std::string("odd ") + text, "chat", text, 0, "me" });
        room.another();
        room.page->findChild<Composer *>()->setText(QStringLiteral("half a sentence"));
        room.page->settle();
        room.another();
        QCOMPARE(written(room), QStringLiteral("half a sentence"));
        QCOMPARE(drafts(room).size(), size_t(5));
    }
    void theComposerIsKeptToTheByte()
    {
        Room room;
        const QString odd = QStringLiteral("10\u00a0km\u2028later");
        room.page->findChild<Composer *>()->setText(odd);
        room.page->settle();
        room.another();
        QCOMPARE(written(room), odd);
    }

    // Told once, with its ways out; no news tells it again, and the notes below the replies stay.
    void aDeletedChatIsToldOnce_data()
    {
        QTest::addColumn<QByteArray>("way");
        QTest::newRow("kept as a new chat") << QByteArray("Keep this one as a new chat");
        QTest::newRow("discarded") << QByteArray("Discard mine");
        QTest::newRow("brought back") << QByteArray();
    }
    void aDeletedChatIsToldOnce()
    {
        QFETCH(QByteArray, way);
        Room room;
        room.write("hello");
        QVERIFY(room.settled());
        const std::string id = room.page->exchange().conversation().dialogue().id;
        const QString said = room.said();
        workspace::Workspace &workspace = *room.desk.workspace();
        workspace.dialogues().remove(id, workspace.dialogues().revisionOf(id), "other");
        QTRY_VERIFY2(room.notice()->text().contains(QStringLiteral("deleted elsewhere")), qPrintable(room.notice()->text()));
        QVERIFY(room.page->findChild<parts::MessageList *>()->message(1).note.contains(QStringLiteral("tokens/s")));
        closeNotice(room);
        const auto profile = workspace.profiles().add({ .fields = { { "Name", "Lin" } } }, "other"); // news
        QTest::qWait(100);
        QCOMPARE(room.notice()->text(), QString());
        QCOMPARE(room.said(), said);
        if (way.isEmpty()) {
            workspace.trash().bringBack({ id }, "other");
            QTRY_VERIFY(!room.page->hasUnsaved());
            room.write("again");
            QVERIFY(room.settled());
            QCOMPARE(room.kept(), QStringLiteral("hello | You said: hello | again | You said: again"));
            return;
        }
        QVERIFY(room.page->hasUnsaved());
        room.page->activate(); // coming back to it
        press(room, way.constData());
        QVERIFY(!room.page->hasUnsaved());
        QCOMPARE(room.said(), way.startsWith("Keep") ? said : QString());
        QCOMPARE(workspace.dialogues().count(), int64_t(way.startsWith("Keep") ? 1 : 0));
    }
};

ATTUNE_TEST(TstChatDrafts)
#include "tst_chat_drafts.moc"

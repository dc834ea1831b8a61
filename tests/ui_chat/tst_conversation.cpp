// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/chat/conversation.h"

#include <QApplication>

using namespace chat;
using dialogue::Speaker;

namespace {
// "seeker: hello | supporter: hi"
QString printed(const Conversation &conversation)
{
    QStringList turns;
    for (const dialogue::Turn &turn : conversation.dialogue().turns)
        turns << QString::fromUtf8(speakerName(turn.speaker).data()) + QStringLiteral(": ") + QString::fromStdString(turn.text);
    return turns.join(QStringLiteral(" | "));
}
} // namespace

class TstConversation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aReplyGrows()
    {
        Conversation conversation;
        QSignalSpy changed(&conversation, &Conversation::changed);
        QSignalSpy grew(&conversation, &Conversation::replyGrew);
        conversation.addTurn(Speaker::Seeker, QStringLiteral("  I feel lost.\n"));
        conversation.beginReply();
        conversation.appendReply(QStringLiteral(" I'm "));
        conversation.appendReply(QStringLiteral("sorry. "));
        QCOMPARE(conversation.settled().turns.size(), size_t(1)); // the unfinished reply is not saved
        QVERIFY(conversation.endReply());
        QCOMPARE(printed(conversation), QStringLiteral("seeker: I feel lost. | supporter: I'm sorry."));
        QCOMPARE(changed.count(), 3);
        QCOMPARE(grew.count(), 2);
        QCOMPARE(conversation.dialogue().source_name, std::string("chat"));
    }
    void anEmptyReplyGoesAway()
    {
        Conversation conversation;
        conversation.addTurn(Speaker::Seeker, QStringLiteral("hello"));
        conversation.beginReply();
        conversation.appendReply(QStringLiteral(" \n"));
        QVERIFY(!conversation.endReply());
        QCOMPARE(printed(conversation), QStringLiteral("seeker: hello"));
        QVERIFY(!conversation.endReply());
    }
    // Another reply takes the place of the old one only when it says something.
    void aReplacedReplyComesBack_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("then");
        QTest::newRow("said something") << QStringLiteral("better") << QStringLiteral("seeker: hello | supporter: better");
        QTest::newRow("said nothing") << QString() << QStringLiteral("seeker: hello | supporter: hi");
    }
    void aReplacedReplyComesBack()
    {
        QFETCH(QString, said);
        QFETCH(QString, then);
        Conversation conversation;
        conversation.addTurn(Speaker::Seeker, QStringLiteral("hello"));
        conversation.addTurn(Speaker::Supporter, QStringLiteral("hi"));
        conversation.dropReply();
        QCOMPARE(printed(conversation), QStringLiteral("seeker: hello"));
        conversation.beginReply();
        conversation.appendReply(said);
        QCOMPARE(conversation.settled().turns.size(), size_t(2)); // whatever happens now, the old one is not lost
        QCOMPARE(conversation.settled().turns[1].text, std::string("hi"));
        QCOMPARE(conversation.endReply(), !said.isEmpty());
        QCOMPARE(printed(conversation), then);
        conversation.beginReply();
        QVERIFY(!conversation.endReply()); // it comes back once
        QCOMPARE(printed(conversation), then);
    }
    void rewordingForgetsTheAnswer()
    {
        Conversation conversation;
        conversation.addTurn(Speaker::Seeker, QStringLiteral("one"));
        conversation.addTurn(Speaker::Supporter, QStringLiteral("two"));
        conversation.addTurn(Speaker::Seeker, QStringLiteral("three"));
        const std::string id = conversation.dialogue().turns[0].id;
        conversation.reword(0, QStringLiteral("ONE"));
        QCOMPARE(printed(conversation), QStringLiteral("seeker: ONE"));
        QCOMPARE(conversation.dialogue().turns[0].id, id);
        conversation.reword(0, QStringLiteral("  "));
        conversation.reword(7, QStringLiteral("x"));
        QCOMPARE(printed(conversation), QStringLiteral("seeker: ONE"));
    }
    void goingOnFromADialogue()
    {
        dialogue::Dialogue source;
        source.id = "d";
        source.source_name = "val.json";
        source.source_key = "1201";
        source.source_style = { { "x", 1 } };
        source.turns = { { "t1", Speaker::Seeker, "a", {} }, { "t2", Speaker::Supporter, "b", {} }, { "t3", Speaker::Seeker, "c", {} } };
        Conversation conversation;
        conversation.load(source);
        QCOMPARE(conversation.dialogue(), source);
        conversation.load(source, true, 2);
        QCOMPARE(printed(conversation), QStringLiteral("seeker: a | supporter: b"));
        QVERIFY(conversation.dialogue().id != "d" && conversation.dialogue().turns[0].id != "t1");
        QCOMPARE(conversation.dialogue().source_name, std::string("chat"));
        QVERIFY(conversation.dialogue().source_key.empty());
    }
    void lastOfASpeaker()
    {
        Conversation conversation;
        QCOMPARE(conversation.lastOf(Speaker::Seeker), -1);
        conversation.addTurn(Speaker::Seeker, QStringLiteral("a"));
        conversation.addTurn(Speaker::Seeker, QStringLiteral("b"));
        conversation.addTurn(Speaker::Supporter, QStringLiteral("c"));
        QCOMPARE(conversation.lastOf(Speaker::Seeker), 1);
        QCOMPARE(conversation.lastOf(Speaker::Supporter), 2);
        conversation.dropReply();
        QCOMPARE(conversation.lastOf(Speaker::Supporter), -1);
    }
};

ATTUNE_TEST(TstConversation)
ATTUNE_GUI_TESTS
#include "tst_conversation.moc"

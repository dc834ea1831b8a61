// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/bubble.h"
#include "ui/parts/message_list.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QScrollBar>

using parts::Message;
using parts::MessageList;

namespace {

QList<Message> conversation(int turns)
{
    QList<Message> messages;
    for (int i = 0; i < turns; ++i) {
        Message message;
        message.id = QStringLiteral("turn-%1").arg(i);
        message.side = i % 2 ? Message::Side::Right : Message::Side::Left;
        message.author = i % 2 ? QStringLiteral("Supporter") : QStringLiteral("Seeker");
        message.text = QStringLiteral("Words of turn %1, long enough that they need more than one line in a narrow window. ").arg(i).repeated(3);
        messages << message;
    }
    return messages;
}

class GeometryCount : public QObject
{
public:
    int count = 0;

    void watch(QObject *widget)
    {
        widget->installEventFilter(this);
        for (QObject *inner : widget->children())
            inner->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Resize || event->type() == QEvent::Move;
        return false;
    }
};

} // namespace

class TstMessageList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_list = std::make_unique<MessageList>();
        m_list->resize(600, 400);
        m_list->show();
    }

    void sidesAndOrder()
    {
        m_list->setMessages(conversation(4));
        const auto bubbles = m_list->findChildren<parts::Bubble *>();
        QCOMPARE(bubbles.size(), 4);
        for (int i = 1; i < 4; ++i)
            QVERIFY(bubbles[i]->y() >= bubbles[i - 1]->geometry().bottom());
        const auto left = bubbles[0]->findChild<QLabel *>()->x();
        const auto right = bubbles[1]->findChild<QLabel *>()->x();
        QVERIFY(right > left + 40);
    }

    // Lines of other systems are lines, not two.
    void linesAreCountedOnce()
    {
        QList<int> heights;
        for (const char *text : { "one\ntwo\nthree", "one\r\ntwo\r\nthree", "one\rtwo\rthree" }) {
            auto messages = conversation(1);
            messages[0].text = QString::fromLatin1(text);
            m_list->setMessages(messages);
            heights << m_list->findChildren<parts::Bubble *>().first()->height();
        }
        QCOMPARE(heights[1], heights[0]);
        QCOMPARE(heights[2], heights[0]);
    }

    void keepsCurrentTurnById()
    {
        auto messages = conversation(6);
        m_list->setMessages(messages);
        m_list->setCurrentIndex(3);
        messages.removeAt(0);
        m_list->setMessages(messages);
        QCOMPARE(m_list->currentIndex(), 2);
        QCOMPARE(m_list->message(2).id, QStringLiteral("turn-3"));
    }

    void keysMoveAndActivate()
    {
        m_list->setMessages(conversation(5));
        QSignalSpy activated(m_list.get(), &MessageList::activated);
        QTest::keyClick(m_list.get(), Qt::Key_Down);
        QTest::keyClick(m_list.get(), Qt::Key_Down);
        QCOMPARE(m_list->currentIndex(), 1);
        QTest::keyClick(m_list.get(), Qt::Key_End);
        QCOMPARE(m_list->currentIndex(), 4);
        QTest::keyClick(m_list.get(), Qt::Key_Up);
        QTest::keyClick(m_list.get(), Qt::Key_Return);
        QCOMPARE(activated.value(0).value(0).toInt(), 3);
    }

    void copiesTheCurrentText()
    {
        auto messages = conversation(2);
        messages[1].text = QStringLiteral("a <b> & c\n第二行");
        m_list->setMessages(messages);
        m_list->setCurrentIndex(1);
        QTest::keyClick(m_list.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), messages[1].text);
    }

    // Whatever a person or a model writes is text, never markup.
    void textIsNeverMarkup()
    {
        Message message;
        message.text = QStringLiteral("<img src=x><b>bold</b> & <script>");
        m_list->setMessages({ message });
        QVERIFY(m_list->findChild<QLabel *>()->text().contains(QStringLiteral("&lt;b&gt;bold")));
    }

    void streamingFollowsTheEnd()
    {
        m_list->setMessages(conversation(12));
        m_list->scrollToEnd();
        for (int i = 0; i < 30; ++i)
            m_list->appendText(11, QStringLiteral("and one more line of words\n"));
        QCOMPARE(m_list->verticalScrollBar()->value(), m_list->verticalScrollBar()->maximum());
        m_list->verticalScrollBar()->setValue(0);
        m_list->appendText(11, QStringLiteral("\nmore"));
        QCOMPARE(m_list->verticalScrollBar()->value(), 0);
    }

    void editorTakesThePlaceOfTheText()
    {
        m_list->setMessages(conversation(3));
        m_list->setEditor(1, new QLabel(QStringLiteral("editor")));
        QCOMPARE(m_list->editedIndex(), 1);
        m_list->setEditor(1, nullptr);
        QCOMPARE(m_list->editedIndex(), -1);
    }

    // What makes a hundred turns quick: a reply that grows, or one turn that changes, moves and measures nothing else.
    void onlyWhatChangedIsLaidOutAgain()
    {
        QList<Message> messages = conversation(100);
        m_list->setMessages(messages);
        m_list->resize(900, 500);
        GeometryCount others;
        for (QObject *bubble : m_list->widget()->children()) {
            if (bubble != m_list->widget()->children().last())
                others.watch(bubble);
        }
        for (int i = 0; i < 50; ++i)
            m_list->appendText(99, QStringLiteral("token "));
        QCOMPARE(others.count, 0);
        messages.last().text = QStringLiteral("something else");
        m_list->setMessages(messages);
        QCOMPARE(others.count, 0);
        // The count does count: what stands below a turn that grows has to move.
        messages[50].text += QString(400, QLatin1Char('x')) + QStringLiteral("\nmore\nlines");
        m_list->setMessages(messages);
        QVERIFY(others.count > 0);
    }

private:
    std::unique_ptr<MessageList> m_list;
};

ATTUNE_TEST(TstMessageList)
#include "tst_message_list.moc"

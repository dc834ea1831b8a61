// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/message_list.h"

#include "ui/parts/bubble.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollBar>

namespace parts {

namespace {
constexpr int kMargin = 2 * kGrid;
constexpr int kMaxColumn = 920; // beyond this the two sides drift apart
constexpr int kGapSame = 6;
constexpr int kGapOther = 14;
} // namespace

MessageList::MessageList(QWidget *parent)
    : QScrollArea(parent)
    , m_canvas(new QWidget)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The width of the lines must not depend on whether there is something to scroll.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setWidgetResizable(false);
    setWidget(m_canvas);
    setAccessibleName(tr("Messages"));
    m_canvas->setAccessibleName(tr("Messages"));
    verticalScrollBar()->setSingleStep(3 * kGrid);
    setProperty("panel", QLatin1String("messages"));
    m_canvas->setProperty("panel", QLatin1String("messages"));
}

MessageList::~MessageList() = default;

void MessageList::setMessages(const QList<Message> &messages)
{
    const QString currentId = m_current >= 0 ? message(m_current).id : QString();
    // The same talk goes on: whoever read its end stays there, also when a note below it makes it longer.
    const bool follow = count() > 0 && messages.size() >= count() && message(0).id == messages[0].id && isAtEnd();
    // Bubbles are reused in place: only changed ones are measured again.
    const int kept = int(std::min(messages.size(), m_bubbles.size()));
    for (int i = 0; i < kept; ++i) {
        if (m_bubbles[i]->hasEditor() && m_bubbles[i]->message().id != messages[i].id)
            m_bubbles[i]->setEditor(nullptr);
        m_bubbles[i]->setMessage(messages[i]);
    }
    for (int i = kept; i < messages.size(); ++i)
        insertBubble(i, messages[i]);
    while (m_bubbles.size() > messages.size())
        delete m_bubbles.takeLast();
    layoutBubbles();
    if (follow)
        scrollToEnd();
    const int again = currentId.isEmpty() ? -1 : indexOf(currentId);
    const int before = m_current;
    m_current = again;
    for (int i = 0; i < count(); ++i)
        m_bubbles[i]->setCurrent(m_currentVisible && i == m_current);
    if (before != m_current)
        Q_EMIT currentChanged(m_current);
}

void MessageList::insertBubble(int index, const Message &message)
{
    auto *bubble = new Bubble(message, this);
    m_bubbles.insert(index, bubble);
    bubble->show();
}

void MessageList::appendMessage(const Message &message)
{
    const bool follow = isAtEnd();
    insertBubble(count(), message);
    layoutBubbles(count() - 1);
    if (follow)
        scrollToEnd();
}

void MessageList::updateMessage(int index, const Message &message)
{
    if (index < 0 || index >= count())
        return;
    const bool follow = isAtEnd();
    m_bubbles[index]->setMessage(message);
    layoutBubbles(index);
    if (follow)
        scrollToEnd();
}

void MessageList::appendText(int index, const QString &text)
{
    if (index < 0 || index >= count() || text.isEmpty())
        return;
    const bool follow = isAtEnd();
    m_bubbles[index]->appendText(text);
    layoutBubbles(index);
    if (follow)
        scrollToEnd();
}

void MessageList::clear() { setMessages({}); }
int MessageList::count() const { return int(m_bubbles.size()); }
const Message &MessageList::message(int index) const { return m_bubbles[index]->message(); }

int MessageList::indexOf(const QString &id) const
{
    for (int i = 0; i < count(); ++i) {
        if (message(i).id == id)
            return i;
    }
    return -1;
}

void MessageList::setCurrentIndex(int index)
{
    index = std::clamp(index, -1, count() - 1);
    if (index == m_current)
        return;
    m_current = index;
    for (int i = 0; i < count(); ++i)
        m_bubbles[i]->setCurrent(m_currentVisible && i == m_current);
    if (index >= 0)
        ensureVisible(index);
    Q_EMIT currentChanged(index);
}

void MessageList::setCurrentVisible(bool visible)
{
    m_currentVisible = visible;
    for (int i = 0; i < count(); ++i)
        m_bubbles[i]->setCurrent(visible && i == m_current);
}

void MessageList::setEditor(int index, QWidget *editor)
{
    if (index < 0 || index >= count())
        return;
    m_bubbles[index]->setEditor(editor);
    layoutBubbles(index);
    if (editor) {
        ensureVisible(index);
        editor->setFocus();
    }
}

int MessageList::editedIndex() const
{
    for (int i = 0; i < count(); ++i) {
        if (m_bubbles[i]->hasEditor())
            return i;
    }
    return -1;
}

void MessageList::editorHeightChanged()
{
    const int index = editedIndex();
    if (index < 0)
        return;
    m_bubbles[index]->forgetMeasure();
    layoutBubbles(index);
    ensureVisible(index);
}

bool MessageList::isAtEnd() const { return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 2 * kGrid; }
void MessageList::scrollToEnd() { verticalScrollBar()->setValue(verticalScrollBar()->maximum()); }

void MessageList::ensureVisible(int index)
{
    if (index < 0 || index >= count())
        return;
    const QRect rect = m_bubbles[index]->geometry();
    const int top = verticalScrollBar()->value();
    const int height = viewport()->height();
    if (rect.top() - kGrid < top || rect.height() > height)
        verticalScrollBar()->setValue(rect.top() - 2 * kGrid);
    else if (rect.bottom() + kGrid > top + height)
        verticalScrollBar()->setValue(rect.bottom() + 2 * kGrid - height);
}

void MessageList::layoutBubbles(int from)
{
    const int available = viewport()->width() - 2 * kMargin;
    const int width = std::clamp(available, 20 * kGrid, kMaxColumn);
    const int left = kMargin + std::max(0, (available - width) / 2);
    int y = kMargin;
    if (from > 0) {
        const QRect above = m_bubbles[from - 1]->geometry();
        y = above.bottom() + 1;
    }
    for (int i = from; i < count(); ++i) {
        if (i > 0)
            y += message(i).side == message(i - 1).side ? kGapSame : kGapOther;
        const int height = m_bubbles[i]->place(width);
        m_bubbles[i]->setGeometry(left, y, width, height);
        y += height;
    }
    m_canvas->resize(std::max(viewport()->width(), 1), y + kMargin);
}

void MessageList::resizeEvent(QResizeEvent *event)
{
    const bool follow = isAtEnd() && verticalScrollBar()->maximum() > 0;
    QScrollArea::resizeEvent(event);
    layoutBubbles();
    if (follow)
        scrollToEnd();
}

void MessageList::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && m_current >= 0) {
        QApplication::clipboard()->setText(message(m_current).text);
        return;
    }
    if (!m_currentVisible || count() == 0) {
        QScrollArea::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
        setCurrentIndex(std::max(0, m_current - 1));
        return;
    case Qt::Key_Down:
        setCurrentIndex(m_current + 1);
        return;
    case Qt::Key_Home:
        setCurrentIndex(0);
        return;
    case Qt::Key_End:
        setCurrentIndex(count() - 1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            Q_EMIT activated(m_current);
        return;
    default:
        QScrollArea::keyPressEvent(event);
    }
}

void MessageList::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        for (Bubble *bubble : m_bubbles)
            bubble->forgetMeasure();
        layoutBubbles();
    }
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/bubble.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QLabel>
#include <QPainter>

#include <cmath>

namespace parts {

namespace {
constexpr int kPadX = 14; // inside the bubble
constexpr int kPadY = 10;
constexpr int kMaxText = 620; // a comfortable line
constexpr int kChipPad = 8;
constexpr int kCaptionGap = 4;
constexpr int kSide = 4; // room for the outline of the current bubble
const QString kCaret = QStringLiteral(" ●"); // the font has it: one of another font would make its line higher
} // namespace

Bubble::Bubble(const Message &message, MessageList *list)
    : QWidget(list->widget())
    , m_list(list)
    , m_message(message)
    , m_text(new QLabel(this))
{
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_text->setCursor(Qt::IBeamCursor);
    m_text->installEventFilter(this);
    showText();
}

int Bubble::index() const { return int(m_list->m_bubbles.indexOf(this)); }

void Bubble::showText()
{
    // Rich text only for the line height; everything a person or a model wrote is escaped.
    QString shown = m_message.isPending ? m_message.text + kCaret : m_message.text;
    shown.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(QLatin1Char('\r'), QLatin1Char('\n')); // else each counts as a line of its own
    m_text->setText(QStringLiteral("<div style=\"line-height:128%; white-space:pre-wrap\">%1</div>").arg(shown.toHtmlEscaped()));
    setAccessibleName(QStringLiteral("%1: %2").arg(m_message.author, m_message.text));
    setAccessibleDescription(m_message.chips.join(QStringLiteral(", ")));
    forgetMeasure();
}

void Bubble::setMessage(const Message &message)
{
    if (m_message == message)
        return;
    m_message = message;
    showText();
    update();
}

void Bubble::appendText(const QString &text)
{
    m_message.text += text;
    showText();
}

void Bubble::setCurrent(bool isCurrent)
{
    if (std::exchange(m_isCurrent, isCurrent) != isCurrent)
        update();
}

void Bubble::setEditor(QWidget *editor)
{
    if (m_editor)
        m_editor->deleteLater();
    m_editor = editor;
    m_text->setVisible(!editor);
    if (editor) {
        editor->setParent(this);
        editor->show();
    }
    forgetMeasure();
    update();
}

QSize Bubble::textSize(int maximum) const
{
    const QFontMetricsF metrics(m_text->font());
    double widest = 0;
    for (const QStringView line : QStringView(m_message.text).split(u'\n'))
        widest = std::max(widest, metrics.horizontalAdvance(line.toString()));
    if (m_message.isPending)
        widest += metrics.horizontalAdvance(kCaret);
    const int width = std::clamp(int(std::ceil(widest)) + 2, 3 * kGrid, maximum);
    return { width, m_text->heightForWidth(width) };
}

// Author and chips in one line, at the bubble's side.
int Bubble::placeCaption(int width)
{
    const QFontMetrics small(smallFont());
    const int height = small.height() + 4;
    const bool right = m_message.side == Message::Side::Right;
    m_chips.clear();
    m_author = {};
    if (m_message.author.isEmpty() && m_message.chips.isEmpty())
        return 0;
    int x = right ? width - kSide : kSide;
    const auto next = [&](int itemWidth) {
        const QRect rect(right ? x - itemWidth : x, 0, itemWidth, height);
        x = right ? x - itemWidth - kGrid : x + itemWidth + kGrid;
        return rect;
    };
    if (!m_message.author.isEmpty())
        m_author = next(small.horizontalAdvance(m_message.author) + 2);
    for (const QString &chip : m_message.chips)
        m_chips.append(next(small.horizontalAdvance(chip) + 2 * kChipPad));
    return height + kCaptionGap;
}

int Bubble::place(int width)
{
    if (width == m_measuredWidth)
        return m_measuredHeight;
    m_measuredWidth = width;
    const bool right = m_message.side == Message::Side::Right;
    const int maximum = std::min(int(width * 0.82), kMaxText + 2 * kPadX) - 2 * kPadX;
    int y = placeCaption(width);
    QSize content;
    if (m_editor)
        content = { maximum, std::max(m_editor->sizeHint().height(), m_editor->minimumSizeHint().height()) };
    else
        content = textSize(maximum);
    const QSize outer(content.width() + 2 * kPadX, content.height() + 2 * kPadY);
    m_bubble = QRect(QPoint(right ? width - outer.width() - kSide : kSide, y), outer);
    const QRect inner(m_bubble.topLeft() + QPoint(kPadX, kPadY), content);
    m_text->setGeometry(inner);
    if (m_editor)
        m_editor->setGeometry(inner);
    y = m_bubble.bottom() + 1;
    m_note = {};
    if (!m_message.note.isEmpty()) {
        const QFontMetrics small(smallFont());
        m_note = QRect(kSide, y + kCaptionGap, width - 2 * kSide, small.height() + 2);
        y = m_note.bottom() + 1;
    }
    m_measuredHeight = y + kSide;
    return m_measuredHeight;
}

void Bubble::paintEvent(QPaintEvent *)
{
    const Look look = currentLook();
    const bool right = m_message.side == Message::Side::Right;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont());
    painter.setPen(look.muted);
    painter.drawText(m_author, Qt::AlignVCenter | Qt::AlignHCenter, m_message.author);
    for (int i = 0; i < m_chips.size(); ++i) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.wash(look.accent));
        painter.drawRoundedRect(m_chips[i], m_chips[i].height() / 2.0, m_chips[i].height() / 2.0);
        painter.setPen(look.accent);
        painter.drawText(m_chips[i], Qt::AlignCenter, m_message.chips[i]);
    }
    painter.setBrush(m_editor ? look.surface : right ? look.supporter : look.seeker);
    if (m_isCurrent || m_editor)
        painter.setPen(QPen(m_editor || m_list->hasFocus() ? look.accent : look.muted, 1.5)); // the keys act here, or would
    else
        painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(QRectF(m_bubble).adjusted(0.75, 0.75, -0.75, -0.75), 10, 10);
    if (!m_note.isNull()) {
        painter.setPen(look.of(m_message.noteTone));
        painter.drawText(m_note, (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, m_message.note);
    }
}

void Bubble::mousePressEvent(QMouseEvent *event)
{
    m_list->setCurrentIndex(index());
    m_list->setFocus(Qt::MouseFocusReason);
    for (const QRect &chip : m_chips) {
        if (chip.contains(event->pos()))
            Q_EMIT m_list->chipClicked(index());
    }
}

void Bubble::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (m_bubble.contains(event->pos()))
        Q_EMIT m_list->activated(index());
}

void Bubble::contextMenuEvent(QContextMenuEvent *event)
{
    m_list->setCurrentIndex(index());
    Q_EMIT m_list->menuRequested(index(), event->globalPos());
    event->accept();
}

bool Bubble::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_text)
        return false;
    if (event->type() == QEvent::MouseButtonPress) {
        m_list->setCurrentIndex(index());
    } else if (event->type() == QEvent::ContextMenu) {
        contextMenuEvent(static_cast<QContextMenuEvent *>(event));
        return true;
    } else if (event->type() == QEvent::MouseButtonDblClick && m_list->m_editsOnDoubleClick) {
        Q_EMIT m_list->activated(index());
        return true;
    }
    return false;
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/row_button.h"

#include "ui/parts/icons.h"

#include <QPainter>

namespace parts {

RowButton::RowButton(const char *icon, const QString &title, const QString &note, const QString &aside, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
    , m_note(note)
    , m_aside(aside)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(note);
    setToolTip(note);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void RowButton::setIconTone(Tone tone) { m_tone = tone; }
QSize RowButton::sizeHint() const { return { 30 * kGrid, 6 * kGrid }; }
QSize RowButton::minimumSizeHint() const { return { 16 * kGrid, 6 * kGrid }; }
void RowButton::enterEvent(QEnterEvent *) { update(); }
void RowButton::leaveEvent(QEvent *) { update(); }

void RowButton::paintEvent(QPaintEvent *)
{
    const Look look = currentLook();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(look.accent, 1) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() && isEnabled() ? look.hover : QColor(Qt::transparent));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    parts::icon(m_icon, m_tone).paint(&painter, QRect(kGrid, (height() - 18) / 2, 18, 18));
    QRect words = rect().adjusted(36, 6, -kGrid, -6);
    painter.setFont(smallFont());
    painter.setPen(look.muted);
    if (!m_aside.isEmpty()) {
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, m_aside);
        words.setRight(words.right() - painter.fontMetrics().horizontalAdvance(m_aside) - kGrid);
    }
    painter.drawText(words, Qt::AlignBottom | Qt::AlignLeft, painter.fontMetrics().elidedText(m_note, Qt::ElideMiddle, words.width()));
    painter.setFont(strongFont());
    painter.setPen(look.text);
    painter.drawText(words, Qt::AlignTop | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
}

} // namespace parts

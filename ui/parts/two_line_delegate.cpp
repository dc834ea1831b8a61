// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/two_line_delegate.h"

#include "ui/parts/look.h"

#include <QPainter>

namespace parts {

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const { return { 0, 7 * kGrid }; }

void TwoLineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Look look = currentLook();
    const bool isSelected = option.state & QStyle::State_Selected;
    painter->save();
    if (isSelected || option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, isSelected ? look.selection : look.hover);
    if (isSelected)
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), look.accent);
    if (isSelected && option.state & QStyle::State_HasFocus) { // the keys act here
        painter->setPen(QPen(look.accent, 1));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -2));
    }
    QColor line = look.border;
    line.setAlphaF(0.55f);
    painter->fillRect(QRect(option.rect.bottomLeft(), QSize(option.rect.width(), 1)), line);

    const QRect inner = option.rect.adjusted(kGrid + 6, 9, -kGrid - 2, -9);
    const auto elided = [painter](const QString &text, int width) {
        return painter->fontMetrics().elidedText(text, Qt::ElideRight, width);
    };
    painter->setFont(isSelected ? strongFont() : option.font);
    painter->setPen(look.text);
    painter->drawText(inner, Qt::AlignTop | Qt::AlignLeft, elided(index.data().toString(), inner.width()));
    painter->setFont(smallFont());
    painter->setPen(look.muted);
    const QString aside = index.data(AsideRole).toString();
    painter->drawText(inner, Qt::AlignBottom | Qt::AlignRight, aside);
    const int taken = aside.isEmpty() ? 0 : painter->fontMetrics().horizontalAdvance(aside) + kGrid;
    painter->drawText(inner, Qt::AlignBottom | Qt::AlignLeft, elided(index.data(NoteRole).toString(), inner.width() - taken));
    painter->restore();
}

} // namespace parts

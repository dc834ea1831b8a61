// SPDX-License-Identifier: GPL-3.0-or-later
// A row of a list in two lines: a title, and below it something small. The model gives DisplayRole and the roles here.
#pragma once

#include <QStyledItemDelegate>

namespace parts {

inline constexpr int NoteRole = Qt::UserRole + 2; // the second line
inline constexpr int AsideRole = Qt::UserRole + 3; // small, at the right end of the second line; may be empty

class TwoLineDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace parts

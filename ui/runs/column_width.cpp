// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/column_width.h"

#include "ui/parts/look.h"

#include <QApplication>
#include <QFontMetrics>

namespace runs {

int widthOfTitle(const QString &title)
{
    QFont font = QApplication::font();
    font.setWeight(QFont::Medium); // as the style sheet has it
    return QFontMetrics(font).horizontalAdvance(title) + 4 * parts::kGrid;
}

} // namespace runs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/plain_tool_tips.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>

namespace parts {

PlainToolTips::PlainToolTips(QApplication &application)
    : QObject(&application)
{
    application.installEventFilter(this);
}

bool PlainToolTips::eventFilter(QObject *watched, QEvent *event)
{
    // Qt's own label, which guesses at the kind of each text; it is polished before it gets the first one.
    if (event->type() == QEvent::Polish && watched->inherits("QTipLabel"))
        static_cast<QLabel *>(watched)->setTextFormat(Qt::PlainText);
    return QObject::eventFilter(watched, event);
}

} // namespace parts

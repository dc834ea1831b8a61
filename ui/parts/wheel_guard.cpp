// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/wheel_guard.h"

#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QScrollBar>

namespace parts {

namespace {

QWidget *guarded(QObject *object)
{
    const bool isField = qobject_cast<QAbstractSpinBox *>(object) || qobject_cast<QComboBox *>(object)
        || (qobject_cast<QAbstractSlider *>(object) && !qobject_cast<QScrollBar *>(object));
    return isField ? static_cast<QWidget *>(object) : nullptr;
}

} // namespace

WheelGuard::WheelGuard(QApplication &application)
    : QObject(&application)
{
    application.installEventFilter(this);
}

bool WheelGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Polish) {
        // Else Qt gives it the focus before it gets the wheel.
        if (QWidget *field = guarded(watched); field && field->focusPolicy() == Qt::WheelFocus)
            field->setFocusPolicy(Qt::StrongFocus);
    } else if (event->type() == QEvent::Wheel) {
        if (const QWidget *field = guarded(watched); field && !field->hasFocus()) {
            event->ignore(); // so that its parents get it
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace parts

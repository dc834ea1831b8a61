// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/single_keys.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QWidget>

namespace parts {

SingleKeys::SingleKeys(QWidget *page)
    : QObject(page)
    , m_page(page)
{
    // The application sees every event before its receiver does; only events inside the page are looked at.
    qApp->installEventFilter(this);
}

void SingleKeys::add(Qt::Key key, std::function<void()> action) { m_actions.insert(key, std::move(action)); }

bool SingleKeys::rests() const
{
    if (m_isComposing || (m_mayAct && !m_mayAct()))
        return true;
    const QWidget *focus = QApplication::focusWidget();
    if (!focus || !(focus == m_page || m_page->isAncestorOf(focus)))
        return true;
    // Whatever accepts composed text is a text field; a read-only one is not.
    const bool isTextField = focus->testAttribute(Qt::WA_InputMethodEnabled)
        && focus->inputMethodQuery(Qt::ImEnabled).toBool() && !focus->property("readOnly").toBool();
    return isTextField || qobject_cast<const QAbstractSpinBox *>(focus) || qobject_cast<const QComboBox *>(focus);
}

bool SingleKeys::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::InputMethod) {
        m_isComposing = !static_cast<QInputMethodEvent *>(event)->preeditString().isEmpty();
        return false;
    }
    if (event->type() == QEvent::FocusOut)
        m_isComposing = false;
    if (event->type() != QEvent::KeyPress || !watched->isWidgetType() || !m_page->isVisible())
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isPlain = !(key->modifiers() & ~Qt::KeypadModifier);
    const auto action = m_actions.constFind(key->key());
    if (!isPlain || action == m_actions.constEnd() || rests() || watched != QApplication::focusWidget())
        return false;
    (*action)();
    return true;
}

} // namespace parts

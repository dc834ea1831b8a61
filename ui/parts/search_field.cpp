// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/search_field.h"

#include "ui/parts/icons.h"

#include <QAction>
#include <QKeyEvent>
#include <QTimer>

namespace parts {

SearchField::SearchField(const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
    , m_pause(new QTimer(this))
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    addAction(icon("edit-find", Tone::Muted), QLineEdit::LeadingPosition);
    m_pause->setSingleShot(true);
    m_pause->setInterval(180);
    const auto search = [this] {
        m_pause->stop();
        Q_EMIT searched(text().trimmed());
    };
    // textChanged does not fire for text that is still being composed.
    connect(this, &QLineEdit::textChanged, m_pause, qOverload<>(&QTimer::start));
    connect(m_pause, &QTimer::timeout, this, search);
    connect(this, &QLineEdit::returnPressed, this, search);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        QLineEdit::keyPressEvent(event);
}

} // namespace parts

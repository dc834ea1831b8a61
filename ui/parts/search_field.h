// SPDX-License-Identifier: GPL-3.0-or-later
// A search line: magnifier, clear button, and one signal after typing paused (or at once on Enter), never while an
// input method composes.
#pragma once

#include <QLineEdit>

class QTimer;

namespace parts {

class SearchField : public QLineEdit
{
    Q_OBJECT

public:
    explicit SearchField(const QString &placeholder, QWidget *parent = nullptr);

Q_SIGNALS:
    void searched(const QString &text); // trimmed

protected:
    void keyPressEvent(QKeyEvent *event) override; // Esc empties it

private:
    QTimer *m_pause = nullptr;
};

} // namespace parts

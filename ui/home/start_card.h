// SPDX-License-Identifier: GPL-3.0-or-later
// A way to begin: a drawing, what it is, one sentence, one button. The whole card can be pressed.
#pragma once

#include <QFrame>

#include <functional>

class QPushButton;

namespace home {

class StartCard : public QFrame
{
    Q_OBJECT

public:
    StartCard(const char *icon, const QString &title, const QString &sentence, const QString &button, bool isPrimary,
        std::function<void()> action, QWidget *parent = nullptr);
};

} // namespace home

// SPDX-License-Identifier: GPL-3.0-or-later
// What a page shows while it has nothing to show: a drawing, one sentence, what to do next and the button that does it.
#pragma once

#include <QWidget>

#include <functional>

class QBoxLayout;
class QLabel;

namespace parts {

class EmptyPage : public QWidget
{
    Q_OBJECT

public:
    EmptyPage(const char *iconName, const QString &sentence, const QString &next, QWidget *parent = nullptr);

    // The first button is the primary one.
    void addButton(const QString &text, const char *iconName, std::function<void()> action);
    void setText(const QString &sentence, const QString &next);

private:
    QLabel *m_sentence = nullptr;
    QLabel *m_next = nullptr;
    QBoxLayout *m_buttons = nullptr;
};

} // namespace parts

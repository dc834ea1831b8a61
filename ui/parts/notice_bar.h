// SPDX-License-Identifier: GPL-3.0-or-later
// A message inside the page, above its content: a coloured edge, one sentence, an action or two, a close button.
// Nothing is modal. Hidden until told otherwise; a new message replaces the old one. Announced to screen readers.
#pragma once

#include "ui/parts/look.h"

#include <QFrame>
#include <QList>

#include <functional>

class QBoxLayout;
class QLabel;
class QToolButton;

namespace parts {

class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    struct Action
    {
        QString text;
        std::function<void()> run; // the notice closes first; the action may show the next one
    };

    explicit NoticeBar(QWidget *parent = nullptr);

    void showNotice(Tone tone, const QString &text, const QList<Action> &actions);
    void showNotice(Tone tone, const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void showError(const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void showInfo(const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void clear();
    QString text() const; // empty while hidden

private:
    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    QBoxLayout *m_actions = nullptr;
    QToolButton *m_close = nullptr;
};

} // namespace parts

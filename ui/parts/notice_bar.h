// SPDX-License-Identifier: GPL-3.0-or-later
// A message inside the page, above its content: a coloured edge, one sentence, at most one action, a close button.
// Nothing is modal. Hidden until told otherwise; a new message replaces the old one. Announced to screen readers.
#pragma once

#include "ui/parts/look.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace parts {

class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void showNotice(Tone tone, const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void showError(const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void showInfo(const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void clear();
    QString text() const;

private:
    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    QPushButton *m_action = nullptr;
    QToolButton *m_close = nullptr;
    std::function<void()> m_do;
};

} // namespace parts

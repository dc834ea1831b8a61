// SPDX-License-Identifier: GPL-3.0-or-later
// A message inside the page: a coloured edge, one sentence, an action or two, a close button. It floats (floatOver, floatAcross) on top
// of a place that is there anyway, so that nothing moves under the pointer; in no layout. Nothing is modal. Hidden until told otherwise; a new message replaces the old one. Announced to screen readers.
#pragma once

#include "ui/parts/look.h"

#include <QFrame>
#include <QList>
#include <QPointer>

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

    // Shows itself over `place` (a descendant of its own parent), wider and higher than that where the sentence needs it.
    void floatOver(QWidget *place);
    // The same across the whole width of `place`, `below` pixels from its top.
    void floatAcross(QWidget *place, int below);

    void showNotice(Tone tone, const QString &text, const QList<Action> &actions);
    void showNotice(Tone tone, const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void showError(const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void showInfo(const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void clear();
    QString text() const; // empty while hidden

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void settleDown();

    QPointer<QWidget> m_place;
    int m_below = -1; // of one that floats across; else negative
    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    QBoxLayout *m_actions = nullptr;
    QToolButton *m_close = nullptr;
};

} // namespace parts

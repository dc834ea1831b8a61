// SPDX-License-Identifier: GPL-3.0-or-later
// A message inside the page: a coloured edge, one sentence, an action or two, a close button. It floats (floatOver, floatAcross) on top
// of a place that is there anyway, so that nothing moves under the pointer; in no layout. Nothing is modal. Hidden until told
// otherwise; a new message replaces the old one. Announced to screen readers.
// What goes on beside the page has a line of its own there, which every message covers (coveredWork says so, for the window to show it elsewhere):
//     const int work = m_notice->begin(tr("Importing…"), tr("Cancel"), cancel);
//     m_notice->goOn(work, tr("Importing… 40 %"));
//     m_notice->end(work);
#pragma once

#include "ui/parts/look.h"

#include <QFrame>
#include <QList>
#include <QPointer>

#include <functional>
#include <optional>

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
    // Of something that nobody was looking at when it ended: waits while a message with actions stands, for those may be the only way
    // to what they offer, and makes room for work that begins.
    void tell(Tone tone, const QString &text, const QList<Action> &actions = {});
    void clear(); // the message; what waits, and what goes on, comes into its place
    QString text() const; // empty while hidden

    // What is shown is about one thing that is open on the page: when that is left, so is the message.
    void bind(const QString &id) { m_about = id; }
    void leave(const QString &id);
    QString about() const { return m_about; }

    // Stands while no message does, with the sentences and actions of all that goes on. Announced when it begins; an action ends nothing here.
    int begin(const QString &text, const QString &actionText = {}, std::function<void()> action = {});
    void goOn(int work, const QString &text); // its words alone
    void end(int work);

Q_SIGNALS:
    void coveredWork(const QString &text); // what goes on while a message stands before it; empty: nothing does

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Message
    {
        Tone tone;
        QString text;
        QList<Action> actions;
    };
    struct Work
    {
        int number;
        QString text;
        Action action;
        QPointer<QWidget> button {};
    };
    void settleDown();
    int neededHeight(int width) const;
    void put(Tone tone, const QString &text);
    QWidget *addAction(const QString &text, std::function<void()> run);
    void announce();
    void empty();
    void showWork();
    QString workText() const;
    void tellCovered();

    QString m_about;
    QList<Message> m_waiting;
    std::optional<Message> m_told; // what is shown, if it may wait
    QList<Work> m_work;
    int m_begun = 0;
    QString m_covered; // as it was told last
    bool m_showsWork = false;
    QPointer<QWidget> m_place;
    int m_below = -1; // of one that floats across; else negative
    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    QBoxLayout *m_actions = nullptr;
    QToolButton *m_close = nullptr;
};

} // namespace parts

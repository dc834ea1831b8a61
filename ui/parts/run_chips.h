// SPDX-License-Identifier: GPL-3.0-or-later
// Runs to look at, a button each: those at work with their progress, those that wait, the last ended ones. Buttons stay
// where they are while their words change, so that a click, a tooltip or the focus outlives ten updates a second.
#pragma once

#include "jobs/job_queue.h"
#include "storage/run_repository.h"
#include "ui/parts/look.h"

#include <QHash>
#include <QList>
#include <QWidget>

class QPushButton;

namespace parts {

class FlowLayout;

struct RunChip
{
    QString id; // empty: the new run
    QString title;
    QString state; // "40 %", "out of memory"; may be empty
    QString icon; // a name of the theme; may be empty
    Tone tone = Tone::Muted; // of the icon

    bool operator==(const RunChip &) const = default;
};

RunChip chipOf(const jobs::Job &job);
RunChip chipOf(const storage::RunRow &row); // one that has ended

class RunChips : public QWidget
{
    Q_OBJECT

public:
    explicit RunChips(QWidget *parent = nullptr);

    void setChips(const QList<RunChip> &chips, const QString &current);
    QStringList texts() const; // as shown, in order

Q_SIGNALS:
    void picked(const QString &id);

private:
    struct Shown
    {
        RunChip chip;
        QPushButton *button;
    };
    QPushButton *take(const QString &id);
    void dress(Shown &shown, const RunChip &chip);

    FlowLayout *m_flow = nullptr;
    QList<Shown> m_shown;
};

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine can do, a line a part, and how to mend what is missing.
#pragma once

#include "jobs/machine_report.h"
#include "ui/parts/latest_job.h"

#include <QFrame>

class QBoxLayout;
class QLabel;

namespace home {

// The sentences, made here because core reports facts only.
QString partTitle(jobs::MachinePart part);
QString partSentence(const jobs::PartReport &part); // what it is for, or what does not work without it
QString machineSummary(const jobs::MachineReport &report); // "Zen 4, 2 cores, 24 GB, AVX-512 BF16"

class MachineCard : public QFrame
{
    Q_OBJECT

public:
    explicit MachineCard(QWidget *parent = nullptr);
    void read(); // on a pool thread; tells shown() when it is on the page
    void setReport(const jobs::MachineReport &report);
    bool isShown() const { return m_isShown; }

Q_SIGNALS:
    void shown();

private:
    QWidget *makeRow(const jobs::PartReport &part);

    parts::LatestJob m_job;
    QLabel *m_summary = nullptr;
    QWidget *m_rows = nullptr;
    bool m_isShown = false;
};

} // namespace home

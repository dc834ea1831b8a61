// SPDX-License-Identifier: GPL-3.0-or-later
// The bar at the bottom: what is running, how far it is, how long it still takes, and a stop. Always visible.
#pragma once

#include <QFrame>
#include <QList>
#include <QString>

class QBoxLayout;
class QLabel;
class QProgressBar;
class QToolButton;

namespace shell {

struct RunningJob
{
    QString id;
    QString title;
    QString stage; // "training, step 120 of 400"
    double fraction = -1; // 0 to 1; below 0: not known
    double secondsLeft = -1; // below 0: not known
    bool isStopping = false;

    bool operator==(const RunningJob &) const = default;
};

class RunningBar : public QFrame
{
    Q_OBJECT

public:
    explicit RunningBar(QWidget *parent = nullptr);

    // The first one is shown in full, the others as a count. `waiting`: queued jobs.
    void setJobs(const QList<RunningJob> &jobs, int waiting);
    // Shown at the right end while nothing needs the room: how the last run ended.
    void setLast(const QString &sentence);

    // What is true of the workspace as long as it is open; empty: nothing. At the right end, before the last run.
    void setStanding(const QString &sentence);

Q_SIGNALS:
    void stopRequested(const QString &id);
    void opened(const QString &id);

protected:
    void mousePressEvent(QMouseEvent *event) override;

private:
    QLabel *m_dot = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_stage = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_left = nullptr;
    QToolButton *m_stop = nullptr;
    QLabel *m_more = nullptr;
    QLabel *m_standing = nullptr;
    QLabel *m_last = nullptr;
    QList<RunningJob> m_jobs;
};

} // namespace shell

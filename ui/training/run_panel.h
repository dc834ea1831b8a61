// SPDX-License-Identifier: GPL-3.0-or-later
// One training, watched: its curves, where it is, how fast, how it ended and what can be done next.
#pragma once

#include "jobs/job_queue.h"
#include "jobs/run_recorder.h"
#include "storage/run_repository.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QCheckBox;

namespace parts {
class ElidedLabel;
class LineChart;
class NoticeBar;
class Smoothing;
}

namespace training {

// Points of a run by metric, the latest attempt of each step.
using RunPoints = QHash<QString, QList<QPointF>>;

class RunPanel : public QWidget
{
    Q_OBJECT

public:
    explicit RunPanel(QWidget *parent = nullptr);

    // Shows a run as the workspace knows it, with the seconds it has worked in all its attempts; news() goes on from there.
    void showRun(const storage::RunRow &row, RunPoints points, std::optional<double> seconds = {});
    QString runId() const { return m_runId; }
    // What the recorder says of this run; of other runs: ignored. Redraws at most 10 times a second.
    void news(const jobs::RunNews &news);
    // Its place in the queue; nothing when it has left the queue.
    void setJob(const std::optional<jobs::Job> &job);

    QString stateText() const;
    QString endText() const; // the sentence about its end; empty while it works
    const RunPoints &points() const { return m_points; }
    QStringList actions() const; // names of the visible buttons, for tests

Q_SIGNALS:
    void stopWanted(const QString &runId);
    void stopNowWanted(const QString &runId);
    void resumeWanted(const QString &runId);
    void showInRunsWanted(const QString &runId);
    void chatWanted(const QString &runId);
    void evaluateWanted(const QString &runId);
    void repeatWanted(const QString &runId); // its settings into the form

private:
    void build();
    QWidget *buildHead();
    QWidget *buildFigures();
    QWidget *buildChartBar();
    QLabel *addFigure(QLayout *row, const QString &caption, QLabel **below = nullptr);
    QPushButton *addAction(QLayout *row, QPushButton *button, void (RunPanel::*signal)(const QString &));
    void addPoint(const jobs::RunNews::Point &point);
    void refresh();
    void refreshChart();
    void refreshFigures();
    void refreshState();

    QString m_runId;
    storage::RunRow m_row;
    std::optional<jobs::Job> m_job;
    RunPoints m_points;
    std::optional<double> m_seconds;
    qint64 m_attempt = 1;
    qint64 m_checkpointStep = -1;
    QTimer m_redraw;

    parts::ElidedLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_facts = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_step = nullptr;
    QLabel *m_left = nullptr;
    QLabel *m_leftCaption = nullptr;
    QLabel *m_speed = nullptr;
    QLabel *m_loss = nullptr;
    QLabel *m_evalLoss = nullptr;
    QLabel *m_checkpoint = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    QLabel *m_end = nullptr;
    QWidget *m_after = nullptr; // what can be done once it has ended
    QComboBox *m_metric = nullptr;
    QCheckBox *m_log = nullptr;
    parts::Smoothing *m_smoothing = nullptr;
    parts::LineChart *m_chart = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_stopNow = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_chat = nullptr;
    QPushButton *m_evaluate = nullptr;
    QPushButton *m_inRuns = nullptr;
    QPushButton *m_repeat = nullptr;
};

} // namespace training

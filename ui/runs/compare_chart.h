// SPDX-License-Identifier: GPL-3.0-or-later
// The curves of some runs over each other, by step, by epoch or by time.
#pragma once

#include "storage/database.h"
#include "ui/parts/latest_job.h"

#include <QHash>
#include <QList>
#include <QPointF>
#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;

namespace parts {
class LineChart;
class Smoothing;
}

namespace runs {

enum class CurveX { Step, Epoch, Time };

struct RunCurves
{
    QString id;
    QString name;
    int color = 0;
    std::optional<double> epochs_per_step; // nothing: not known
    QHash<QString, QList<QPointF>> by_step; // metric -> points
    QHash<QString, QList<QPointF>> by_time; // seconds since the worker started; stops between attempts left out
};

// Reads all curves of a run; nothing when it was deleted in the meantime, here or by another desk. Any thread with its own
// connection.
std::optional<RunCurves> readCurves(storage::Database &database, const QString &runId);

class CompareChart : public QWidget
{
    Q_OBJECT

public:
    explicit CompareChart(QWidget *parent = nullptr);

    void setRuns(QList<RunCurves> runs);
    parts::LineChart &chart() { return *m_chart; }
    void setX(CurveX x);

private:
    void refresh();

    QList<RunCurves> m_runs;
    QComboBox *m_metric = nullptr;
    QComboBox *m_x = nullptr;
    QCheckBox *m_log = nullptr;
    parts::Smoothing *m_smoothing = nullptr;
    QLabel *m_note = nullptr;
    parts::LineChart *m_chart = nullptr;
};

} // namespace runs

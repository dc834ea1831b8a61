// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/compare_chart.h"

#include "storage/run_repository.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/smoothing.h"
#include "ui/parts/text_format.h"
#include "ui/parts/working_time.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>

namespace runs {

using parts::fromUtf8;

namespace {

// From the run's own file: the database keeps points by step only.
void addByTime(RunCurves &curves, const std::filesystem::path &file)
{
    if (!std::filesystem::exists(file))
        return;
    parts::WorkClock clock;
    run::readEvents(file, 0, [&](const run::JobEvent &event) {
        const double seconds = clock.at(event);
        if (event.type != "metric" || !event.fields.contains("name") || !event.fields["name"].is_string())
            return;
        const auto value = event.fields.find("value");
        if (value != event.fields.end() && value->is_number())
            curves.by_time[fromUtf8(event.fields["name"].get<std::string>())] << QPointF(seconds, value->get<double>());
    });
}

} // namespace

std::optional<RunCurves> readCurves(storage::Database &database, const QString &runId)
{
    storage::RunRepository repository(database);
    const std::optional<storage::RunRow> found = repository.find(parts::toUtf8(runId));
    if (!found)
        return std::nullopt;
    const storage::RunRow &row = *found;
    RunCurves curves;
    curves.id = runId;
    curves.name = fromUtf8(row.name);
    const auto *spec = std::get_if<run::TrainSpec>(&row.spec.job);
    if (spec && spec->max_steps <= 0 && row.total > 0)
        curves.epochs_per_step = spec->num_train_epochs / double(row.total);
    for (const std::string &metric : repository.metricNames(row.id)) {
        QList<QPointF> &points = curves.by_step[fromUtf8(metric)];
        for (const storage::MetricPoint &point : repository.metricPoints(row.id, metric)) {
            if (point.value)
                points << QPointF(double(point.step), *point.value);
        }
    }
    addByTime(curves, run::RunFolder(row.folder).eventsFile());
    return curves;
}

CompareChart::CompareChart(QWidget *parent)
    : QWidget(parent)
{
    m_metric = new QComboBox;
    m_metric->setAccessibleName(tr("Curve"));
    for (const char *name : { "loss", "eval_loss", "learning_rate", "grad_norm", "tokens_per_second" }) {
        const QString metric = QLatin1String(name);
        m_metric->addItem(m_metric->count() == 0 ? tr("Loss and evaluation loss") : parts::metricTitle(metric), metric);
    }
    m_x = new QComboBox;
    m_x->setAccessibleName(tr("Over"));
    m_x->addItem(tr("by step"), int(CurveX::Step));
    m_x->addItem(tr("by epoch"), int(CurveX::Epoch));
    m_x->addItem(tr("by working time"), int(CurveX::Time));
    m_log = new QCheckBox(tr("Logarithmic"));
    m_smoothing = new parts::Smoothing;
    m_note = parts::mutedLabel({});
    m_note->setWordWrap(false);
    auto *row = new QHBoxLayout;
    parts::setGaps(row, 2);
    row->addWidget(m_metric);
    row->addWidget(m_x);
    row->addWidget(m_note, 1);
    row->addWidget(m_log);
    row->addWidget(m_smoothing);
    m_chart = new parts::LineChart(tr("Curves of the selected runs"));
    m_chart->setEmptyText(tr("Select trainings in the table to lay their curves over each other."));
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 1);
    box->addLayout(row);
    box->addWidget(m_chart, 1);
    connect(m_metric, &QComboBox::currentIndexChanged, this, &CompareChart::refresh);
    connect(m_x, &QComboBox::currentIndexChanged, this, &CompareChart::refresh);
    connect(m_log, &QCheckBox::toggled, this, &CompareChart::refresh);
    connect(m_smoothing, &parts::Smoothing::changed, this, &CompareChart::refresh);
}

void CompareChart::setRuns(QList<RunCurves> runs)
{
    m_runs = std::move(runs);
    refresh();
}

void CompareChart::setX(CurveX x) { m_x->setCurrentIndex(m_x->findData(int(x))); }

void CompareChart::refresh()
{
    const QString metric = m_metric->currentData().toString();
    const bool loss = metric == QLatin1String("loss");
    const auto x = CurveX(m_x->currentData().toInt());
    QList<parts::Curve> curves;
    QStringList unknown;
    const auto add = [&](const RunCurves &run, const QString &name, const QString &of, bool dashed) {
        QList<QPointF> points = (x == CurveX::Time ? run.by_time : run.by_step).value(of);
        if (x == CurveX::Epoch) {
            for (QPointF &point : points)
                point.rx() *= run.epochs_per_step.value_or(0);
        }
        if (!points.isEmpty())
            curves << parts::Curve { name, points, run.color, dashed, !dashed || !loss };
    };
    for (const RunCurves &run : std::as_const(m_runs)) {
        if (x == CurveX::Epoch && !run.epochs_per_step) {
            if (!run.by_step.isEmpty())
                unknown << run.name;
            continue;
        }
        add(run, run.name, metric, metric == QLatin1String("eval_loss"));
        if (loss)
            add(run, tr("%1, evaluation").arg(run.name), QStringLiteral("eval_loss"), true);
    }
    m_note->setText(!unknown.isEmpty() ? tr("Epochs not known: %1").arg(unknown.join(QStringLiteral(", ")))
            : loss && !curves.isEmpty()                   ? tr("dashed: evaluation")
                                       : QString());
    const parts::AxisKind kind = x == CurveX::Time ? parts::AxisKind::Duration : x == CurveX::Epoch ? parts::AxisKind::Number : parts::AxisKind::Count;
    m_chart->setAxes(x == CurveX::Time ? tr("working time") : x == CurveX::Epoch ? tr("epoch") : tr("step"), kind,
        loss || metric == QLatin1String("eval_loss") ? tr("nats a token") : QString());
    m_chart->setLogarithmic(m_log->isChecked());
    qsizetype longest = 0;
    for (const parts::Curve &curve : std::as_const(curves))
        longest = std::max(longest, curve.points.size());
    m_smoothing->suit(longest);
    m_chart->setSmoothing(m_smoothing->weight());
    m_chart->setCurves(curves);
}

} // namespace runs

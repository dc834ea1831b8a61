// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_panel.h"

#include "ui/parts/data_recipe.h"
#include "ui/parts/elided_label.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/notice_text.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/run_words.h"
#include "ui/parts/smoothing.h"
#include "ui/parts/text_format.h"
#include "ui/training/preflight.h"
#include "workspace/model_catalog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <limits>

namespace training {

namespace {

constexpr int kRedrawEvery = 100; // milliseconds

QString factsOf(const run::JobSpec &spec)
{
    const auto *train = std::get_if<run::TrainSpec>(&spec.job);
    if (!train)
        return {};
    return RunPanel::tr("%1 · rank %2 alpha %3 · learning_rate %4 · cutoff_len %5 · %6")
        .arg(parts::fromUtf8(train->base_model).section(QLatin1Char('/'), -1), QString::number(train->lora_rank),
            parts::numberText(train->lora_alpha), parts::numberText(train->learning_rate), QString::number(train->cutoff_len),
            parts::splitWords(spec.split));
}

QString lastOf(const RunPoints &points, const char *metric, int decimals)
{
    const QList<QPointF> found = points.value(QLatin1String(metric));
    return found.isEmpty() ? QStringLiteral("–") : parts::decimalText(found.last().y(), decimals);
}

// A step that was stopped, evaluated or saved in between is slower than the rest: the middle one of the last few tells more.
QString speedOf(const RunPoints &points)
{
    const auto speed = typicalSpeed(points.value(QStringLiteral("tokens_per_second")));
    return speed ? parts::decimalText(*speed, 0) : QStringLiteral("–");
}

} // namespace

RunPanel::RunPanel(QWidget *parent)
    : QWidget(parent)
{
    build();
    m_redraw.setSingleShot(true);
    m_redraw.setInterval(kRedrawEvery);
    connect(&m_redraw, &QTimer::timeout, this, &RunPanel::refresh);
    connect(m_metric, &QComboBox::currentIndexChanged, this, &RunPanel::refreshChart);
    connect(m_log, &QCheckBox::toggled, this, &RunPanel::refreshChart);
    connect(m_smoothing, &parts::Smoothing::changed, this, &RunPanel::refreshChart);
}

void RunPanel::showRun(const storage::RunRow &row, RunPoints points, std::optional<double> seconds)
{
    m_runId = parts::fromUtf8(row.id);
    m_row = row;
    m_job.reset();
    m_points = std::move(points);
    m_seconds = seconds;
    m_attempt = row.attempt;
    m_checkpointStep = -1;
    m_notice->clear();
    m_title->setText(parts::fromUtf8(row.name));
    m_title->updateGeometry();
    m_facts->setText(factsOf(row.spec));
    try {
        if (const auto latest = run::RunFolder(row.folder).latestCheckpoint()) {
            const QString folder = parts::fromUtf8(latest->filename().string());
            m_checkpointStep = folder.section(QLatin1Char('-'), -1).toLongLong();
        }
    } catch (const std::exception &) {
        m_checkpointStep = -1; // a folder that was moved away is said when it is opened
    }
    refresh();
}

void RunPanel::addPoint(const jobs::RunNews::Point &point)
{
    QList<QPointF> &curve = m_points[parts::fromUtf8(point.metric)];
    const double value = point.value.value_or(std::numeric_limits<double>::quiet_NaN());
    // A resumed run repeats the steps behind its checkpoint.
    while (!curve.isEmpty() && curve.last().x() >= double(point.step))
        curve.removeLast();
    curve << QPointF(double(point.step), value);
}

void RunPanel::news(const jobs::RunNews &news)
{
    if (news.run_id != m_runId || m_runId.isEmpty())
        return;
    for (const jobs::RunNews::Point &point : news.points)
        addPoint(point);
    if (news.stage)
        m_row.stage = parts::toUtf8(*news.stage);
    if (news.checkpoint)
        m_checkpointStep = *news.checkpoint;
    if (news.step)
        m_row.step = *news.step;
    if (news.total)
        m_row.total = *news.total;
    if (news.eta_seconds)
        m_row.eta_seconds = news.eta_seconds;
    if (news.started) {
        m_row.state = storage::RunState::Running;
        m_row.outcome.reset();
        m_row.error.reset();
    }
    for (const run::Notice &notice : news.notices)
        m_notice->showInfo(parts::noticeText(notice));
    if (news.outcome) {
        m_row.state = storage::RunState::Ended;
        m_row.outcome = news.outcome;
        m_row.error = news.error;
    }
    if (!m_redraw.isActive())
        m_redraw.start();
}

void RunPanel::setJob(const std::optional<jobs::Job> &job)
{
    m_job = job;
    if (job) {
        m_row.step = std::max<int64_t>(m_row.step, job->step);
        if (job->total > 0)
            m_row.total = job->total;
        if (job->eta_seconds >= 0)
            m_row.eta_seconds = job->eta_seconds;
    }
    if (!m_redraw.isActive())
        m_redraw.start();
}

void RunPanel::refresh()
{
    refreshState();
    refreshFigures();
    refreshChart();
}

void RunPanel::refreshState()
{
    const bool stopping = m_job && m_job->state == jobs::JobState::Stopping;
    const bool queued = m_job ? m_job->isWaiting() : m_row.state == storage::RunState::Queued;
    const bool ended = !m_job && m_row.outcome.has_value();
    const bool works = !ended && !queued;
    const bool hasAdapter = workspace::hasAdapter(m_row);
    m_stop->setVisible(!ended && !stopping);
    m_stopNow->setVisible(stopping);
    m_resume->setVisible(ended && parts::canResume(*m_row.outcome));
    m_chat->setVisible(ended && hasAdapter);
    m_evaluate->setVisible(ended && hasAdapter);
    m_inRuns->setVisible(ended);
    m_repeat->setVisible(ended);
    m_progress->setVisible(works);
    m_progress->setRange(0, m_row.total > 0 ? int(m_row.total) : 0);
    m_progress->setValue(int(m_row.step));
    QString state = queued ? (m_job ? parts::waitingText(*m_job) : tr("waiting for its turn")) : parts::stageTitle(parts::fromUtf8(m_row.stage));
    if (stopping)
        state = tr("stopping after this step");
    if (ended)
        state = parts::outcomeTitle(*m_row.outcome);
    m_state->setText(state);
    parts::setTone(m_state, ended ? parts::outcomeTone(*m_row.outcome) : parts::Tone::Accent);
    m_end->setVisible(ended);
    m_after->setVisible(ended);
    if (ended && *m_row.outcome == run::Outcome::Finished && !hasAdapter)
        m_end->setText(tr("Finished, but the adapter's weights are not here: the run came without them, or its folder was moved."));
    else if (ended)
        m_end->setText(parts::outcomeSentence(m_row.spec.kind(), *m_row.outcome, m_row.error, m_checkpointStep >= 0));
}

void RunPanel::refreshFigures()
{
    m_step->setText(m_row.total > 0 ? QStringLiteral("%1 / %2").arg(parts::countText(m_row.step), parts::countText(m_row.total))
                                    : parts::countText(m_row.step));
    const bool works = m_row.state == storage::RunState::Running && !m_row.outcome;
    const auto time = works ? m_row.eta_seconds : m_seconds;
    m_leftCaption->setText(m_row.outcome ? tr("took") : tr("time left"));
    m_left->setText(time ? parts::durationText(*time) : QStringLiteral("–"));
    m_loss->setText(lastOf(m_points, "loss", 3));
    m_evalLoss->setText(lastOf(m_points, "eval_loss", 3));
    m_speed->setText(speedOf(m_points));
    m_checkpoint->setText(m_checkpointStep >= 0 ? tr("step %1").arg(m_checkpointStep) : QStringLiteral("–"));
}

void RunPanel::refreshChart()
{
    const QString metric = m_metric->currentData().toString();
    QList<parts::Curve> curves { { metric == QLatin1String("loss") ? tr("training") : parts::metricTitle(metric), m_points.value(metric), 0, false, true } };
    if (metric == QLatin1String("loss"))
        curves << parts::Curve { tr("evaluation"), m_points.value(QStringLiteral("eval_loss")), 1, true, true };
    m_chart->setAxes(tr("step"), parts::AxisKind::Count, metric == QLatin1String("loss") ? tr("nats a token") : QString());
    m_chart->setLogarithmic(m_log->isChecked());
    m_smoothing->suit(curves.first().points.size());
    m_chart->setSmoothing(m_smoothing->weight());
    m_chart->setCurves(curves);
}

QString RunPanel::stateText() const { return m_state->text(); }

QString RunPanel::endText() const { return m_end->isHidden() ? QString() : m_end->text(); }

QStringList RunPanel::actions() const
{
    QStringList names;
    for (const QPushButton *button : { m_stop, m_stopNow, m_resume, m_chat, m_evaluate, m_inRuns, m_repeat }) {
        if (!button->isHidden())
            names << button->text();
    }
    return names;
}

} // namespace training

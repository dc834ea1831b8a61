// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_panel.h"

#include "ui/parts/line_chart.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/run_words.h"
#include "ui/parts/text_format.h"

#include "base/numbers.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>

#include <algorithm>
#include <cmath>
#include <limits>

namespace training {

namespace {

constexpr int kRedrawEvery = 100; // milliseconds

// A loss curve is a training with its evaluation; the others stand alone.
const char *const kMetrics[] { "loss", "learning_rate", "grad_norm", "tokens_per_second" };

QString factsOf(const run::JobSpec &spec)
{
    const auto *train = std::get_if<run::TrainSpec>(&spec.job);
    if (!train)
        return {};
    const auto number = [](double value) { return QString::fromStdString(base::toText(value)); };
    return RunPanel::tr("%1 · rank %2 alpha %3 · learning_rate %4 · cutoff_len %5 · %6")
        .arg(parts::fromUtf8(train->base_model).section(QLatin1Char('/'), -1))
        .arg(train->lora_rank)
        .arg(number(train->lora_alpha), number(train->learning_rate))
        .arg(train->cutoff_len)
        .arg(parts::fromUtf8(spec.split_recipe));
}

QString lastOf(const RunPoints &points, const char *metric, int decimals)
{
    const QList<QPointF> found = points.value(QLatin1String(metric));
    return found.isEmpty() ? QStringLiteral("–") : parts::decimalText(found.last().y(), decimals);
}

} // namespace

RunPanel::RunPanel(QWidget *parent)
    : QWidget(parent)
{
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 2);
    box->addWidget(buildHead());
    m_notice = new parts::NoticeBar;
    box->addWidget(m_notice);
    box->addWidget(buildFigures());
    box->addWidget(buildChartBar());
    m_chart = new parts::LineChart(tr("Curves of the run"));
    box->addWidget(m_chart, 1);
    m_redraw.setSingleShot(true);
    m_redraw.setInterval(kRedrawEvery);
    connect(&m_redraw, &QTimer::timeout, this, &RunPanel::refresh);
    connect(m_metric, &QComboBox::currentIndexChanged, this, &RunPanel::refreshChart);
    connect(m_log, &QCheckBox::toggled, this, &RunPanel::refreshChart);
    connect(m_smoothing, &QSlider::valueChanged, this, &RunPanel::refreshChart);
}

QPushButton *RunPanel::addAction(QLayout *row, const QString &title, void (RunPanel::*signal)(const QString &))
{
    QPushButton *button = parts::plainButton(title);
    button->hide();
    row->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, signal] { (this->*signal)(m_runId); });
    return button;
}

QWidget *RunPanel::buildHead()
{
    auto *head = new QWidget;
    auto *box = new QVBoxLayout(head);
    parts::setGaps(box, 1);
    auto *line = new QHBoxLayout;
    parts::setGaps(line, 1);
    m_title = parts::headingLabel({});
    m_state = new QLabel;
    line->addWidget(m_title);
    line->addWidget(m_state);
    line->addStretch();
    m_stop = addAction(line, tr("Stop"), &RunPanel::stopWanted);
    m_stop->setToolTip(tr("Ends after this step with a checkpoint"));
    m_stopNow = parts::dangerButton(tr("Stop now"));
    m_stopNow->setToolTip(tr("Ends the worker at once; what came after the last checkpoint is lost"));
    m_stopNow->hide();
    line->addWidget(m_stopNow);
    connect(m_stopNow, &QPushButton::clicked, this, [this] { Q_EMIT stopNowWanted(m_runId); });
    m_resume = addAction(line, tr("Resume"), &RunPanel::resumeWanted);
    m_chat = addAction(line, tr("Chat with it"), &RunPanel::chatWanted);
    m_evaluate = addAction(line, tr("Evaluate it"), &RunPanel::evaluateWanted);
    m_inRuns = addAction(line, tr("Show in Runs"), &RunPanel::showInRunsWanted);
    m_repeat = addAction(line, tr("Use these settings"), &RunPanel::repeatWanted);
    box->addLayout(line);
    m_facts = parts::mutedLabel({});
    box->addWidget(m_facts);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(6);
    m_progress->setAccessibleName(tr("Progress of the run"));
    box->addWidget(m_progress);
    m_end = parts::bodyLabel({});
    m_end->hide();
    box->addWidget(m_end);
    return head;
}

QLabel *RunPanel::addFigure(QLayout *row, const QString &caption)
{
    auto *figure = new QWidget;
    auto *box = new QVBoxLayout(figure);
    parts::setGaps(box, 0);
    QLabel *value = parts::titleLabel(QStringLiteral("–"));
    value->setAccessibleName(caption);
    value->setWordWrap(false);
    QLabel *below = parts::mutedLabel(caption);
    below->setWordWrap(false);
    box->addWidget(value);
    box->addWidget(below);
    row->addWidget(figure);
    return value;
}

QWidget *RunPanel::buildFigures()
{
    auto *figures = new QWidget;
    auto *row = new QHBoxLayout(figures);
    parts::setGaps(row, 3);
    m_step = addFigure(row, tr("step"));
    m_left = addFigure(row, tr("time left"));
    m_loss = addFigure(row, tr("loss"));
    m_evalLoss = addFigure(row, tr("evaluation loss"));
    m_speed = addFigure(row, tr("tokens a second"));
    m_checkpoint = addFigure(row, tr("last checkpoint"));
    row->addStretch();
    return figures;
}

QWidget *RunPanel::buildChartBar()
{
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    parts::setGaps(row, 2);
    m_metric = new QComboBox;
    m_metric->setAccessibleName(tr("Curve"));
    for (const char *name : kMetrics) {
        const QString metric = QLatin1String(name);
        m_metric->addItem(metric == QLatin1String("loss") ? tr("Loss and evaluation loss") : parts::metricTitle(metric), metric);
        m_metric->setItemData(m_metric->count() - 1, parts::metricFormula(metric), Qt::ToolTipRole);
    }
    m_log = new QCheckBox(tr("Logarithmic"));
    m_smoothing = new QSlider(Qt::Horizontal);
    m_smoothing->setRange(0, 99);
    m_smoothing->setValue(60);
    m_smoothing->setFixedWidth(120);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("Weight of what came before, 0 to 0.99; the raw curve stays faintly behind"));
    QLabel *smoothing = parts::mutedLabel(tr("Smoothing"));
    smoothing->setWordWrap(false);
    smoothing->setBuddy(m_smoothing);
    row->addWidget(m_metric);
    row->addStretch();
    row->addWidget(m_log);
    row->addWidget(smoothing);
    row->addWidget(m_smoothing);
    return bar;
}

void RunPanel::showRun(const storage::RunRow &row, RunPoints points)
{
    m_runId = parts::fromUtf8(row.id);
    m_row = row;
    m_job.reset();
    m_points = std::move(points);
    m_attempt = row.attempt;
    m_checkpointStep = -1;
    m_notice->clear();
    m_title->setText(parts::fromUtf8(row.name));
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
    if (news.stage) {
        m_row.stage = parts::toUtf8(*news.stage);
        if (*news.stage == QLatin1String("saving") && news.step)
            m_checkpointStep = *news.step;
    }
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
    for (const QString &notice : news.notices)
        m_notice->showInfo(notice);
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
    const bool queued = m_job ? m_job->state == jobs::JobState::Queued : m_row.state == storage::RunState::Queued;
    const bool ended = !m_job && m_row.outcome.has_value();
    const bool works = !ended && !queued;
    const bool hasAdapter = !m_row.adapter.empty() || (ended && *m_row.outcome == run::Outcome::Finished);
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
    QString state = queued ? tr("waiting for its turn") : parts::stageTitle(parts::fromUtf8(m_row.stage));
    if (stopping)
        state = tr("stopping after this step");
    if (ended)
        state = parts::outcomeTitle(*m_row.outcome);
    m_state->setText(state);
    parts::setTone(m_state, ended ? parts::outcomeTone(*m_row.outcome) : parts::Tone::Accent);
    m_end->setVisible(ended);
    if (ended)
        m_end->setText(parts::outcomeSentence(m_row.spec.kind(), *m_row.outcome, m_row.error, m_checkpointStep >= 0));
}

void RunPanel::refreshFigures()
{
    m_step->setText(m_row.total > 0 ? QStringLiteral("%1 / %2").arg(parts::countText(m_row.step), parts::countText(m_row.total))
                                    : parts::countText(m_row.step));
    const bool works = m_row.state == storage::RunState::Running && !m_row.outcome;
    m_left->setText(works && m_row.eta_seconds ? parts::durationText(*m_row.eta_seconds) : QStringLiteral("–"));
    m_loss->setText(lastOf(m_points, "loss", 3));
    m_evalLoss->setText(lastOf(m_points, "eval_loss", 3));
    m_speed->setText(lastOf(m_points, "tokens_per_second", 0));
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
    m_chart->setSmoothing(m_smoothing->value() / 100.0);
    m_chart->setCurves(curves);
}

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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_panel.h"

#include "ui/parts/elided_label.h"
#include "ui/parts/flow_layout.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/smoothing.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace training {

namespace {
// A loss curve is a training with its evaluation; the others stand alone.
const char *const kMetrics[] { "loss", "learning_rate", "grad_norm", "tokens_per_second" };
constexpr int kFigureHeight = 4 * parts::kGrid; // for digits as for Chinese, so that the captions stand in one line
} // namespace

void RunPanel::build()
{
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 2);
    box->addWidget(buildHead());
    m_notice = new parts::NoticeBar(this);
    box->addWidget(buildFigures());
    box->addWidget(buildChartBar());
    m_chart = new parts::LineChart(tr("Curves of the run"));
    m_chart->setEmptyText(tr("The curve begins with the first measurement."));
    box->addWidget(m_chart, 1);
    m_notice->floatAcross(m_chart, 0);
}

QPushButton *RunPanel::addAction(QLayout *row, QPushButton *button, void (RunPanel::*signal)(const QString &))
{
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
    m_title = parts::elidedStrong();
    m_title->setProperty("scale", QLatin1String("heading"));
    m_state = new QLabel;
    line->addWidget(m_title, 1);
    line->addWidget(m_state);
    m_stop = addAction(line, parts::plainButton(tr("Stop")), &RunPanel::stopWanted);
    m_stop->setToolTip(tr("Ends after this step with a checkpoint"));
    m_stopNow = addAction(line, parts::dangerButton(tr("Stop now")), &RunPanel::stopNowWanted);
    m_stopNow->setToolTip(tr("Ends the worker at once; what came after the last checkpoint is lost"));
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
    m_after = new QWidget;
    auto *row = new parts::FlowLayout(m_after, parts::kGrid);
    m_resume = addAction(row, parts::plainButton(tr("Resume")), &RunPanel::resumeWanted);
    m_chat = addAction(row, parts::plainButton(tr("Chat with it")), &RunPanel::chatWanted);
    m_evaluate = addAction(row, parts::plainButton(tr("Evaluate it")), &RunPanel::evaluateWanted);
    m_inRuns = addAction(row, parts::plainButton(tr("Show in Runs")), &RunPanel::showInRunsWanted);
    m_repeat = addAction(row, parts::plainButton(tr("Use these settings")), &RunPanel::repeatWanted);
    m_repeat->setToolTip(tr("Puts them into the form, for another run"));
    box->addWidget(m_after);
    return head;
}

QLabel *RunPanel::addFigure(QLayout *row, const QString &caption, QLabel **below)
{
    auto *figure = new QWidget;
    auto *box = new QVBoxLayout(figure);
    parts::setGaps(box, 0);
    QLabel *value = parts::titleLabel(QStringLiteral("–"));
    value->setAccessibleName(caption);
    value->setFixedHeight(kFigureHeight);
    value->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
    QLabel *under = parts::mutedLabel(caption);
    under->setWordWrap(false);
    box->addWidget(value);
    box->addWidget(under);
    row->addWidget(figure);
    if (below)
        *below = under;
    return value;
}

QWidget *RunPanel::buildFigures()
{
    auto *figures = new QWidget;
    auto *row = new parts::FlowLayout(figures, 3 * parts::kGrid, parts::kGrid);
    m_step = addFigure(row, tr("step"));
    m_left = addFigure(row, tr("time left"), &m_leftCaption);
    m_loss = addFigure(row, tr("loss"));
    m_evalLoss = addFigure(row, tr("evaluation loss"));
    m_speed = addFigure(row, tr("tokens a second"));
    m_checkpoint = addFigure(row, tr("last checkpoint"));
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
    m_smoothing = new parts::Smoothing;
    row->addWidget(m_metric);
    row->addStretch();
    row->addWidget(m_log);
    row->addWidget(m_smoothing);
    return bar;
}

} // namespace training

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/running_bar.h"

#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace shell {

using parts::kGrid;

RunningBar::RunningBar(QWidget *parent)
    : QFrame(parent)
    , m_dot(new QLabel(this))
    , m_title(parts::bodyLabel({}, this))
    , m_stage(parts::mutedLabel({}, this))
    , m_progress(new QProgressBar(this))
    , m_left(parts::mutedLabel({}, this))
    , m_stop(parts::iconButton("media-playback-stop", tr("Stop"), this))
    , m_more(parts::mutedLabel({}, this))
    , m_standing(parts::mutedLabel({}, this))
    , m_last(parts::mutedLabel({}, this))
{
    setProperty("panel", QLatin1String("bar"));
    setAccessibleName(tr("What is running"));
    setFixedHeight(36);
    for (QLabel *label : { m_title, m_stage, m_left, m_more, m_standing, m_last })
        label->setWordWrap(false);
    m_dot->setFixedWidth(16);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(22 * kGrid);
    m_progress->setAccessibleName(tr("Progress"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 0, kGrid, 0);
    layout->setSpacing(kGrid + 4);
    layout->addWidget(m_dot);
    layout->addWidget(m_title);
    layout->addWidget(m_stage);
    layout->addWidget(m_progress);
    layout->addWidget(m_left);
    layout->addWidget(m_stop);
    layout->addWidget(m_more);
    layout->addStretch();
    layout->addWidget(m_standing);
    layout->addWidget(m_last);
    layout->addSpacing(kGrid);
    connect(m_stop, &QToolButton::clicked, this, [this] {
        if (!m_jobs.isEmpty())
            Q_EMIT stopRequested(m_jobs.first().id);
    });
    parts::setTone(m_standing, parts::Tone::Warning);
    m_standing->hide();
    setJobs({}, 0);
}

void RunningBar::setJobs(const QList<RunningJob> &jobs, int waiting)
{
    m_jobs = jobs;
    const bool isBusy = !jobs.isEmpty();
    for (QWidget *widget : std::initializer_list<QWidget *> { m_stage, m_progress, m_left, m_stop })
        widget->setVisible(isBusy);
    m_last->setVisible(!isBusy);
    const char *icon = isBusy ? "media-playback-start" : "dialog-ok";
    m_dot->setPixmap(parts::icon(icon, isBusy ? parts::Tone::Accent : parts::Tone::Muted).pixmap(QSize(14, 14), devicePixelRatioF()));
    parts::setTone(m_title, isBusy ? parts::Tone::Plain : parts::Tone::Muted);
    QStringList more;
    if (jobs.size() > 1)
        more << tr("%n more running", nullptr, int(jobs.size()) - 1);
    if (waiting > 0)
        more << tr("%n waiting", nullptr, waiting);
    m_more->setText(more.join(QStringLiteral(", ")));
    m_more->setVisible(!more.isEmpty());
    if (!isBusy) {
        m_title->setText(tr("Nothing is running"));
        return;
    }
    const RunningJob &job = jobs.first();
    m_title->setText(job.title);
    m_stage->setText(job.isStopping ? tr("stopping…") : job.stage);
    m_progress->setRange(0, job.fraction < 0 ? 0 : 1000);
    m_progress->setValue(job.fraction < 0 ? 0 : int(job.fraction * 1000));
    m_left->setText(job.secondsLeft < 0 ? QString() : tr("%1 left").arg(parts::durationText(job.secondsLeft)));
    m_stop->setEnabled(!job.isStopping);
    m_stop->setToolTip(tr("Stop %1 (it can be resumed)").arg(job.title));
}

void RunningBar::setStanding(const QString &sentence)
{
    m_standing->setText(sentence);
    m_standing->setVisible(!sentence.isEmpty());
}

void RunningBar::setLast(const QString &sentence) { m_last->setText(sentence); }

void RunningBar::mousePressEvent(QMouseEvent *)
{
    if (!m_jobs.isEmpty())
        Q_EMIT opened(m_jobs.first().id);
}

} // namespace shell

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/running_jobs.h"

#include "jobs/job_queue.h"
#include "jobs/workspace_jobs.h"
#include "ui/parts/run_words.h"
#include "ui/parts/text_format.h"
#include "ui/shell/running_bar.h"
#include "workspace/workspace.h"

namespace shell {

namespace {

QString stageOf(const jobs::Job &job)
{
    if (job.state == jobs::JobState::Waiting)
        return parts::waitingText(job);
    if (job.state == jobs::JobState::Starting)
        return RunningJobs::tr("starting");
    const QString stage = parts::stageTitle(job.stage);
    if (job.total <= 0)
        return stage;
    return RunningJobs::tr("%1, %2 of %3", "training, 12 of 400").arg(stage, parts::countText(job.step), parts::countText(job.total));
}

} // namespace

RunningJobs::RunningJobs(jobs::WorkspaceJobs &jobs, RunningBar &bar, std::function<void(const QString &)> open)
    : m_workspace(jobs.workspace())
    , m_jobs(jobs)
    , m_bar(bar)
{
    jobs::JobQueue &queue = jobs.queue();
    connect(&queue, &jobs::JobQueue::changed, this, &RunningJobs::show);
    connect(&queue, &jobs::JobQueue::ended, this, &RunningJobs::showEnd);
    connect(&bar, &RunningBar::stopRequested, this, [&queue](const QString &id) { queue.stop(id); });
    connect(&bar, &RunningBar::opened, this, std::move(open));
    show();
}

void RunningJobs::show()
{
    QList<RunningJob> running, atTheDevice;
    int waiting = 0;
    for (const jobs::Job &job : m_jobs.queue().jobs()) {
        if (job.state == jobs::JobState::Queued) {
            ++waiting;
            continue;
        }
        RunningJob row;
        row.id = job.run_id;
        row.title = job.name;
        row.stage = stageOf(job);
        row.fraction = job.total > 0 ? double(job.step) / double(job.total) : -1;
        row.secondsLeft = job.eta_seconds;
        row.isStopping = job.state == jobs::JobState::Stopping;
        (job.state == jobs::JobState::Waiting ? atTheDevice : running) << row;
    }
    // Where nothing of this workspace runs, it is told for what the first of them waits.
    if (running.isEmpty() && !atTheDevice.isEmpty())
        running << atTheDevice.takeFirst();
    waiting += int(atTheDevice.size());
    m_bar.setJobs(running, waiting);
}

void RunningJobs::showEnd(const QString &runId, run::Outcome outcome)
{
    try {
        const auto row = m_workspace.runs().find(parts::toUtf8(runId));
        m_bar.setLast(tr("%1: %2", "run: how it ended").arg(row ? parts::fromUtf8(row->name) : runId, parts::outcomeTitle(outcome)));
    } catch (const std::exception &) {
        m_bar.setLast(parts::outcomeTitle(outcome)); // the name is a nicety
    }
}

} // namespace shell

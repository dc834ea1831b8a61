// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that wait: for whom, and who starts them when the window goes.
#include "jobs/job_queue.h"
#include "jobs/job_work.h"
#include "jobs/run_recorder.h"
#include "jobs/worker_process.h"
#include "run/device_slot.h"

#include <algorithm>

namespace jobs {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kHanding { 50 }; // between looks while runs are handed over

QString textOf(const std::string &text) { return QString::fromStdString(text); }

} // namespace

bool JobQueue::hasQueued() const
{
    return std::any_of(m_work.begin(), m_work.end(), [](const auto &work) { return work->isQueued(); });
}

void JobQueue::handOver(std::function<void()> done)
{
    m_handedOver = std::move(done);
    m_handing.start(m_times.hand_over);
    m_looking.start(kHanding);
}

// One after the other: what a worker tells comes after it drew its ticket, so the order stays.
void JobQueue::handOverNext()
{
    QString next;
    for (const auto &work : m_work) {
        if (!work->isQueued() && work->pid > 0 && !work->told && isProcessThere(work->pid))
            return;
        if (work->isQueued() && next.isEmpty())
            next = work->job.run_id;
    }
    if (next.isEmpty())
        return endHandingOver();
    orNextTime([&] { launch(*find(next)); });
    if (const Work *work = find(next); !work || !work->isQueued())
        m_handing.start(m_times.hand_over); // a worker comes: it has time of its own
}

void JobQueue::endHandingOver()
{
    m_handing.stop();
    m_looking.start(m_times.look);
    if (m_handedOver)
        std::exchange(m_handedOver, {})();
}

void JobQueue::queueAgain(Work &work)
{
    m_runs.setState(work.job.run_id.toStdString(), storage::RunState::Queued);
    m_recorder.unfollow(work.job.run_id);
    work.job.state = JobState::Queued;
    work.job.stage.clear();
    work.job.waits_for.reset();
    work.missedSince.reset();
    work.pid = 0;
    work.told = false;
    sayChanged();
}

// For the words "waits for ...".
void JobQueue::lookWhoHolds()
{
    for (const auto &work : m_work) {
        std::optional<SlotUser> user;
        if (work->job.state == JobState::Waiting) {
            // Its own worker has just taken it when it is its own folder.
            std::error_code ec;
            const auto holder = run::slotHolder(work->job.device.toStdString());
            if (holder && !std::filesystem::equivalent(holder->folder, work->folder.path(), ec))
                user = slotUser(holder->folder);
        }
        if (user != work->job.waits_for) {
            work->job.waits_for = user;
            sayChanged();
        }
    }
}

SlotUser JobQueue::slotUser(const std::filesystem::path &folder)
{
    const auto known = m_slotUsers.find(folder);
    if (known != m_slotUsers.end())
        return known->second;
    SlotUser user { textOf(folder.filename().string()), {} };
    const std::filesystem::path workspace = folder.parent_path().parent_path();
    if (workspace.extension() == ".attune" && workspace != m_database.folder())
        user.workspace = textOf(workspace.stem().string());
    try {
        user.run = textOf(run::RunFolder(folder).spec().name);
    } catch (const base::Failure &) {
        // Another person's; its folder's name says enough.
    }
    m_slotUsers.emplace(folder, user);
    return user;
}

} // namespace jobs

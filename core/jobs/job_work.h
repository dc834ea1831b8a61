// SPDX-License-Identifier: GPL-3.0-or-later
// A run in the queue, with what the queue knows of its worker. Internal to core/jobs.
#pragma once

#include "base/error.h"
#include "jobs/job_queue.h"

namespace jobs {

// For what the event loop calls: the database is busy or the disk is full, and the next look may do better.
template <typename Work> void orNextTime(Work work)
{
    try {
        work();
    } catch (const base::Failure &failure) {
        qWarning("%s", failure.what());
    }
}

struct JobQueue::Work
{
    Job job;
    run::RunFolder folder;
    qint64 pid = 0; // when this desk started it
    std::chrono::steady_clock::time_point since; // in this state
    std::chrono::steady_clock::time_point asked; // to stop
    std::optional<std::chrono::steady_clock::time_point> missedSince;
    int pressed = 0; // 1: SIGTERM sent, 2: its children killed, 3: itself
    bool asking = false; // a last reading is under way
    bool told = false; // its worker has told something: it has its ticket or the device
    int starts = 0; // of workers, by this desk

    bool isQueued() const { return job.state == JobState::Queued; }
    bool isOver(std::chrono::steady_clock::time_point from, std::chrono::milliseconds time) const
    {
        return std::chrono::steady_clock::now() - from > time;
    }
};

} // namespace jobs

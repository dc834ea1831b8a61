// SPDX-License-Identifier: GPL-3.0-or-later
// The worker's side of a run folder while a job works: events and state.json go out, requests come in.
#pragma once

#include "base/cancel.h"
#include "run/job_event.h"
#include "run/notice.h"
#include "run/run_folder.h"

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <thread>

namespace run {

// Seconds that remain, from the pace of the last steps. Nothing is claimed before the first step is done.
class PaceMeter
{
public:
    void stepDone(double seconds);
    // For `steps` more steps and `extraSeconds` of other work; negative: unknown.
    double remaining(int64_t steps, double extraSeconds = 0) const;

private:
    std::deque<double> m_recent;
};

// One thread works and reports; a second one, inside, looks at the requests and for the folder every second. What an event tells
// of must be on the disk before it is told; state.json never says more than the events on the disk. Nothing is written into another
// folder that took the run's name: then whatever reports throws as requireFolder() does.
class JobMonitor
{
public:
    // `stop` is also set by whoever handles signals. `attempt` counts the starts of the run from 1. `watch`: the folder, when it
    // was opened before; else it is the one that stands there now.
    JobMonitor(RunFolder folder, EventWriter &events, int attempt, base::CancelToken stop, std::shared_ptr<const FolderWatch> watch = {});
    ~JobMonitor();
    JobMonitor(const JobMonitor &) = delete;
    JobMonitor &operator=(const JobMonitor &) = delete;

    const RunFolder &folder() const { return m_folder; }
    int attempt() const { return m_attempt; }

    // `more`: fields of the event besides its name.
    void stage(const std::string &name, base::Json more = base::Json::object());
    void notice(const Notice &notice);
    void started(base::Json fields);
    void resumed(int64_t fromStep);
    void metric(const std::string &name, double value, int64_t step);
    void checkpoint(const std::filesystem::path &path, int64_t step); // path inside the run folder
    void adapter(const std::filesystem::path &path);
    void prediction(int64_t done, int64_t total);
    // state.json at most once a second, progress events at most ten a second; the last step always. `eta` < 0: unknown.
    void progress(int64_t step, int64_t total, double eta);

    // Someone asked to stop or to yield the device: finish the step, save, end.
    bool stopWanted() const { return m_stop.isCancelled(); }
    const base::CancelToken &stopToken() const { return m_stop; }
    // What was told so far is on the disk afterwards: call it before anything is written that makes a resumed run not tell it
    // again. Throws FileUnwritable, DiskFull.
    void keepEvents();
    // Looks at the requests now; true once for each request to save.
    bool takeCheckpointWish();
    // At the requests, and whether the run's folder is still there: if not, the job is asked to stop.
    void look();
    // Throws FileMissing when the folder was deleted, moved or replaced since it was opened.
    void requireFolder() const;
    // FolderWatch::within: for what is written into the run's folder.
    void within(const std::function<void(const std::filesystem::path &folder)> &work) const { m_watch->within(work); }

private:
    void tell(const std::string &type, base::Json fields);
    void writeState();

    RunFolder m_folder;
    EventWriter &m_events;
    int m_attempt;
    base::CancelToken m_stop;
    std::atomic<bool> m_checkpointWanted = false;
    std::shared_ptr<const FolderWatch> m_watch;
    base::Json m_state = base::Json::object();
    double m_lastState = 0; // steady seconds
    double m_lastProgress = 0;
    std::jthread m_watcher;
};

// 1 + the starts that events.jsonl tells of.
int nextAttempt(const RunFolder &folder);

} // namespace run

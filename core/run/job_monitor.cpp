// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/job_monitor.h"

#include "base/clock.h"
#include "base/files.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <numeric>

namespace run {

using base::Json;

namespace {
constexpr size_t kRecentSteps = 20;
} // namespace

void PaceMeter::stepDone(double seconds)
{
    m_recent.push_back(seconds);
    if (m_recent.size() > kRecentSteps)
        m_recent.pop_front();
}

double PaceMeter::remaining(int64_t steps, double extraSeconds) const
{
    if (m_recent.empty())
        return -1;
    const double mean = std::accumulate(m_recent.begin(), m_recent.end(), 0.0) / double(m_recent.size());
    return mean * double(steps) + extraSeconds;
}

JobMonitor::JobMonitor(
    RunFolder folder, EventWriter &events, int attempt, base::CancelToken stop, std::shared_ptr<const FolderWatch> watch)
    : m_folder(std::move(folder))
    , m_events(events)
    , m_attempt(attempt)
    , m_stop(std::move(stop))
    , m_watch(watch ? std::move(watch) : std::make_shared<const FolderWatch>(m_folder))
{
    m_state["attempt"] = attempt;
    if (const auto latest = m_folder.latestCheckpoint())
        m_state["last_checkpoint"] = latest->lexically_relative(m_folder.path()).string();
    m_watcher = std::jthread([this](const std::stop_token &ended) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any wake;
        while (!wake.wait_for(lock, ended, std::chrono::seconds(1), [&ended] { return ended.stop_requested(); })) {
            try {
                look();
            } catch (const std::exception &) {
                // No memory to look with; the next second may have some. Leaving the thread it would end the process.
            }
        }
    });
}

JobMonitor::~JobMonitor() = default;

void JobMonitor::look()
{
    if (!m_watch->isThere()) {
        m_stop.cancel();
        return;
    }
    const RunFolder opened(m_watch->opened()); // the requests of another run that takes the name now are its own
    const bool stop = opened.takeRequest("stop");
    const bool yield = opened.takeRequest("yield");
    if (stop || yield)
        m_stop.cancel();
    if (opened.takeRequest("checkpoint"))
        m_checkpointWanted = true;
}

void JobMonitor::requireFolder() const { m_watch->require(); }

void JobMonitor::tell(const std::string &type, Json fields)
{
    requireFolder(); // another run's folder may stand there
    m_events.write(type, std::move(fields));
}

void JobMonitor::keepEvents()
{
    requireFolder();
    m_events.sync();
}

bool JobMonitor::takeCheckpointWish()
{
    look();
    return m_checkpointWanted.exchange(false);
}

void JobMonitor::stage(const std::string &name, Json more)
{
    Json fields { { "name", name } };
    fields.update(more);
    tell("stage", std::move(fields));
    m_state["stage"] = name;
    writeState();
}

void JobMonitor::notice(const Notice &notice) { tell("notice", toJson(notice)); }

void JobMonitor::started(Json fields) { tell("started", std::move(fields)); }

void JobMonitor::resumed(int64_t fromStep)
{
    tell("resumed", Json { { "attempt", m_attempt }, { "from_step", fromStep } });
}

void JobMonitor::metric(const std::string &name, double value, int64_t step)
{
    tell("metric", metricFields(name, value, step, m_attempt));
}

void JobMonitor::checkpoint(const std::filesystem::path &path, int64_t step)
{
    const std::string relative = path.lexically_relative(m_folder.path()).string();
    tell("checkpoint", Json { { "path", relative }, { "step", step } });
    m_state["last_checkpoint"] = relative;
    writeState();
}

void JobMonitor::adapter(const std::filesystem::path &path)
{
    tell("adapter", Json { { "path", path.lexically_relative(m_folder.path()).string() } });
}

void JobMonitor::prediction(int64_t done, int64_t total)
{
    tell("prediction", Json { { "done", done }, { "total", total } });
}

void JobMonitor::progress(int64_t step, int64_t total, double eta)
{
    const double now = base::steadySeconds();
    const Json remaining = eta < 0 ? Json(nullptr) : Json(eta);
    m_state["step"] = step;
    m_state["total"] = total;
    m_state["eta_seconds"] = remaining;
    const bool last = step >= total;
    if (last || now - m_lastProgress >= 0.1) {
        tell("progress", Json { { "step", step }, { "total", total }, { "eta_seconds", remaining } });
        m_lastProgress = now;
    }
    if (last || now - m_lastState >= 1)
        writeState();
}

void JobMonitor::writeState()
{
    keepEvents();
    m_lastState = base::steadySeconds();
    m_state["updated"] = base::utcNow();
    m_watch->within([this](const std::filesystem::path &folder) {
        base::writeFileAtomically(RunFolder(folder).stateFile(), m_state.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    });
}

int nextAttempt(const RunFolder &folder)
{
    int attempt = 1;
    std::error_code ec;
    if (!std::filesystem::exists(folder.eventsFile(), ec))
        return attempt;
    readEvents(folder.eventsFile(), 0, [&attempt](const JobEvent &event) { attempt += event.type == "started"; });
    return attempt;
}

} // namespace run

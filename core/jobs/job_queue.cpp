// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/job_queue.h"

#include "jobs/run_recorder.h"
#include "jobs/worker_process.h"

#include <QFile>

#include <algorithm>

namespace jobs {

using base::ErrorKind;
using base::Failure;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds kSaying { 100 }; // changed() at most this often

std::string deviceOf(const run::JobSpec &spec)
{
    return std::visit([](const auto &job) { return job.device; }, spec.job);
}

QString textOf(const std::string &text) { return QString::fromStdString(text); }

// For what the event loop calls: the database is busy or the disk is full, and the next look may do better.
template <typename Work> void orNextTime(Work work)
{
    try {
        work();
    } catch (const Failure &failure) {
        qWarning("%s", failure.what());
    }
}

} // namespace

struct JobQueue::Work
{
    Job job;
    run::RunFolder folder;
    qint64 pid = 0; // when this desk started it
    steady_clock::time_point since; // in this state
    steady_clock::time_point asked; // to stop
    std::optional<steady_clock::time_point> missedSince;
    int pressed = 0; // 1: SIGTERM sent, 2: its children killed, 3: itself
    bool asking = false; // a last reading is under way

    bool isWaiting() const { return job.state == JobState::Queued; }
    bool isOver(steady_clock::time_point from, milliseconds time) const { return steady_clock::now() - from > time; }
};

QString deviceSlot(const run::JobSpec &spec)
{
    const std::string device = deviceOf(spec);
    if (device != "auto")
        return textOf(device);
    return QFile::exists(QStringLiteral("/proc/driver/nvidia/version")) ? QStringLiteral("cuda:0") : QStringLiteral("cpu");
}

JobQueue::JobQueue(storage::Database &database, RunRecorder &recorder, bool active, const QueueTimes &times, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_runs(database)
    , m_recorder(recorder)
    , m_times(times)
    , m_active(active)
{
    m_saying.setSingleShot(true);
    connect(&m_saying, &QTimer::timeout, this, &JobQueue::changed);
    connect(&m_recorder, &RunRecorder::news, this, &JobQueue::takeNews);
    connect(&m_looking, &QTimer::timeout, this, &JobQueue::look);
    m_looking.start(times.look);
    if (active) {
        storage::findNewRuns(m_database);
        takeUp();
        QTimer::singleShot(0, this, &JobQueue::look);
    }
}

JobQueue::~JobQueue() = default;

JobQueue::Work *JobQueue::find(const QString &runId) const
{
    for (const auto &work : m_work) {
        if (work->job.run_id == runId)
            return work.get();
    }
    return nullptr;
}

JobQueue::Work &JobQueue::add(const storage::RunRow &row, JobState state)
{
    auto work = std::make_unique<Work>(Work { {}, run::RunFolder(row.folder), 0, steady_clock::now(), {}, {}, 0, false });
    work->job.run_id = textOf(row.id);
    work->job.name = textOf(row.name);
    work->job.kind = row.kind;
    work->job.state = state;
    work->job.device = deviceSlot(row.spec);
    work->job.stage = textOf(row.stage);
    work->job.step = row.step;
    work->job.total = row.total;
    work->job.eta_seconds = row.eta_seconds.value_or(-1);
    m_work.push_back(std::move(work));
    sayChanged();
    return *m_work.back();
}

// Runs of the workspace that are not known here: from before this window, or of another desk.
void JobQueue::takeUp()
{
    std::vector<storage::RunRow> rows = m_runs.list();
    std::reverse(rows.begin(), rows.end()); // oldest first
    for (const storage::RunRow &row : rows) {
        if (row.state == storage::RunState::Ended || find(textOf(row.id)))
            continue;
        add(row, row.state == storage::RunState::Queued ? JobState::Queued : JobState::Starting);
        if (row.state == storage::RunState::Running)
            m_recorder.follow(textOf(row.id), textOf(row.folder.string()), static_cast<quint64>(row.events_offset));
    }
}

void JobQueue::enqueue(const std::string &runId)
{
    const storage::RunRow row = m_runs.get(runId);
    if (!find(textOf(runId)))
        add(row, JobState::Queued);
    startNext();
}

bool JobQueue::isSlotFree(const Work &work) const
{
    for (const auto &other : m_work) {
        if (other.get() == &work)
            break; // those behind it wait for it
        if (other->job.device == work.job.device)
            return false;
    }
    for (const auto &other : m_work) {
        if (other.get() != &work && !other->isWaiting() && other->job.device == work.job.device)
            return false;
    }
    if (m_active)
        return true; // everything that works in this workspace is in the list
    for (const storage::RunRow &row : m_runs.list()) {
        if (row.state == storage::RunState::Running && textOf(row.id) != work.job.run_id
            && deviceSlot(row.spec) == work.job.device && run::isWorkerAlive(run::RunFolder(row.folder)))
            return false;
    }
    return true;
}

void JobQueue::startNext()
{
    std::vector<QString> waiting;
    for (const auto &work : m_work) {
        if (work->isWaiting())
            waiting.push_back(work->job.run_id);
    }
    orNextTime([&] {
        for (const QString &id : waiting) {
            Work *work = find(id);
            if (work && work->isWaiting() && isSlotFree(*work))
                launch(*work);
        }
    });
}

void JobQueue::launch(Work &work)
{
    const QString id = work.job.run_id;
    // Until the run is claimed it waits on, so that a busy database costs it nothing but time; after that nothing is asked of
    // the database before its worker is there.
    auto row = m_runs.find(id.toStdString());
    const bool ours = row && m_runs.claim(id.toStdString()); // otherwise another desk was faster, and this one watches
    if (row && !ours)
        row = m_runs.find(id.toStdString());
    if (!row)
        return leave(id, run::Outcome::Lost); // forgotten meanwhile
    if (!ours && row->state == storage::RunState::Ended)
        return leave(id, row->outcome.value_or(run::Outcome::Stopped));
    work.job.state = JobState::Starting;
    work.since = steady_clock::now();
    m_recorder.follow(id, textOf(row->folder.string()), static_cast<quint64>(row->events_offset));
    if (ours) {
        try {
            // What an earlier attempt left behind; its worker is dead, or the run could not have been queued.
            work.folder.takeRequest("stop");
            std::error_code ec;
            if (!run::isWorkerAlive(work.folder))
                std::filesystem::remove(work.folder.lockFile(), ec);
            work.pid = startWorker(work.folder);
        } catch (const Failure &failure) {
            return end(id, run::Outcome::Failed, failure.error());
        }
    }
    sayChanged();
    Q_EMIT started(id);
}

void JobQueue::stop(const QString &runId)
{
    Work *work = find(runId);
    if (!work || work->job.state == JobState::Stopping)
        return;
    if (work->isWaiting())
        return end(runId, run::Outcome::Stopped, {});
    work->folder.request("stop");
    work->job.state = JobState::Stopping;
    work->asked = steady_clock::now();
    sayChanged();
}

void JobQueue::stopNow(const QString &runId)
{
    stop(runId);
    if (Work *work = find(runId); work && work->pressed < 2) {
        work->pressed = 2;
        work->asked = steady_clock::now() - m_times.kind - m_times.firm;
        killWorker(work->folder, false);
    }
}

void JobQueue::resume(const QString &runId)
{
    const std::string id = runId.toStdString();
    const storage::RunRow row = m_runs.get(id);
    const run::RunFolder folder(row.folder);
    if (find(runId) || run::isWorkerAlive(folder))
        throw Failure(ErrorKind::AlreadyRunning, row.name);
    if (folder.isFinished())
        throw Failure(ErrorKind::AlreadyFinished, row.name);
    m_runs.setState(id, storage::RunState::Queued);
    enqueue(id);
}

void JobQueue::requestCheckpoint(const QString &runId)
{
    if (const Work *work = find(runId); work && !work->isWaiting())
        work->folder.request("checkpoint");
}

QList<Job> JobQueue::jobs() const
{
    QList<Job> jobs;
    for (const bool waiting : { false, true }) {
        for (const auto &work : m_work) {
            if (work->isWaiting() == waiting)
                jobs << work->job;
        }
    }
    return jobs;
}

std::optional<Job> JobQueue::job(const QString &runId) const
{
    const Work *work = find(runId);
    return work ? std::optional(work->job) : std::nullopt;
}

void JobQueue::look()
{
    orNextTime([&] {
        if (m_active)
            takeUp();
        std::vector<QString> ids;
        for (const auto &work : m_work)
            ids.push_back(work->job.run_id);
        for (const QString &id : ids) {
            if (Work *work = find(id); work && !work->isWaiting())
                lookAt(*work);
        }
        startNext();
    });
}

void JobQueue::lookAt(Work &work)
{
    const QString id = work.job.run_id;
    const auto row = m_runs.find(id.toStdString());
    if (!row)
        return leave(id, run::Outcome::Lost); // forgotten meanwhile
    const bool alive = run::isWorkerAlive(work.folder);
    if (row->state == storage::RunState::Ended && !alive)
        return leave(id, row->outcome.value_or(run::Outcome::Lost));
    if (alive) {
        work.missedSince.reset();
        if (work.job.state == JobState::Starting) {
            work.job.state = JobState::Running;
            sayChanged();
        }
        if (work.job.state == JobState::Stopping)
            pressOn(work);
        return;
    }
    // Not yet there: a process that this desk started, or one of another desk that has just claimed the run.
    const bool comes = work.job.state != JobState::Running && !run::readLock(work.folder)
        && (work.pid > 0 ? isProcessThere(work.pid) : true) && !work.isOver(work.since, m_times.start);
    if (comes) {
        if (work.job.state == JobState::Stopping && work.isOver(work.asked, m_times.kind) && isProcessThere(work.pid))
            end(id, run::Outcome::Stopped, {});
        return;
    }
    missed(work);
}

// Gone without a last event: its files are read once more before anything is said.
void JobQueue::missed(Work &work)
{
    if (!work.missedSince)
        work.missedSince = steady_clock::now();
    if (!work.isOver(*work.missedSince, m_times.gone) || std::exchange(work.asking, true))
        return;
    m_recorder.readNow(work.job.run_id, [this, id = work.job.run_id] {
        if (Work *read = find(id)) {
            read->asking = false;
            orNextTime([&] { endMissed(*read); });
        }
    });
}

void JobQueue::endMissed(const Work &work)
{
    const QString id = work.job.run_id; // the work is gone when it has ended
    const auto row = m_runs.find(id.toStdString());
    if (!row || run::isWorkerAlive(work.folder))
        return;
    if (row->state == storage::RunState::Ended)
        return leave(id, row->outcome.value_or(run::Outcome::Lost));
    if (work.job.state == JobState::Stopping)
        return end(id, run::Outcome::Stopped, {});
    const std::string name = work.job.name.toStdString();
    if (run::readLock(work.folder)) // it had begun
        return end(id, run::Outcome::Lost, base::Error { ErrorKind::WorkerLost, name, {}, {} });
    const std::string log = endOfLog(work.folder);
    end(id, run::Outcome::Crashed,
        base::Error { ErrorKind::WorkerCrashed, name, {}, { { "reason", log.empty() ? "it ended before it began" : log } } });
}

void JobQueue::pressOn(Work &work)
{
    if (work.pressed == 0 && work.isOver(work.asked, m_times.kind)) {
        work.pressed = 1;
        terminateWorker(work.folder);
    } else if (work.pressed == 1 && work.isOver(work.asked, m_times.kind + m_times.firm)) {
        work.pressed = 2;
        killWorker(work.folder, false);
    } else if (work.pressed == 2 && work.isOver(work.asked, m_times.kind + 2 * m_times.firm)) {
        work.pressed = 3;
        killWorker(work.folder, true);
    }
}

void JobQueue::end(const QString &runId, run::Outcome outcome, const std::optional<base::Error> &error)
{
    m_runs.end(runId.toStdString(), outcome, error);
    leave(runId, outcome);
}

void JobQueue::leave(const QString &runId, run::Outcome outcome)
{
    m_recorder.unfollow(runId);
    std::erase_if(m_work, [&](const std::unique_ptr<Work> &work) { return work->job.run_id == runId; });
    sayChanged();
    Q_EMIT ended(runId, outcome);
    QTimer::singleShot(0, this, &JobQueue::startNext);
}

void JobQueue::takeNews(const RunNews &news)
{
    Work *work = find(news.run_id);
    if (!work)
        return;
    Job &job = work->job;
    job.stage = news.stage.value_or(job.stage);
    job.step = news.step.value_or(job.step);
    job.total = news.total.value_or(job.total);
    job.eta_seconds = news.eta_seconds.value_or(job.eta_seconds);
    if (news.started && job.state == JobState::Starting)
        job.state = JobState::Running;
    sayChanged();
    // Whoever waits for the end need not wait for the next look; the worker itself ends a moment later.
    if (news.outcome)
        QTimer::singleShot(50, this, &JobQueue::look);
}

void JobQueue::sayChanged()
{
    if (!m_saying.isActive())
        m_saying.start(kSaying);
}

} // namespace jobs

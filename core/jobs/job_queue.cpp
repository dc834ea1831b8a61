// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/job_queue.h"

#include "jobs/job_work.h"
#include "jobs/run_recorder.h"
#include "jobs/worker_process.h"
#include "run/device_slot.h"
#include "workspace/run_truth.h"

#include <algorithm>

namespace jobs {

using base::ErrorKind;
using base::Failure;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds kSaying { 100 }; // changed() at most this often
constexpr int kMostStarts = 3; // of a run whose worker dies while it waits

QString textOf(const std::string &text) { return QString::fromStdString(text); }

} // namespace

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
    m_handing.setSingleShot(true);
    connect(&m_handing, &QTimer::timeout, this, &JobQueue::endHandingOver);
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
    auto work = std::make_unique<Work>(Work { {}, run::RunFolder(row.folder), 0, steady_clock::now(), {}, {}, 0, false, false, 0 });
    work->job.run_id = textOf(row.id);
    work->job.name = textOf(row.name);
    work->job.kind = row.kind;
    work->job.state = state;
    work->job.device = textOf(run::slotOf(row.spec));
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

// Whether it is the first of this workspace's runs that want the device; the others of this machine are its worker's business.
bool JobQueue::isNext(const Work &work) const
{
    for (const auto &other : m_work) {
        if (other.get() == &work)
            break; // those behind it wait for it
        if (other->job.device == work.job.device)
            return false;
    }
    return std::none_of(m_work.begin(), m_work.end(), [&](const auto &other) {
        return other.get() != &work && !other->isQueued() && other->job.device == work.job.device;
    });
}

void JobQueue::startNext()
{
    if (m_handedOver)
        return handOverNext();
    std::vector<QString> waiting;
    for (const auto &work : m_work) {
        if (work->isQueued())
            waiting.push_back(work->job.run_id);
    }
    orNextTime([&] {
        for (const QString &id : waiting) {
            Work *work = find(id);
            if (work && work->isQueued() && isNext(*work))
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
    work.job.stage.clear();
    work.since = steady_clock::now();
    work.told = false;
    ++work.starts;
    m_recorder.follow(id, textOf(row->folder.string()), static_cast<quint64>(row->events_offset));
    if (ours) {
        try {
            workspace::requireFolder(*row);
            // What an earlier attempt left behind; its worker is dead, or the run could not have been queued.
            work.folder.takeRequest("stop");
            run::clearLock(work.folder);
            std::error_code ec; // workspace/run_truth: a run just begun is none without a worker
            std::filesystem::last_write_time(work.folder.path(), std::filesystem::file_time_type::clock::now(), ec);
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
    if (work->isQueued())
        return end(runId, run::Outcome::Stopped, {});
    work->job.state = JobState::Stopping;
    work->job.waits_for.reset();
    work->asked = steady_clock::now();
    sayChanged();
    try {
        work->folder.request("stop");
    } catch (const Failure &failure) {
        // No space for the request, or its folder is gone: a signal needs neither.
        qWarning("%s", failure.what());
        work->asked -= m_times.kind;
        work->pressed = terminateWorker(work->folder) ? 1 : 0;
    }
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
    workspace::requireFolder(row);
    if (find(runId) || run::isWorkerAlive(folder))
        throw Failure(ErrorKind::AlreadyRunning, row.name);
    if (folder.isFinished())
        throw Failure(ErrorKind::AlreadyFinished, row.name);
    m_runs.setState(id, storage::RunState::Queued);
    enqueue(id);
}

QList<Job> JobQueue::jobs() const
{
    QList<Job> jobs;
    for (const bool waiting : { false, true }) {
        for (const auto &work : m_work) {
            if (work->isQueued() == waiting)
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
            if (Work *work = find(id); work && !work->isQueued())
                lookAt(*work);
        }
        lookWhoHolds();
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
            work.job.state = work.job.stage == QLatin1String(run::kWaiting) ? JobState::Waiting : JobState::Running;
            sayChanged();
        }
        if (work.job.state == JobState::Stopping)
            pressOn(work);
        return;
    }
    // Not yet there: a process that this desk started, or one of another desk that has just claimed the run.
    const bool comes = (work.job.state == JobState::Starting || work.job.state == JobState::Stopping) && !run::readLock(work.folder)
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
    m_recorder.readNow(work.job.run_id, [this, id = work.job.run_id](bool recorded) {
        if (Work *read = find(id)) {
            read->asking = false;
            // Else its last word may be unread; whoever stops it does not wait for a file that cannot be read.
            if (recorded || read->job.state == JobState::Stopping)
                orNextTime([&] { endMissed(*read); });
        }
    });
}

void JobQueue::endMissed(Work &work)
{
    const QString id = work.job.run_id; // the work is gone when it has ended
    const auto row = m_runs.find(id.toStdString());
    if (!row || run::isWorkerAlive(work.folder))
        return;
    if (row->state == storage::RunState::Ended)
        return leave(id, row->outcome.value_or(run::Outcome::Lost));
    if (work.job.state == JobState::Stopping)
        return end(id, run::Outcome::Stopped, {});
    // It had not begun yet, and nothing is lost: as after a restart of the machine.
    if (work.job.stage == QLatin1String(run::kWaiting) && work.starts < kMostStarts)
        return queueAgain(work);
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
    const bool works = job.state == JobState::Starting || job.state == JobState::Waiting || job.state == JobState::Running;
    if (news.stage && works)
        job.state = *news.stage == QLatin1String(run::kWaiting) ? JobState::Waiting : JobState::Running;
    else if (news.started && works)
        job.state = JobState::Running;
    if (job.state != JobState::Waiting)
        job.waits_for.reset();
    work->told = work->told || news.stage || news.started;
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

// SPDX-License-Identifier: GPL-3.0-or-later
// Which run works now. One slot a device, decided here and nowhere else. Workers are detached (`attune-engine run` in its own
// session): they survive the window, and a later window takes them up again from their folders.
// Stopping is kind, then firm: request file; after 30 s SIGTERM; after 10 s more SIGKILL.
#pragma once

#include "run/job_event.h"
#include "storage/run_repository.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace jobs {

class RunRecorder;
struct RunNews;

enum class JobState { Queued, Starting, Running, Stopping };

// A run while it waits or works. When it has ended it leaves this list; its outcome is in storage::RunRow.
struct Job
{
    QString run_id;
    QString name;
    run::JobKind kind = run::JobKind::Train;
    JobState state = JobState::Queued;
    QString device; // the slot: "cpu", "cuda:0"
    QString stage;
    qint64 step = 0;
    qint64 total = 0; // 0: not known yet
    double eta_seconds = -1; // < 0: not known
};

struct QueueTimes
{
    std::chrono::milliseconds look { 1000 }; // how often workers are looked at
    std::chrono::milliseconds start { 30000 }; // until worker.lock must be there
    std::chrono::milliseconds kind { 30000 }; // from the request to SIGTERM
    std::chrono::milliseconds firm { 10000 }; // from SIGTERM to SIGKILL
    std::chrono::milliseconds gone { 3000 }; // how long a worker may be gone without a last event
};

class JobQueue : public QObject
{
    Q_OBJECT

public:
    // With `active` takes up what is queued or at work in the workspace, else only what enqueue() gives it.
    JobQueue(storage::Database &database, RunRecorder &recorder, bool active, const QueueTimes &times = {}, QObject *parent = nullptr);
    ~JobQueue() override; // workers go on

    // The run is known to the repository. Starts at once when its slot is free, and with a later look when the database is busy.
    void enqueue(const std::string &runId);
    // Queued: ends as stopped. At work: kind, then firm. Twice is harmless.
    void stop(const QString &runId);
    // At once: SIGKILL. The last whole checkpoint stays.
    void stopNow(const QString &runId);
    // Goes on with an ended, unfinished run from its last checkpoint. Throws AlreadyFinished, AlreadyRunning.
    void resume(const QString &runId);
    // Asks for a checkpoint now.
    void requestCheckpoint(const QString &runId);

    QList<Job> jobs() const; // at work first, then waiting, in order
    std::optional<Job> job(const QString &runId) const;
    bool isIdle() const { return m_work.empty(); }

Q_SIGNALS:
    void changed(); // jobs() differs, progress included; at most ten a second
    void started(const QString &runId);
    void ended(const QString &runId, run::Outcome outcome); // recorded before it is said

private:
    struct Work;
    Work *find(const QString &runId) const;
    Work &add(const storage::RunRow &row, JobState state);
    void takeUp();
    bool isSlotFree(const Work &work) const;
    void startNext();
    void launch(Work &work);
    void look();
    void lookAt(Work &work);
    void missed(Work &work);
    void endMissed(const Work &work);
    void pressOn(Work &work);
    void end(const QString &runId, run::Outcome outcome, const std::optional<base::Error> &error);
    void leave(const QString &runId, run::Outcome outcome);
    void takeNews(const RunNews &news);
    void sayChanged();

    storage::Database &m_database;
    storage::RunRepository m_runs;
    RunRecorder &m_recorder;
    QueueTimes m_times;
    bool m_active = false;
    QTimer m_looking;
    QTimer m_saying;
    std::vector<std::unique_ptr<Work>> m_work; // in order of arrival
};

// The slot of a spec's device: "auto" is "cuda:0" where an NVIDIA driver is, else "cpu".
QString deviceSlot(const run::JobSpec &spec);

} // namespace jobs

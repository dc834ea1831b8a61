// SPDX-License-Identifier: GPL-3.0-or-later
// Which run of a workspace is next. Workers are detached (`attune-engine run` in its own session): they survive the window, and a
// later window takes them up again from their folders. One job a device and machine: that is the worker's rule
// (run/device_slot.h), which the first of this queue's waiting runs waits for with a ticket of its own (JobState::Waiting), so that
// windows, workspaces and verbs get their turns in the order in which they came. The others stay Queued here, and are handed over
// to workers that wait when the window goes.
// Stopping is kind, then firm: request file; after 30 s SIGTERM; after 10 s more SIGKILL.
#pragma once

#include "run/job_event.h"
#include "storage/run_repository.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace jobs {

class RunRecorder;
struct RunNews;

// Waiting: its worker is there and waits for the device.
enum class JobState { Queued, Starting, Waiting, Running, Stopping };

// Whose job has the device.
struct SlotUser
{
    QString run; // its name
    QString workspace; // its folder's name without .attune; empty: the same workspace, or none

    friend bool operator==(const SlotUser &, const SlotUser &) = default;
};

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
    std::optional<SlotUser> waits_for; // while Waiting, when it is known

    bool isWaiting() const { return state == JobState::Queued || state == JobState::Waiting; }
};

struct QueueTimes
{
    std::chrono::milliseconds look { 1000 }; // how often workers are looked at
    std::chrono::milliseconds start { 30000 }; // until worker.lock must be there
    std::chrono::milliseconds kind { 30000 }; // from the request to SIGTERM
    std::chrono::milliseconds firm { 10000 }; // from SIGTERM to SIGKILL
    std::chrono::milliseconds gone { 3000 }; // how long a worker may be gone without a last event
    std::chrono::milliseconds hand_over { 10000 };
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
    // Queued: ends as stopped. At work: kind, then firm; at once firm where the request cannot be written. Twice is harmless.
    void stop(const QString &runId);
    // At once: SIGKILL. The last whole checkpoint stays.
    void stopNow(const QString &runId);
    // Goes on with an ended, unfinished run from its last checkpoint. Throws AlreadyFinished, AlreadyRunning.
    void resume(const QString &runId);

    QList<Job> jobs() const; // at work first, then waiting, in order
    std::optional<Job> job(const QString &runId) const;
    bool isIdle() const { return m_work.empty(); }

    // Whether runs wait that nobody would start without this queue.
    bool hasQueued() const;
    // Gives each of them, in order, to a worker that waits for the device; `done` comes when all have one, or when one needs longer
    // than QueueTimes::hand_over, whatever the reason: what is left stays queued and is taken up by the next window. Nothing is
    // launched otherwise meanwhile.
    void handOver(std::function<void()> done);

Q_SIGNALS:
    void changed(); // jobs() differs, progress included; at most ten a second
    void started(const QString &runId);
    void ended(const QString &runId, run::Outcome outcome); // recorded before it is said

private:
    struct Work;
    Work *find(const QString &runId) const;
    Work &add(const storage::RunRow &row, JobState state);
    void takeUp();
    bool isNext(const Work &work) const;
    void startNext();
    void launch(Work &work);
    void handOverNext();
    void endHandingOver();
    void lookWhoHolds();
    SlotUser slotUser(const std::filesystem::path &folder);
    void queueAgain(Work &work);
    void look();
    void lookAt(Work &work);
    void missed(Work &work);
    void endMissed(Work &work);
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
    std::function<void()> m_handedOver; // set while handing over
    QTimer m_handing; // ends it
    std::map<std::filesystem::path, SlotUser> m_slotUsers; // by run folder
};

} // namespace jobs

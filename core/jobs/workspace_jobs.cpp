// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/workspace_jobs.h"

#include "jobs/job_queue.h"
#include "jobs/run_recorder.h"
#include "workspace/scoring.h"
#include "workspace/workspace.h"

#include <QTimer>

#include <chrono>
#include <optional>

namespace jobs {

using base::Failure;

namespace {
constexpr std::chrono::milliseconds kClaimLook { 1000 };
} // namespace

WorkspaceJobs::WorkspaceJobs(workspace::Workspace &workspace, const JobOptions &options, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_recorder(std::make_unique<RunRecorder>(workspace.interactive()))
    , m_queue(std::make_unique<JobQueue>(workspace.database(), *m_recorder, options.runs_jobs))
{
    connect(m_recorder.get(), &RunRecorder::failed, this, &WorkspaceJobs::tellUnlessGone);
    if (options.scores_predictions) {
        connect(m_queue.get(), &JobQueue::ended, this, [this](const QString &runId, run::Outcome outcome) {
            if (outcome == run::Outcome::Finished)
                scoreFinished(runId);
        });
    }
    if (options.scores_predictions && options.runs_jobs) {
        for (const std::string &id : workspace::unscoredRuns(workspace.database()))
            scoreFinished(QString::fromStdString(id));
    }
}

// The queue tells the recorder whom to follow.
WorkspaceJobs::~WorkspaceJobs()
{
    m_queue.reset();
    m_recorder.reset();
}

void WorkspaceJobs::scoreFinished(const QString &runId)
{
    try {
        const std::string id = runId.toStdString();
        const auto row = m_workspace.runs().find(id);
        if (!row || row->kind != run::JobKind::Predict || m_workspace.scores().latest(id))
            return;
        workspace::Task *task = m_workspace.scoreOnce(
            this, id, workspace::defaultVectorFile(), [this, runId](const std::optional<storage::ScoreSet> &set) {
                // Another process has said that it will. Should it go without doing so, it is done here.
                if (!set)
                    QTimer::singleShot(kClaimLook, this, [this, runId] { scoreFinished(runId); });
            });
        connect(task, &workspace::Task::failed, this, [this, runId](const base::Error &error) { tellUnlessGone(runId, error); });
    } catch (const Failure &failure) {
        Q_EMIT failed(failure.error());
    }
}

// What was under way for a run when it was deleted fails, and is nobody's trouble.
void WorkspaceJobs::tellUnlessGone(const QString &runId, const base::Error &error)
{
    try {
        if (!m_workspace.runs().find(runId.toStdString()))
            return;
    } catch (const Failure &) {
        // Then the first error is worth telling all the more.
    }
    Q_EMIT failed(error);
}

} // namespace jobs

// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs of an open workspace: which run works, what it reports, and the scoring of what has finished. ui thread only.
//     jobs::WorkspaceJobs jobs(*workspace);
//     jobs.queue().enqueue(runId);
#pragma once

#include "base/error.h"

#include <QObject>
#include <QString>

#include <memory>

namespace workspace {
class Workspace;
}

namespace jobs {

class JobQueue;
class RunRecorder;

struct JobOptions
{
    // Queue and recorder: take up runs that are queued or at work. A verb that only reads leaves it off.
    bool runs_jobs = true;
    // Score a prediction run by itself as soon as it has finished.
    bool scores_predictions = true;
};

class WorkspaceJobs : public QObject
{
    Q_OBJECT

public:
    // The workspace must outlive it.
    explicit WorkspaceJobs(workspace::Workspace &workspace, const JobOptions &options = {}, QObject *parent = nullptr);
    ~WorkspaceJobs() override; // workers go on

    workspace::Workspace &workspace() { return m_workspace; }
    JobQueue &queue() { return *m_queue; }
    RunRecorder &recorder() { return *m_recorder; }

Q_SIGNALS:
    // Recording or automatic scoring went wrong; nobody waits for either.
    void failed(const base::Error &error);

private:
    void scoreFinished(const QString &runId);
    void tellUnlessGone(const QString &runId, const base::Error &error);

    workspace::Workspace &m_workspace;
    std::unique_ptr<RunRecorder> m_recorder;
    std::unique_ptr<JobQueue> m_queue;
};

} // namespace jobs

// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds the bar at the bottom from the job queue of the open workspace.
#pragma once

#include "run/job_event.h"

#include <QObject>

#include <functional>

namespace jobs {
class WorkspaceJobs;
}

namespace workspace {
class Workspace;
}

namespace shell {

class RunningBar;

class RunningJobs : public QObject
{
    Q_OBJECT

public:
    RunningJobs(jobs::WorkspaceJobs &jobs, RunningBar &bar, std::function<void(const QString &runId)> open);

private:
    void show();
    void showEnd(const QString &runId, run::Outcome outcome);

    workspace::Workspace &m_workspace;
    jobs::WorkspaceJobs &m_jobs;
    RunningBar &m_bar;
};

} // namespace shell

// SPDX-License-Identifier: GPL-3.0-or-later
// Deleting a run so that it can be undone: its folder waits in the workspace's trash/ until the next deletion or until the
// window lets it go; then it goes to the desktop's trash, or stays where it is when there is none.
#pragma once

#include "jobs/workspace_jobs.h"
#include "workspace/workspace.h"

#include <QString>

#include <filesystem>
#include <optional>

namespace runs {

class RunTrash
{
public:
    explicit RunTrash(jobs::WorkspaceJobs &jobs)
        : m_workspace(jobs.workspace())
        , m_jobs(jobs)
    {
    }
    ~RunTrash() { letGo(); }

    // Throws NotFound; AlreadyRunning while it works or waits; FileUnwritable. A row whose folder is no run of this workspace
    // with its id is forgotten, and nothing is moved or can be undone.
    void remove(const QString &runId);
    // Brings the last one back, ended as it was, with its events and scores; empty when there is none. Throws FileUnwritable,
    // and what reading a run folder throws.
    QString undo();
    bool canUndo() const { return m_last.has_value(); }
    void letGo();

private:
    struct Removed
    {
        storage::RunRow row;
        std::filesystem::path place; // in the workspace's trash
    };
    workspace::Workspace &m_workspace;
    jobs::WorkspaceJobs &m_jobs;
    std::optional<Removed> m_last;
};

} // namespace runs

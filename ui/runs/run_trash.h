// SPDX-License-Identifier: GPL-3.0-or-later
// Deleted runs: their folders wait in the workspace's trash/ until they are brought back or the trash is emptied. Closing the
// window empties nothing.
#pragma once

#include "base/cancel.h"
#include "jobs/workspace_jobs.h"
#include "workspace/workspace.h"

#include <QString>

#include <filesystem>
#include <vector>

namespace runs {

// A run in the trash, as the note beside its folder tells.
struct DeletedRun
{
    QString id;
    QString name;
    std::string deleted; // UTC
    std::filesystem::path place; // in trash/
};

// ui thread only.
class RunTrash
{
public:
    explicit RunTrash(jobs::WorkspaceJobs &jobs)
        : m_workspace(jobs.workspace())
        , m_jobs(jobs)
    {
    }

    enum class Removed {
        ToTrash,
        NotOurs, // its folder is no run of this workspace with its id: it stays where it is, and the row is forgotten
        FolderGone, // there is nothing to keep: the row is forgotten, for good
    };
    struct Removal
    {
        Removed what;
        DeletedRun put; // ToTrash: this one
    };
    // Throws NotFound; AlreadyRunning while it works or waits; FileUnwritable.
    Removal remove(const QString &runId);

    std::vector<DeletedRun> list() const; // the last deleted first
    // What emptying began with and did not finish: no run any more.
    std::vector<std::filesystem::path> halfDeleted() const;
    // Brings one back, ended as it was, with its events and scores; returns its id. Throws FileUnwritable, and what reading a run
    // folder throws.
    QString bringBack(const DeletedRun &deleted);

    // These may take minutes: not for the ui thread.
    static qint64 bytesIn(const std::filesystem::path &folder, const base::CancelToken &cancel);
    // For good. What is cancelled goes on with the next one that is deleted. Throws FileUnwritable when something could not be deleted,
    // Cancelled.
    static void deleteForGood(const std::filesystem::path &place, const base::CancelToken &cancel);

private:
    std::filesystem::path folder() const { return m_workspace.folder() / "trash"; }

    workspace::Workspace &m_workspace;
    jobs::WorkspaceJobs &m_jobs;
};

} // namespace runs

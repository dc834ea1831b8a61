// SPDX-License-Identifier: GPL-3.0-or-later
// The way back from a damaged workspace: which backup is good, what is newer than it, and putting it in place. Nothing is deleted:
// what was there goes to backups/damaged-<time>/.
#pragma once

#include "storage/backups.h"
#include "storage/newer_work.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace storage {

struct RepairPlan
{
    bool damaged = false;
    std::string reason;
    std::vector<Backup> backups; // newest first
    std::vector<BackupContent> contents; // of each
    std::vector<std::optional<NewerWork>> newer; // what is lost with each; nothing: it cannot be told
    std::optional<size_t> newest_good; // an index of all three
    std::string last_change; // in the damaged file, as far as it can be read; empty: it cannot, or nothing ever was
};

// Whether the folder holds a workspace, or what is left of one: backups without their workspace.db. One that was only half made, with
// nothing in it, is none.
bool isRepairable(const std::filesystem::path &folder);

// Reads the whole database and every backup; changes nothing. `progress` (0 to 1) is called between them, and what it throws ends the work.
// Throws NotAWorkspace (also for another program's database), NewerWorkspace, FileUnreadable.
RepairPlan planRepair(const std::filesystem::path &folder, const std::function<void(double)> &progress = {});

// Puts the backup in the database's place, or an empty workspace without one; a log goes aside with what it belonged to. A kill on the
// way leaves what was there, whole, in its place or in backups/damaged-<time>/; then there is no workspace.db, and it is repaired again.
// Nobody may have the workspace open. Returns the folder that what was there has moved to; empty: nothing was.
// Throws WorkspaceInUse, WorkspaceReadOnly, WorkspaceDamaged (the backup is), DiskFull, FileUnwritable: then all is as it was.
std::filesystem::path restore(const std::filesystem::path &folder, const std::optional<std::filesystem::path> &backup);

} // namespace storage

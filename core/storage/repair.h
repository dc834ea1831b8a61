// SPDX-License-Identifier: GPL-3.0-or-later
// The way back from a damaged workspace: which backup is good, what is newer than it, and putting it in place. Nothing is deleted:
// what was there goes to backups/damaged-<time>/.
#pragma once

#include "storage/backups.h"

#include <cstdint>
#include <filesystem>
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
    std::optional<size_t> newest_good; // an index of both
    // Of the damaged file, as far as it can be read.
    std::string last_change; // time of its newest revision; empty: cannot be read
    int64_t revisions = -1; // -1: cannot be read

    // How many saved states are lost with the backup at `index`; -1: cannot be told.
    int64_t newerThan(size_t index) const;
};

// Whether the folder holds a workspace, or what is left of one: backups without their workspace.db.
bool isRepairable(const std::filesystem::path &folder);

// Reads the whole database and every backup; changes nothing. Throws NotAWorkspace, NewerWorkspace, FileUnreadable.
RepairPlan planRepair(const std::filesystem::path &folder);

// Puts the backup in the database's place, or an empty workspace without one; a stale log goes aside with what it belonged to.
// Nobody may have the workspace open. Returns the folder that what was there has moved to.
// Throws WorkspaceInUse, WorkspaceReadOnly, WorkspaceDamaged (the backup is), DiskFull, FileUnwritable: then all is as it was.
std::filesystem::path restore(const std::filesystem::path &folder, const std::optional<std::filesystem::path> &backup);

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// The copies in a workspace's backups/: workspace-<number>-<time>.db. The number tells their order, because clocks go wrong; files
// of earlier versions have none and are the oldest.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace storage {

class Database;

struct Backup
{
    std::filesystem::path file;
    int64_t number = 0; // 0: of an earlier version
    std::string time; // when it was made, as its name says: UTC, with '-' for ':'
};

// What a copy holds; read without changing anything.
struct BackupContent
{
    bool good = false; // whole, and of a schema that is known
    std::string reason; // why it is not
    std::string last_change; // time of its newest revision; empty: none
    int64_t revisions = 0;
    int64_t changes = 0; // of everything, ever: says whether two states are the same
};

std::vector<Backup> backupsOf(const std::filesystem::path &folder); // of the workspace; oldest first
// Reads all of it, or until `maker` is stopped: then it is not good.
BackupContent contentOf(const Backup &backup, const Database *maker = nullptr);

// For Database::backUp. Throws DiskFull, FileUnwritable, WorkspaceDamaged; older copies are removed only behind a good one.
std::filesystem::path addBackup(Database &database);
// Whether the newest one is of another day and another state.
bool isBackupDue(const Database &database);

} // namespace storage

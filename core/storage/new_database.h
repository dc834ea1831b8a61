// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace.db that is being made: under another name until it is whole, by one process at a time. Internal to core/storage.
#pragma once

#include "base/error.h"

#include <filesystem>
#include <string_view>

namespace storage {

// Makers and menders of one folder's database, one after the other, across processes and threads. A file system without such locks
// gives none. Throws WorkspaceInUse when somebody else has it for seconds.
class FolderLock
{
public:
    explicit FolderLock(const std::filesystem::path &folder);
    ~FolderLock();
    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;

private:
    int m_fd = -1;
};

// "workspace.db.<what>-<process>": whose it is, so that what a kill left can be told from one that is at work.
std::filesystem::path unfinishedFile(const std::filesystem::path &folder, std::string_view what);
// What a kill left of them.
void removeUnfinished(const std::filesystem::path &folder);
// The file and what SQLite has beside it.
void removeDatabase(const std::filesystem::path &file);

// A new file of today's schema without any content. Throws FileUnwritable, DiskFull; then nothing is left of it.
void makeEmptyDatabase(const std::filesystem::path &file);
// The file gets its name only where there is none. Throws FileUnwritable, DiskFull.
void placeDatabase(const std::filesystem::path &made, const std::filesystem::path &file);

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// What one connection needs to know about its own files: that they are still those at the workspace's place, and that this
// process still holds its locks on them. Asked before every commit, also by SQLite itself (the commit hook), and by the poll of
// the open workspace. Internal to core/storage.
#pragma once

#include "base/error.h"
#include "base/guarded_files.h"
#include "storage/overwrite_watch.h"

#include <cstdint>
#include <filesystem>
#include <optional>

struct sqlite3;

namespace storage {

// The database and what SQLite keeps beside it: ".db", "-wal", "-shm".
std::vector<std::filesystem::path> databaseFiles(const std::filesystem::path &folder);

class DatabaseWatch
{
public:
    // Guards the files from now on: before SQLite opens them.
    explicit DatabaseWatch(std::filesystem::path folder);

    // After SQLite has opened database, log and index. Installs the commit hook: a commit that must not be is rolled back.
    // `locks`: whether locks are held at all (not on what can only be read).
    void begin(sqlite3 *connection, bool locks);

    // WorkspaceGone when a file is not the one that was opened or was written over, WorkspaceUnlocked when a lock was lost (it is taken again
    // then, so that the next change can be saved). Nothing when all is as it should be. Tens of microseconds.
    std::optional<base::Error> look();
    // Only the first half: a few microseconds.
    std::optional<base::Error> lookAtFiles();

    // Whether a whole other database was written over this one.
    bool hasAnotherDatabase() const { return m_overwrites.isAnotherDatabase(); }

    // Why the hook refused the last commit; asked once.
    std::optional<base::Error> takeRefusal() { return std::exchange(m_refusal, std::nullopt); }

private:
    static int onCommit(void *watch);
    bool holdsLocks(bool writing) const;
    bool takeLocks() const;

    std::filesystem::path m_folder;
    base::FileGuard m_guard;
    sqlite3 *m_connection = nullptr;
    std::optional<base::FileId> m_database;
    std::optional<base::FileId> m_log;
    std::optional<base::FileId> m_index;
    OverwriteWatch m_overwrites;
    bool m_locksAreVisible = false; // /proc/locks shows them: not in every container
    std::optional<base::Error> m_refusal;
};

// The first process other than this one that holds a lock on the files; 0: none is seen.
int64_t otherProcessWith(const std::filesystem::path &folder);

} // namespace storage

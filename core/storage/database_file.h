// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a workspace before it is trusted: its header, what state it is in, and the ways in which SQLite opens it.
// Internal to core/storage.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace SQLite {
class Database;
}

namespace storage {

inline constexpr uint32_t kApplicationId = 0x4174746e; // "Attn"

struct FileHeader
{
    bool isThere = false; // a regular file
    uint64_t size = 0;
    bool isSqlite = false;
    uint64_t page_size = 0;
    uint64_t page_count = 0; // 0: not known
    uint32_t userVersion = 0;
    uint32_t applicationId = 0;
};

// Through SQLite's own file layer: closing any other descriptor of the file would drop this process' locks on it.
FileHeader readHeader(const std::filesystem::path &file);

bool hasLog(const std::filesystem::path &folder); // a -wal with something in it
// Nothing was ever kept in it: a kill while it was made, by this version or an earlier one.
bool isHalfMade(const std::filesystem::path &folder);
// What was set aside when it was repaired: so there was a workspace, even if nothing else is left of it.
bool wasRepaired(const std::filesystem::path &folder);
// Throws NotAWorkspace, WorkspaceDamaged, NewerWorkspace; nothing is changed.
void checkHeader(const std::filesystem::path &folder);

// A new file, whole on the disk. Throws FileUnreadable, FileUnwritable, DiskFull.
void copyBytes(const std::filesystem::path &from, const std::filesystem::path &to);

// A copy in a folder of its own, removed with it.
class PrivateCopy
{
public:
    // Copies database and log as they were at one moment: again, when somebody wrote meanwhile. Throws WorkspaceBusy, FileUnreadable, DiskFull,
    // FileUnwritable.
    explicit PrivateCopy(const std::filesystem::path &folder);
    ~PrivateCopy();
    PrivateCopy(const PrivateCopy &) = delete;
    PrivateCopy &operator=(const PrivateCopy &) = delete;

    std::filesystem::path file() const { return m_folder / "workspace.db"; }

private:
    std::filesystem::path m_folder;
};

struct OpenedFile
{
    std::unique_ptr<SQLite::Database> connection;
    bool read_only = false;
    bool locked = true; // SQLite holds locks on the workspace's own files
    std::shared_ptr<PrivateCopy> copy; // what is really open, when that is not the workspace's own file
};

// To read and write where that can be done; else to read, whatever it takes: as it is, as a file that cannot change (on a file system
// that nobody can write), or a private copy (where somebody else could write meanwhile, when a log is left that SQLite would have to
// work in, or an older schema is to be migrated).
// Throws FileUnreadable, FileUnwritable, WorkspaceDamaged.
OpenedFile openFileOf(const std::filesystem::path &folder);

// A file that nobody changes (a backup); needs nothing beside it. Throws SQLite::Exception.
std::unique_ptr<SQLite::Database> openUnchanging(const std::filesystem::path &file);

// Whether the pages hold together. Bounded: all of them where that takes milliseconds, else the schema and the sizes. What a
// damaged one throws is WorkspaceDamaged.
void checkCheaply(SQLite::Database &connection, const std::filesystem::path &folder);
// All of it, at the price of reading it. Throws WorkspaceDamaged.
void checkWholly(SQLite::Database &connection, const std::filesystem::path &folder);

// WAL, and a commit survives a power cut.
void makeDurable(SQLite::Database &connection);
// For every connection: foreign files are not to be trusted.
void makeDefensive(SQLite::Database &connection);

[[noreturn]] void throwDamaged(const std::filesystem::path &folder, const std::string &reason);

} // namespace storage

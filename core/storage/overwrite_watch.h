// SPDX-License-Identifier: GPL-3.0-or-later
// Whether somebody wrote over the database or its log where they lie (cp, a shell's ">", truncate): the inode stays, so that nothing else
// tells. In WAL mode only a checkpoint writes to the database (its header, its length, its time of change), and it says so in the log's
// index first; the log begins with the salts that stand in the index (https://www.sqlite.org/walformat.html). Internal to core/storage.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

struct sqlite3;

namespace storage {

class OverwriteWatch
{
public:
    // Remembers what the files are like. The connection has opened database, log and index, and outlives this.
    void begin(sqlite3 *connection);

    // True from the first time it was seen. Reads through SQLite's own handles; a few microseconds. Not told: what was copied over while a
    // checkpoint was under way.
    bool isOverwritten();
    // Whether what was written over the database is a whole one itself: the log beside it is not its own.
    bool isAnotherDatabase() const;

private:
    struct Checkpoint
    {
        uint32_t done = 0; // frames of the log that are in the database
        uint32_t begun = 0; // that a checkpoint set out to bring there
        std::array<std::byte, 8> salts {};

        bool operator==(const Checkpoint &) const = default;
        bool isUnderWay() const { return begun != done; }
    };
    struct Database
    {
        std::array<std::byte, 100> header {};
        int64_t size = 0;
        int64_t changed = 0; // nanoseconds

        bool operator==(const Database &) const = default;
    };
    std::optional<Checkpoint> readCheckpoint() const;
    std::optional<Database> readDatabase() const;
    bool isLogOverwritten() const;

    sqlite3 *m_connection = nullptr;
    std::optional<Checkpoint> m_checkpoint; // read before m_database
    std::optional<Database> m_database;
    bool m_isOverwritten = false;
};

} // namespace storage

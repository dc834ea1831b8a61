// SPDX-License-Identifier: GPL-3.0-or-later
// What a workspace holds and a backup of it has not: what going back would lose. Runs do not count, they are in their folders.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace SQLite {
class Database;
}

namespace storage {

struct NewerWork
{
    int64_t states = 0; // saved ones of dialogues and profiles
    int64_t prompts = 0; // versions
    int64_t drafts = 0;
    int64_t others = 0; // names that prompts and runs were given, models
    std::string last; // time of the last of them; empty: none has one

    int64_t saved() const { return states + prompts + others; }
    bool isNothing() const { return saved() + drafts == 0; }
};

// Row by row, for counts say nothing: what was deleted for good makes them smaller. `damaged`: each table is checked before it is
// believed. Nothing: it cannot be told. Internal to core/storage.
std::optional<NewerWork> newerWork(SQLite::Database &current, bool damaged, const std::filesystem::path &backup);

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// The numbered steps from an empty file to today's schema. Internal to core/storage.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace SQLite {
class Database;
}

namespace storage {

// Step n (from 0) leads from schema n to n + 1. Released steps are never edited; a change is a new file.
std::span<const std::string_view> migrations();

// The next step, for a file of this schema.
void migrateOnce(SQLite::Database &connection, int64_t version);
// From an empty file to the schema `version`, in the transaction of the caller.
void runMigrations(SQLite::Database &connection, int version);

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody else has put into a workspace that acts by itself: triggers that are not ours, views in the place of our tables. A
// workspace that was sent or downloaded could change or delete with each save what nobody asked it to. Internal to core/storage.
#pragma once

#include <filesystem>
#include <string>

namespace SQLite {
class Database;
}

namespace storage {

// A sentence about the first of them; empty: there is none. Costs a look at the schema. Throws SQLite::Exception.
std::string foreignInSchema(SQLite::Database &connection);
// Throws WorkspaceDamaged when there is one.
void refuseForeignSchema(SQLite::Database &connection, const std::filesystem::path &folder);
// Whether the tables that every workspace has are there, whatever the file's header says. Throws SQLite::Exception.
bool hasOurTables(SQLite::Database &connection);

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/foreign_schema.h"

#include "storage/database_file.h"
#include "storage/migrations.h"
#include "storage/sql.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

namespace storage {

namespace {

struct OwnSchema
{
    std::map<std::string, std::string> triggers; // name, text
    std::set<std::string> tables;
};

// As the steps make it; kept, as every opening asks.
const OwnSchema &ownSchema(int version)
{
    static std::mutex mutex;
    static std::map<int, OwnSchema> schemas;
    const std::lock_guard guard(mutex);
    const auto [found, isNew] = schemas.try_emplace(version);
    if (isNew) {
        SQLite::Database memory(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        runMigrations(memory, version);
        SQLite::Statement row(memory, "SELECT type, name, sql FROM sqlite_schema");
        while (row.executeStep()) {
            if (row.getColumn(0).getString() == "trigger")
                found->second.triggers.emplace(row.getColumn(1).getString(), row.getColumn(2).getString());
            else if (row.getColumn(0).getString() == "table")
                found->second.tables.insert(row.getColumn(1).getString());
        }
    }
    return found->second;
}

} // namespace

std::string foreignInSchema(SQLite::Database &connection)
{
    const int64_t version = connection.execAndGet("PRAGMA user_version").getInt64();
    const OwnSchema &own = ownSchema(int(std::clamp<int64_t>(version, 0, int64_t(migrations().size()))));
    SQLite::Statement row(connection, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE type IN ('trigger', 'view')");
    while (row.executeStep()) {
        const std::string name = row.getColumn(1).getString();
        if (row.getColumn(0).getString() == "view") {
            if (own.tables.contains(name))
                return "in it a view stands in the place of " + name;
            continue; // people may look at their data as they like
        }
        const auto found = own.triggers.find(name);
        if (found == own.triggers.end() || found->second != row.getColumn(2).getString())
            return "the trigger " + name + " in it is not Attune's and could change or delete anything";
    }
    return {};
}

void refuseForeignSchema(SQLite::Database &connection, const std::filesystem::path &folder)
{
    try {
        if (const std::string found = foreignInSchema(connection); !found.empty())
            throwDamaged(folder, found);
    } catch (const SQLite::Exception &e) {
        throwSqlError(connection, e);
    }
}

bool hasOurTables(SQLite::Database &connection)
{
    return connection.execAndGet("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('dialogue', 'turn', 'revision', 'prompt_version')")
               .getInt64()
        == 4;
}

} // namespace storage

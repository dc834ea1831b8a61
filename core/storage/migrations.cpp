// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations.h"

#include "schema.h"
#include "storage/sql.h"

#include <array>
#include <string>

namespace storage {

std::span<const std::string_view> migrations()
{
    static constexpr std::array<std::string_view, 5> steps { schema::f_0001_init_sql, schema::f_0002_not_learned_sql,
        schema::f_0003_chat_template_sql, schema::f_0004_nothing_lost_sql, schema::f_0005_sources_sql };
    return steps;
}

void migrateOnce(SQLite::Database &connection, int64_t version)
{
    execute(connection, std::string(migrations()[static_cast<size_t>(version)]));
    execute(connection, "PRAGMA user_version = " + std::to_string(version + 1));
}

void runMigrations(SQLite::Database &connection, int version)
{
    for (int step = 0; step < version; ++step)
        migrateOnce(connection, step);
}

} // namespace storage

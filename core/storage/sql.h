// SPDX-License-Identifier: GPL-3.0-or-later
// Statements with this room's errors. Internal to core/storage.
#pragma once

#include "storage/database.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace storage {

// Says in our errors what SQLite says in its own.
[[noreturn]] void throwSqlError(const SQLite::Database &connection, const SQLite::Exception &exception);

// Runs several statements that return nothing.
void execute(SQLite::Database &connection, const std::string &sql);
int64_t pragmaNumber(SQLite::Database &connection, const std::string &name);

// One prepared statement. Values are bound in order: Query(db, "... ? ... ?").with(a).with(b).
class Query
{
public:
    Query(const Database &database, const std::string &sql);

    Query &with(const std::string &text);
    Query &with(std::string_view text) { return with(std::string(text)); }
    Query &with(const char *text) { return with(std::string(text)); }
    Query &with(int64_t number);
    Query &with(int number) { return with(static_cast<int64_t>(number)); }
    Query &with(double number);
    template <typename T> Query &with(const std::optional<T> &value)
    {
        return value ? with(*value) : withNull();
    }
    Query &withNull();

    bool next(); // false: no further row
    void run(); // to the end, then ready for other values
    void again(); // after rows were read, to the end or not: ready for other values
    // A statement that changes rows: how many it changed.
    int64_t runCounting();

    std::string text(int column) const;
    int64_t number(int column) const;
    std::optional<double> real(int column) const; // nothing for NULL
    bool isNull(int column) const;

private:
    SQLite::Database &m_connection;
    SQLite::Statement m_statement;
    int m_bound = 0;
};

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sql.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>

namespace storage {

using base::ErrorKind;
using base::Failure;

void throwSqlError(const SQLite::Database &connection, const SQLite::Exception &exception)
{
    const int last = errno; // SQLite does not keep that of a COMMIT that fails
    const int kept = sqlite3_system_errno(connection.getHandle());
    const int system = kept ? kept : last;
    const char *name = sqlite3_db_filename(connection.getHandle(), "main"); // without what a URI says besides
    const std::string path = name ? name : connection.getFilename();
    const std::string folder = std::filesystem::path(path).parent_path().string();
    const std::string reason = exception.getErrorStr();
    switch (exception.getErrorCode() & 0xff) {
    case SQLITE_FULL:
        throw Failure(ErrorKind::DiskFull, path);
    case SQLITE_IOERR:
        if (system == ENOSPC || system == EDQUOT || system == EFBIG)
            throw Failure(ErrorKind::DiskFull, path);
        throw Failure(ErrorKind::FileUnwritable, path, {},
            { { "reason", kept ? std::string(std::strerror(kept)) : reason } });
    case SQLITE_READONLY:
        if (exception.getExtendedErrorCode() == SQLITE_READONLY_DBMOVED)
            throw Failure(ErrorKind::WorkspaceGone, folder);
        throw Failure(ErrorKind::WorkspaceReadOnly, folder);
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        throw Failure(ErrorKind::FileUnwritable, path, {}, { { "reason", reason } });
    case SQLITE_CONSTRAINT:
        // The hook has looked at the files; a transaction says more exactly what it saw.
        if (exception.getExtendedErrorCode() == SQLITE_CONSTRAINT_COMMITHOOK)
            throw Failure(ErrorKind::WorkspaceGone, folder);
        throw Failure(ErrorKind::Internal, path, {}, { { "reason", exception.what() } });
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Failure(ErrorKind::WorkspaceBusy, folder);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        throw Failure(ErrorKind::WorkspaceDamaged, folder, {}, { { "reason", reason } });
    case SQLITE_INTERRUPT:
        throw Failure(ErrorKind::Cancelled, "The work on the workspace");
    case SQLITE_NOMEM:
        throw Failure(ErrorKind::OutOfMemory, path);
    default:
        throw Failure(ErrorKind::Internal, path, {}, { { "reason", exception.what() } });
    }
}

namespace {

template <typename Call> auto guarded(const SQLite::Database &connection, Call call)
{
    try {
        return call();
    } catch (const SQLite::Exception &e) {
        throwSqlError(connection, e);
    }
}

} // namespace

void execute(SQLite::Database &connection, const std::string &sql)
{
    guarded(connection, [&] { connection.exec(sql); });
}

int64_t pragmaNumber(SQLite::Database &connection, const std::string &name)
{
    return guarded(connection, [&] { return connection.execAndGet("PRAGMA " + name).getInt64(); });
}

Query::Query(const Database &database, const std::string &sql)
    : m_connection((database.throwIfStopped(), database.connection()))
    , m_statement(guarded(m_connection, [&] { return SQLite::Statement(m_connection, sql); }))
{
}

Query &Query::with(const std::string &text)
{
    guarded(m_connection, [&] { m_statement.bind(++m_bound, text); });
    return *this;
}

Query &Query::with(int64_t number)
{
    guarded(m_connection, [&] { m_statement.bind(++m_bound, number); });
    return *this;
}

Query &Query::with(double number)
{
    guarded(m_connection, [&] { m_statement.bind(++m_bound, number); });
    return *this;
}

Query &Query::withNull()
{
    guarded(m_connection, [&] { m_statement.bind(++m_bound); });
    return *this;
}

bool Query::next()
{
    return guarded(m_connection, [&] { return m_statement.executeStep(); });
}

void Query::run()
{
    guarded(m_connection, [&] {
        while (m_statement.executeStep()) {
        }
        m_statement.reset();
    });
    m_bound = 0;
}

void Query::again()
{
    guarded(m_connection, [&] { m_statement.reset(); });
    m_bound = 0;
}

int64_t Query::runCounting()
{
    run();
    return sqlite3_changes64(m_connection.getHandle());
}

std::string Query::text(int column) const { return m_statement.getColumn(column).getString(); }

int64_t Query::number(int column) const { return m_statement.getColumn(column).getInt64(); }

std::optional<double> Query::real(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(m_statement.getColumn(column).getDouble());
}

bool Query::isNull(int column) const { return m_statement.isColumnNull(column); }

} // namespace storage

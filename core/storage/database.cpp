// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include "base/files.h"
#include "storage/backups.h"
#include "storage/connection_setup.h"
#include "storage/database_file.h"
#include "storage/database_watch.h"
#include "storage/foreign_schema.h"
#include "storage/import_journal.h"
#include "storage/migrations.h"
#include "storage/new_database.h"
#include "storage/set_aside.h"
#include "storage/split_keys.h"
#include "storage/sql.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <vector>

namespace storage {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

fs::path fileIn(const fs::path &folder) { return folder / "workspace.db"; }

} // namespace

int schemaVersion() { return static_cast<int>(migrations().size()); }

Database::Database(fs::path folder, std::unique_ptr<SQLite::Database> connection, Maintenance maintenance)
    : m_folder(std::move(folder))
    , m_connection(std::move(connection))
    , m_state(std::make_unique<ConnectionState>(m_connection->getHandle()))
    , m_maintenance(maintenance)
{
}

Database::Database(Database &&) noexcept = default;

Database &Database::operator=(Database &&other) noexcept
{
    // Not member by member: the guard of the files must outlive the connection to them.
    Database taken(std::move(other));
    std::swap(m_folder, taken.m_folder);
    std::swap(m_copy, taken.m_copy);
    std::swap(m_watch, taken.m_watch);
    std::swap(m_connection, taken.m_connection);
    std::swap(m_state, taken.m_state);
    std::swap(m_maintenance, taken.m_maintenance);
    std::swap(m_readOnly, taken.m_readOnly);
    std::swap(m_cutImports, taken.m_cutImports);
    std::swap(m_committed, taken.m_committed);
    std::swap(m_stateMade, taken.m_stateMade);
    std::swap(m_depth, taken.m_depth);
    return *this;
}

Database::~Database()
{
    if (!m_connection)
        return;
    bool isAnother = false;
    try {
        // Into files that are not the workspace's any more nothing is written, and theirs are not removed.
        if (look()) {
            sqlite3_db_config(m_connection->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
            isAnother = m_watch && m_maintenance == Maintenance::Full && m_watch->hasAnotherDatabase();
        } else if (m_maintenance == Maintenance::Full && !m_readOnly)
            m_connection->exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const std::exception &) {
        // Nothing is lost: the WAL is read at the next opening.
    }
    m_connection.reset(); // before the state that its callbacks read
    try {
        if (isAnother)
            setLogAside(m_folder);
    } catch (const std::exception &) {
        // It stays; what it is worth is seen at the next opening.
    }
}

bool Database::isWorkspace(const fs::path &folder)
{
    std::error_code ec;
    return fs::is_regular_file(fileIn(folder), ec);
}

Database Database::create(const fs::path &folder)
{
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    const fs::path file = fileIn(absolute);
    const auto refuse = [&] {
        throw Failure(ErrorKind::FileUnwritable, folder.string(), {}, { { "reason", "there is a workspace already" } });
    };
    if (isWorkspace(absolute) && !isHalfMade(absolute))
        refuse();
    std::error_code ec;
    fs::create_directories(absolute / "runs", ec);
    if (ec)
        base::throwWriteError(folder, ec.value());
    {
        const FolderLock lock(absolute);
        removeUnfinished(absolute);
        const fs::path made = unfinishedFile(absolute, "new");
        makeEmptyDatabase(made);
        try {
            // Somebody else may have been faster, and kept something in it already.
            if (isWorkspace(absolute)) {
                if (!isHalfMade(absolute) || otherProcessWith(absolute) != 0)
                    refuse();
                removeDatabase(file);
            }
            // A log without its database would be taken for the new one's.
            std::optional<SetAside> aside;
            if (hasLog(absolute))
                aside.emplace(absolute).takeAway();
            placeDatabase(made, file);
            if (aside)
                aside->done();
        } catch (...) {
            removeDatabase(made);
            throw;
        }
    }
    return open(absolute);
}

Database Database::open(const fs::path &folder, Maintenance maintenance)
{
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    // From here on nothing else in the process opens the files.
    auto watch = std::make_unique<DatabaseWatch>(absolute);
    checkHeader(absolute);
    OpenedFile opened = openFileOf(absolute);
    Database database(absolute, std::move(opened.connection), Maintenance::None);
    database.m_copy = std::move(opened.copy);
    const bool readOnly = opened.read_only;
    database.m_watch = std::move(watch);
    SQLite::Database &connection = database.connection();
    // The header may lag behind a WAL that a newer version left: until the schema is known, closing writes nothing.
    sqlite3_db_config(connection.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    const int64_t version = pragmaNumber(connection, "user_version");
    if (version > schemaVersion()) {
        throw Failure(ErrorKind::NewerWorkspace, absolute.string(), {},
            { { "found", std::to_string(version) }, { "known", std::to_string(schemaVersion()) } });
    }
    makeDefensive(connection);
    if (maintenance == Maintenance::Full)
        refuseForeignSchema(connection, absolute); // before anything is written
    if (!readOnly) {
        makeDurable(connection);
        pragmaNumber(connection, "schema_version"); // opens the log
    }
    if (maintenance == Maintenance::Full && version > 0)
        checkCheaply(connection, absolute);
    // Into what is damaged no log is written.
    sqlite3_db_config(connection.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    database.m_watch->begin(connection.getHandle(), opened.locked && !readOnly);
    database.m_maintenance = maintenance;
    if (version < schemaVersion()) {
        if (maintenance == Maintenance::None && !readOnly) {
            throw Failure(ErrorKind::Internal, absolute.string(), {},
                { { "reason", "the workspace is of an older version and must be opened with maintenance first" } });
        }
        if (version > 0 && !readOnly)
            database.backUp();
        database.migrate(); // what can only be read: in the private copy
        fillSplitKeys(database);
    }
    database.m_readOnly = readOnly;
    if (readOnly)
        execute(connection, "PRAGMA query_only = ON");
    if (maintenance == Maintenance::Full && !readOnly) {
        removeUnfinished(absolute);
        constexpr int64_t kAtOnce = 500; // dialogues, a moment; whoever opens goes on with the rest
        takeBackAbandonedImports(database, kAtOnce);
        fillSplitKeys(database); // that an opening left when it was cut off
    }
    return database;
}

void Database::noteCut(const std::string &path, int64_t dialogues)
{
    const auto known = std::find_if(m_cutImports.begin(), m_cutImports.end(), [&](const CutImport &cut) { return cut.path == path; });
    if (known == m_cutImports.end())
        m_cutImports.push_back({ path, dialogues });
    else
        known->dialogues += dialogues;
}

std::optional<base::Error> Database::look() const { return m_watch ? m_watch->look() : std::nullopt; }

void Database::migrate()
{
    for (;;) {
        bool done = false;
        transaction([&] {
            // Another desk may have been faster.
            const int64_t version = pragmaNumber(connection(), "user_version");
            done = version >= schemaVersion();
            if (done)
                return;
            migrateOnce(connection(), version);
        });
        if (done)
            return;
    }
}

int64_t Database::dataVersion() const { return pragmaNumber(connection(), "data_version"); }

void Database::throwIfLost()
{
    if (auto lost = look())
        throw Failure(std::move(*lost));
}

void Database::transaction(const std::function<void()> &work)
{
    if (m_depth > 0) {
        work();
        return;
    }
    if (m_readOnly)
        throw Failure(ErrorKind::WorkspaceReadOnly, m_folder.string());
    throwIfLost();
    throwIfStopped();
    execute(connection(), "BEGIN IMMEDIATE");
    ++m_depth;
    try {
        work();
        --m_depth;
        execute(connection(), "COMMIT"); // looks again, in the hook
    } catch (...) {
        m_depth = 0;
        // SQLite may have rolled back by itself, for instance when the disk is full.
        if (!sqlite3_get_autocommit(connection().getHandle()))
            sqlite3_exec(connection().getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
        if (auto refusal = m_watch ? m_watch->takeRefusal() : std::nullopt) {
            look(); // takes a lost lock again
            throw Failure(std::move(*refusal));
        }
        throw;
    }
    // What was committed into a file that was taken away meanwhile is not saved.
    if (auto gone = m_watch ? m_watch->lookAtFiles() : std::nullopt)
        throw Failure(std::move(*gone));
    if (m_committed)
        m_committed();
}

void Database::stop() { m_state->stop(); }

bool Database::isStopped() const { return m_state->isStopped(); }

void Database::throwIfStopped() const
{
    if (isStopped())
        throw Failure(ErrorKind::Cancelled, "The work on the workspace");
}

void Database::endWith(std::optional<base::CancelToken> token) { m_state->endWith(std::move(token)); }

void Database::leaveCheckpoints() { m_state->leaveCheckpoints(); }

int Database::walPages() const { return m_state->walPages(); }

void Database::leaveSync()
{
    if (!m_readOnly)
        execute(connection(), "PRAGMA synchronous = NORMAL");
}

void Database::sync()
{
    if (!m_readOnly)
        m_state->sync(m_folder);
}

void Database::checkpoint() { Query(*this, "PRAGMA wal_checkpoint(PASSIVE)").run(); }

std::optional<std::vector<int64_t>> Database::takeChangedDialogues() { return m_state->takeChangedDialogues(); }

void Database::read(const std::function<void()> &work)
{
    if (m_depth > 0) {
        work();
        return;
    }
    execute(connection(), "BEGIN");
    ++m_depth;
    try {
        work();
    } catch (...) {
        m_depth = 0;
        sqlite3_exec(connection().getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
    m_depth = 0;
    execute(connection(), "COMMIT");
}

fs::path Database::backUp()
{
    throwIfLost();
    checkWholly(connection(), m_folder);
    return addBackup(*this);
}

bool Database::backUpDaily()
{
    if (m_readOnly)
        return false;
    Query work(*this, "SELECT EXISTS (SELECT 1 FROM revision) OR EXISTS (SELECT 1 FROM prompt)");
    if (!work.next() || work.number(0) == 0)
        return false;
    work.run();
    if (!isBackupDue(*this))
        return false;
    backUp();
    return true;
}

std::array<int64_t, kChangedCount> changeCounters(const Database &database)
{
    static constexpr std::array<std::string_view, kChangedCount> names { "dialogues", "profiles", "prompts", "runs",
        "scores", "models", "trash" };
    std::array<int64_t, kChangedCount> counters {};
    Query query(database, "SELECT kind, counter FROM change");
    while (query.next()) {
        const auto found = std::find(names.begin(), names.end(), query.text(0));
        if (found != names.end())
            counters[static_cast<size_t>(found - names.begin())] = query.number(1);
    }
    return counters;
}

} // namespace storage

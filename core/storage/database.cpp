// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include "base/clock.h"
#include "base/files.h"
#include "storage/migrations.h"
#include "storage/sql.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace storage {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

constexpr int kBusyTimeout = 5000; // milliseconds
constexpr size_t kBackupsKept = 7;
constexpr uint32_t kApplicationId = 0x4174746e; // "Attn"

fs::path fileIn(const fs::path &folder) { return folder / "workspace.db"; }

// Big-endian numbers of SQLite's file header: read without opening, so that a foreign or newer file stays untouched.
struct FileHeader
{
    bool isSqlite = false;
    uint32_t userVersion = 0;
    uint32_t applicationId = 0;
};

// Through SQLite's own file layer, never through a stream: closing any other descriptor of the file would drop the POSIX
// locks that this process' connections hold on it, and another process that closes then takes itself for the last one
// and deletes the WAL under them.
FileHeader readHeader(const fs::path &file)
{
    std::array<unsigned char, 100> bytes {};
    sqlite3_vfs *vfs = sqlite3_vfs_find(nullptr);
    const auto handle = std::make_unique<std::byte[]>(static_cast<size_t>(vfs->szOsFile));
    auto *open = reinterpret_cast<sqlite3_file *>(handle.get());
    const std::unique_ptr<const char, decltype([](const char *text) { sqlite3_free_filename(const_cast<char *>(text)); })> name(
        sqlite3_create_filename(file.c_str(), "", "", 0, nullptr));
    FileHeader header;
    if (!name || vfs->xOpen(vfs, name.get(), open, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, nullptr) != SQLITE_OK)
        return header;
    const bool complete = open->pMethods->xRead(open, bytes.data(), static_cast<int>(bytes.size()), 0) == SQLITE_OK;
    open->pMethods->xClose(open);
    const auto numberAt = [&](size_t offset) {
        return uint32_t(bytes[offset]) << 24 | uint32_t(bytes[offset + 1]) << 16 | uint32_t(bytes[offset + 2]) << 8
            | uint32_t(bytes[offset + 3]);
    };
    header.isSqlite = complete && std::string_view(reinterpret_cast<const char *>(bytes.data()), 15) == "SQLite format 3";
    header.userVersion = numberAt(60);
    header.applicationId = numberAt(68);
    return header;
}

[[noreturn]] void throwNewer(const fs::path &folder, int64_t found)
{
    throw Failure(ErrorKind::NewerWorkspace, folder.string(), {},
        { { "found", std::to_string(found) }, { "known", std::to_string(schemaVersion()) } });
}

void checkHeader(const fs::path &folder)
{
    const fs::path file = fileIn(folder);
    std::error_code ec;
    if (!fs::is_regular_file(file, ec))
        throw Failure(ErrorKind::NotAWorkspace, folder.string());
    const FileHeader header = readHeader(file);
    if (!header.isSqlite) {
        throw Failure(ErrorKind::CorruptFile, file.string(), {},
            { { "reason", "it is no SQLite file; the folder backups/ holds earlier copies" } });
    }
    if (header.applicationId != kApplicationId)
        throw Failure(ErrorKind::NotAWorkspace, folder.string());
    if (header.userVersion > uint32_t(schemaVersion()))
        throwNewer(folder, header.userVersion);
}

std::unique_ptr<SQLite::Database> connect(const fs::path &folder, bool create)
{
    const int flags = SQLite::OPEN_READWRITE | (create ? SQLite::OPEN_CREATE : 0);
    try {
        return std::make_unique<SQLite::Database>(fileIn(folder).string(), flags, kBusyTimeout);
    } catch (const SQLite::Exception &e) {
        throw Failure(ErrorKind::FileUnwritable, fileIn(folder).string(), {}, { { "reason", e.getErrorStr() } });
    }
}

void setUp(SQLite::Database &connection)
{
    execute(connection, "PRAGMA foreign_keys = ON");
    execute(connection, "PRAGMA journal_mode = WAL");
    // A committed edit must survive a power cut too.
    execute(connection, "PRAGMA synchronous = FULL");
}

std::vector<fs::path> backupFiles(const fs::path &folder)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, ec)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("workspace-") && name.ends_with(".db"))
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end()); // names begin with the time
    return files;
}

} // namespace

int schemaVersion() { return static_cast<int>(migrations().size()); }

Database::Database(fs::path folder, std::unique_ptr<SQLite::Database> connection, Maintenance maintenance)
    : m_folder(std::move(folder))
    , m_connection(std::move(connection))
    , m_maintenance(maintenance)
{
}

Database::Database(Database &&) noexcept = default;
Database &Database::operator=(Database &&) noexcept = default;

Database::~Database()
{
    if (!m_connection || m_maintenance != Maintenance::Full)
        return;
    try {
        m_connection->exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const SQLite::Exception &) {
        // Nothing is lost: the WAL is read at the next opening.
    }
}

bool Database::isWorkspace(const fs::path &folder)
{
    std::error_code ec;
    return fs::is_regular_file(fileIn(folder), ec);
}

Database Database::create(const fs::path &folder)
{
    if (isWorkspace(folder)) {
        throw Failure(ErrorKind::FileUnwritable, folder.string(), {}, { { "reason", "there is a workspace already" } });
    }
    std::error_code ec;
    fs::create_directories(folder / "runs", ec);
    if (ec)
        base::throwWriteError(folder, ec.value());
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    try {
        Database database(absolute, connect(absolute, true), Maintenance::Full);
        execute(database.connection(), "PRAGMA application_id = " + std::to_string(kApplicationId));
        setUp(database.connection());
        database.migrate();
        return database;
    } catch (...) {
        for (const char *suffix : { "", "-wal", "-shm", "-journal" })
            fs::remove(absolute / (std::string("workspace.db") + suffix), ec);
        throw;
    }
}

Database Database::open(const fs::path &folder, Maintenance maintenance)
{
    checkHeader(folder);
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    Database database(absolute, connect(absolute, false), Maintenance::None);
    // The header may lag behind a WAL that a newer version left: until the schema is known, closing writes nothing.
    sqlite3_db_config(database.connection().getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    const int64_t version = pragmaNumber(database.connection(), "user_version");
    if (version > schemaVersion())
        throwNewer(absolute, version);
    sqlite3_db_config(database.connection().getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    setUp(database.connection());
    database.m_maintenance = maintenance;
    if (version < schemaVersion()) {
        if (maintenance == Maintenance::None) {
            throw Failure(ErrorKind::Internal, absolute.string(), {},
                { { "reason", "the workspace is of an older version and must be opened with maintenance first" } });
        }
        if (version > 0)
            database.backUp();
        database.migrate();
    }
    return database;
}

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
            execute(connection(), std::string(migrations()[static_cast<size_t>(version)]));
            execute(connection(), "PRAGMA user_version = " + std::to_string(version + 1));
        });
        if (done)
            return;
    }
}

int64_t Database::dataVersion() const { return pragmaNumber(connection(), "data_version"); }

void Database::transaction(const std::function<void()> &work)
{
    if (m_depth > 0) {
        work();
        return;
    }
    execute(connection(), "BEGIN IMMEDIATE");
    ++m_depth;
    try {
        work();
        --m_depth;
        execute(connection(), "COMMIT");
    } catch (...) {
        m_depth = 0;
        // SQLite may have rolled back by itself, for instance when the disk is full.
        if (!sqlite3_get_autocommit(connection().getHandle()))
            sqlite3_exec(connection().getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
    if (m_committed)
        m_committed();
}

fs::path Database::backUp()
{
    std::error_code ec;
    fs::create_directories(backupsDir(), ec);
    if (ec)
        base::throwWriteError(backupsDir(), ec.value());
    std::string time = base::utcNow();
    std::replace(time.begin(), time.end(), ':', '-'); // folders are copied to other systems
    const fs::path target = backupsDir() / ("workspace-" + time + ".db");
    fs::path partial = target;
    partial += ".partial";
    try {
        Query(*this, "VACUUM INTO ?").with(partial.string()).run();
        base::syncPath(partial);
        fs::rename(partial, target, ec);
        if (ec)
            base::throwWriteError(target, ec.value());
    } catch (...) {
        fs::remove(partial, ec);
        throw;
    }
    std::vector<fs::path> files = backupFiles(backupsDir());
    for (size_t i = 0; i + kBackupsKept < files.size(); ++i)
        fs::remove(files[i], ec);
    return target;
}

bool Database::backUpDaily()
{
    const std::vector<fs::path> files = backupFiles(backupsDir());
    const std::string today = "workspace-" + base::utcNow().substr(0, 10);
    if (!files.empty() && files.back().filename().string().starts_with(today))
        return false;
    Query work(*this, "SELECT EXISTS (SELECT 1 FROM revision) OR EXISTS (SELECT 1 FROM prompt)");
    if (!work.next() || work.number(0) == 0)
        return false;
    work.run();
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

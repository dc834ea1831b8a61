// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database_file.h"

#include "base/file_reader.h"
#include "base/files.h"
#include "storage/backups.h"
#include "storage/migrations.h"
#include "storage/sql.h"

#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <mutex>
#include <sstream>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace storage {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

constexpr int kBusyTimeout = 5000; // milliseconds
constexpr uint64_t kCheckedWhole = uint64_t(8) << 20; // bytes: a few hundredths of a second

fs::path fileIn(const fs::path &folder) { return folder / "workspace.db"; }

bool canWrite(const fs::path &path) { return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0; }

// Ours to change: a file system, a folder and a file that can be written.
bool canWriteIn(const fs::path &folder)
{
    std::error_code ec;
    for (const char *suffix : { "-wal", "-shm" }) {
        const fs::path beside = fileIn(folder).string() + suffix;
        if (fs::exists(beside, ec) && !canWrite(beside))
            return false;
    }
    return canWrite(folder) && canWrite(fileIn(folder));
}

// Of a file's content, as far as the file system tells: it is another after each writing.
std::array<int64_t, 5> stateOf(const fs::path &file)
{
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0)
        return {};
    return { int64_t(info.st_ino), int64_t(info.st_size), int64_t(info.st_mtim.tv_sec), int64_t(info.st_mtim.tv_nsec), int64_t(info.st_ctim.tv_nsec) };
}

std::unique_ptr<SQLite::Database> connect(const std::string &name, int flags)
{
    return std::make_unique<SQLite::Database>(name, flags, kBusyTimeout);
}

bool canBeRead(SQLite::Database &connection)
{
    connection.execAndGet("SELECT count(*) FROM sqlite_schema");
    return true;
}

std::string uriOf(const fs::path &file)
{
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const unsigned char byte : file.string()) {
        if (byte == '%' || byte == '?' || byte == '#') {
            uri += '%';
            uri += kHex[byte >> 4];
            uri += kHex[byte & 15];
        } else {
            uri += char(byte);
        }
    }
    return uri + "?immutable=1";
}

// On a file system that nobody on this machine can write: not one that is only mounted so here.
bool isUnchanging(const fs::path &file)
{
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0)
        return false;
    const std::string device = std::to_string(major(info.st_dev)) + ":" + std::to_string(minor(info.st_dev));
    // "36 35 98:0 /root /place rw,noatime master:1 - ext3 /dev/root rw,errors=continue": the last word is the file system's own.
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream words(line);
        std::string number, parent, id, word, last;
        words >> number >> parent >> id;
        if (id != device)
            continue;
        while (words >> word)
            last = word;
        return last == "ro" || last.starts_with("ro,");
    }
    return false;
}

// One copy for all connections of the process.
std::shared_ptr<PrivateCopy> copyOf(const fs::path &folder)
{
    static std::mutex mutex;
    static std::vector<std::pair<fs::path, std::weak_ptr<PrivateCopy>>> copies;
    const std::lock_guard guard(mutex);
    std::erase_if(copies, [](const auto &entry) { return entry.second.expired(); });
    for (const auto &[place, copy] : copies) {
        if (place == folder) {
            if (auto kept = copy.lock())
                return kept;
        }
    }
    auto made = std::make_shared<PrivateCopy>(folder);
    copies.emplace_back(folder, made);
    return made;
}

OpenedFile openCopy(const fs::path &folder)
{
    OpenedFile opened;
    opened.read_only = true;
    opened.locked = false;
    opened.copy = copyOf(folder);
    opened.connection = connect(opened.copy->file().string(), SQLite::OPEN_READWRITE);
    return opened;
}

OpenedFile openToRead(const fs::path &folder)
{
    OpenedFile opened;
    opened.read_only = true;
    try {
        opened.connection = connect(fileIn(folder).string(), SQLite::OPEN_READONLY);
        canBeRead(*opened.connection);
    } catch (const SQLite::Exception &e) {
        if (e.getErrorCode() == SQLITE_CORRUPT || e.getErrorCode() == SQLITE_NOTADB)
            throw;
        // SQLite cannot make its index beside the file.
        opened.connection.reset();
        if (hasLog(folder) || !isUnchanging(fileIn(folder)))
            return openCopy(folder);
        opened.locked = false;
        opened.connection = openUnchanging(fileIn(folder));
        canBeRead(*opened.connection);
    }
    const int64_t version = opened.connection->execAndGet("PRAGMA user_version").getInt64();
    if (version >= int64_t(migrations().size()))
        return opened;
    opened.connection.reset();
    return openCopy(folder);
}

} // namespace

void copyBytes(const fs::path &from, const fs::path &to)
{
    // Guarded from here on, but not locked by anybody here: SQLite could not open it where it lies.
    std::ifstream in(from, std::ios::binary);
    if (!in)
        throw Failure(ErrorKind::FileUnreadable, from.string(), {}, { { "reason", std::strerror(errno) } });
    base::AtomicFile out(to);
    std::vector<char> piece(1 << 20);
    while (in.read(piece.data(), std::streamsize(piece.size())) || in.gcount() > 0)
        out.write({ piece.data(), size_t(in.gcount()) });
    if (in.bad())
        throw Failure(ErrorKind::FileUnreadable, from.string(), {}, { { "reason", std::strerror(errno) } });
    out.commit();
}

FileHeader readHeader(const fs::path &file)
{
    FileHeader header;
    std::error_code ec;
    header.isThere = fs::is_regular_file(file, ec);
    if (!header.isThere)
        return header;
    header.size = fs::file_size(file, ec);
    std::array<unsigned char, 100> bytes {};
    sqlite3_vfs *vfs = sqlite3_vfs_find(nullptr);
    const auto handle = std::make_unique<std::byte[]>(static_cast<size_t>(vfs->szOsFile));
    auto *open = reinterpret_cast<sqlite3_file *>(handle.get());
    const std::unique_ptr<const char, decltype([](const char *text) { sqlite3_free_filename(const_cast<char *>(text)); })> name(
        sqlite3_create_filename(file.c_str(), "", "", 0, nullptr));
    if (!name || vfs->xOpen(vfs, name.get(), open, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, nullptr) != SQLITE_OK) {
        // SQLite follows no link to a database: its log lies elsewhere.
        const std::string reason = errno == ELOOP ? "it is a link to " + fs::read_symlink(file, ec).string() : std::strerror(errno);
        throw Failure(ErrorKind::FileUnreadable, file.string(), {}, { { "reason", reason } });
    }
    const bool complete = open->pMethods->xRead(open, bytes.data(), static_cast<int>(bytes.size()), 0) == SQLITE_OK;
    open->pMethods->xClose(open);
    const auto numberAt = [&](size_t offset) {
        return uint32_t(bytes[offset]) << 24 | uint32_t(bytes[offset + 1]) << 16 | uint32_t(bytes[offset + 2]) << 8
            | uint32_t(bytes[offset + 3]);
    };
    header.isSqlite = complete && std::string_view(reinterpret_cast<const char *>(bytes.data()), 15) == "SQLite format 3";
    header.page_size = uint64_t(bytes[16]) << 8 | bytes[17];
    if (header.page_size == 1)
        header.page_size = 65536;
    header.page_count = numberAt(24) == numberAt(92) ? numberAt(28) : 0; // else written by an SQLite that did not count
    header.userVersion = numberAt(60);
    header.applicationId = numberAt(68);
    return header;
}

bool hasLog(const fs::path &folder)
{
    std::error_code ec;
    const auto size = fs::file_size(folder / "workspace.db-wal", ec);
    return !ec && size > 0;
}

bool wasRepaired(const fs::path &folder)
{
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder / "backups", ec)) {
        if (entry.path().filename().string().starts_with("damaged-") && entry.is_directory(ec))
            return true;
    }
    return false;
}

bool isHalfMade(const fs::path &folder)
{
    std::error_code ec;
    for (const char *kept : { "backups", "runs" }) {
        if (fs::exists(folder / kept, ec) && !fs::is_empty(folder / kept, ec))
            return false;
    }
    const FileHeader header = readHeader(fileIn(folder));
    const bool nothing = header.size == 0
        || (header.isSqlite && header.userVersion == 0 && (header.applicationId == kApplicationId || header.applicationId == 0)
            && header.page_count <= 1);
    return header.isThere && nothing && !hasLog(folder);
}

void throwDamaged(const fs::path &folder, const std::string &reason)
{
    throw Failure(ErrorKind::WorkspaceDamaged, folder.string(), {}, { { "reason", reason } });
}

void checkHeader(const fs::path &folder)
{
    const FileHeader header = readHeader(fileIn(folder));
    const bool hadOne = !backupsOf(folder).empty() || wasRepaired(folder);
    std::error_code ec;
    if (!header.isThere && hadOne)
        throwDamaged(folder, fs::exists(fs::symlink_status(fileIn(folder), ec)) ? "workspace.db is no file" : "there is no workspace.db");
    if (!header.isThere || isHalfMade(folder))
        throw Failure(ErrorKind::NotAWorkspace, folder.string());
    if (header.size == 0)
        throwDamaged(folder, "workspace.db is empty");
    if (!header.isSqlite)
        throwDamaged(folder, "workspace.db is no SQLite file");
    if (header.applicationId == 0 && header.userVersion == 0 && header.page_count <= 1 && !hasLog(folder))
        throwDamaged(folder, "workspace.db holds nothing");
    if (header.applicationId != kApplicationId)
        throw Failure(ErrorKind::NotAWorkspace, folder.string());
    if (header.userVersion > uint32_t(schemaVersion())) {
        throw Failure(ErrorKind::NewerWorkspace, folder.string(), {},
            { { "found", std::to_string(header.userVersion) }, { "known", std::to_string(schemaVersion()) } });
    }
    // With a log the missing pages may stand there.
    if (header.size < header.page_size * header.page_count && !hasLog(folder))
        throwDamaged(folder, "workspace.db is cut off");
}

PrivateCopy::PrivateCopy(const fs::path &folder)
{
    std::string name = (fs::temp_directory_path() / "attune-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        base::throwWriteError(name, errno);
    m_folder = name;
    const fs::path log = folder / "workspace.db-wal";
    try {
        constexpr int kTries = 5;
        for (int i = 0; i < kTries; ++i) {
            const auto before = std::pair(stateOf(fileIn(folder)), stateOf(log));
            std::error_code ec;
            fs::remove(m_folder / "workspace.db-wal", ec);
            if (hasLog(folder))
                copyBytes(log, m_folder / "workspace.db-wal");
            copyBytes(fileIn(folder), file());
            if (before == std::pair(stateOf(fileIn(folder)), stateOf(log)))
                return;
        }
        throw Failure(ErrorKind::WorkspaceBusy, folder.string());
    } catch (...) {
        std::error_code ec;
        fs::remove_all(m_folder, ec);
        throw;
    }
}

PrivateCopy::~PrivateCopy()
{
    std::error_code ec;
    fs::remove_all(m_folder, ec);
}

OpenedFile openFileOf(const fs::path &folder)
{
    try {
        if (!canWriteIn(folder))
            return openToRead(folder);
        OpenedFile opened;
        opened.connection = connect(fileIn(folder).string(), SQLite::OPEN_READWRITE);
        return opened;
    } catch (const SQLite::Exception &e) {
        if (e.getErrorCode() == SQLITE_CORRUPT || e.getErrorCode() == SQLITE_NOTADB)
            throwDamaged(folder, e.getErrorStr());
        throw Failure(ErrorKind::FileUnreadable, fileIn(folder).string(), {}, { { "reason", e.getErrorStr() } });
    }
}

std::unique_ptr<SQLite::Database> openUnchanging(const fs::path &file)
{
    return connect(uriOf(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
}

void makeDurable(SQLite::Database &connection)
{
    execute(connection, "PRAGMA foreign_keys = ON");
    execute(connection, "PRAGMA journal_mode = WAL");
    // A committed edit must survive a power cut too.
    execute(connection, "PRAGMA synchronous = FULL");
    // What is deleted for good is overwritten. SQLite may be built with another default.
    execute(connection, "PRAGMA secure_delete = ON");
    // An import into a large workspace touches indexes everywhere: SQLite's own two megabytes read every page again and again.
    execute(connection, "PRAGMA cache_size = -32768"); // KiB
    // Statements in a trigger keep a journal of their own; in files it costs more than what it is for.
    execute(connection, "PRAGMA temp_store = MEMORY");
}

void makeDefensive(SQLite::Database &connection)
{
    sqlite3 *handle = connection.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // The schema stays trusted: our own triggers write into the search index, and SQLite before 3.41 refuses FTS5 to triggers otherwise.
    execute(connection, "PRAGMA cell_size_check = ON");
}

void checkWholly(SQLite::Database &connection, const fs::path &folder)
{
    try {
        const std::string found = connection.execAndGet("PRAGMA integrity_check(1)").getString();
        if (found != "ok")
            throwDamaged(folder, found);
    } catch (const SQLite::Exception &e) {
        if (e.getErrorCode() == SQLITE_CORRUPT || e.getErrorCode() == SQLITE_NOTADB)
            throwDamaged(folder, e.getErrorStr());
        throwSqlError(connection, e);
    }
}

void checkCheaply(SQLite::Database &connection, const fs::path &folder)
{
    try {
        const FileHeader header = readHeader(fileIn(folder));
        const bool pagesAreMissing = header.size < header.page_size * header.page_count;
        if (header.size <= kCheckedWhole || pagesAreMissing) {
            const std::string found = connection.execAndGet("PRAGMA quick_check(1)").getString();
            if (found != "ok")
                throwDamaged(folder, found);
        }
        // What the first page of the window needs.
        for (const char *table : { "workspace", "profile", "dialogue", "turn", "revision", "prompt", "run", "change" })
            connection.exec("SELECT * FROM " + std::string(table) + " LIMIT 1");
    } catch (const SQLite::Exception &e) {
        if (e.getErrorCode() == SQLITE_CORRUPT || e.getErrorCode() == SQLITE_NOTADB || e.getErrorCode() == SQLITE_ERROR)
            throwDamaged(folder, e.getErrorStr());
        throwSqlError(connection, e);
    }
}

int64_t Database::bytesOfOlder(const fs::path &folder)
{
    const FileHeader header = readHeader(fileIn(folder));
    const bool isOlder = header.isSqlite && header.applicationId == kApplicationId && header.userVersion > 0 && header.userVersion < uint32_t(schemaVersion());
    return isOlder ? int64_t(header.size) : 0;
}

} // namespace storage

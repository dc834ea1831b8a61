// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database_watch.h"

#include "base/numbers.h"

#include <sqlite3.h>

#include <array>
#include <fcntl.h>
#include <functional>
#include <string>
#include <string_view>
#include <unistd.h>

namespace storage {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorKind;

namespace {

// Bytes that SQLite locks, part of its file format (os.h, wal.c): every connection in WAL mode shares the first two for as
// long as it is open; a writer has the third.
struct Range
{
    int64_t first;
    int64_t last;
};
constexpr Range kSharedBytes { 0x40000002, 0x40000002 + 509 };
constexpr Range kIndexInUse { 128, 128 };
constexpr Range kLogWriter { 120, 120 };

constexpr int kLooks = 4; // the list may change while it is read, and a line be missed

// Calls with the fields of each POSIX lock: "1: POSIX  ADVISORY  READ 15215 fe:00:10962003 128 128".
struct HeldLock
{
    bool writes = false;
    int64_t pid = 0;
    uint64_t inode = 0;
    int64_t first = 0;
    int64_t last = 0; // the greatest number for "EOF"
};

void forEachLock(const std::function<void(const HeldLock &)> &take)
{
    const int fd = ::open("/proc/locks", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    std::string text;
    std::array<char, 16384> piece;
    for (ssize_t count = 0; (count = ::read(fd, piece.data(), piece.size())) > 0;)
        text.append(piece.data(), size_t(count));
    ::close(fd);
    std::string_view rest = text;
    while (!rest.empty()) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.find("POSIX") == std::string_view::npos || line.find("->") != std::string_view::npos)
            continue;
        std::array<std::string_view, 8> words;
        size_t count = 0;
        while (count < words.size() && !line.empty()) {
            const size_t begin = line.find_first_not_of(' ');
            if (begin == std::string_view::npos)
                break;
            line.remove_prefix(begin);
            words[count++] = line.substr(0, line.find(' '));
            line.remove_prefix(words[count - 1].size());
        }
        if (count < words.size())
            continue;
        const std::string_view inode = words[5].substr(words[5].rfind(':') + 1);
        take({ words[3] == "WRITE", base::toInteger(words[4]).value_or(0), uint64_t(base::toInteger(inode).value_or(0)),
            base::toInteger(words[6]).value_or(-1), words[7] == "EOF" ? INT64_MAX : base::toInteger(words[7]).value_or(-1) });
    }
}

// A descriptor that SQLite has on the file. Only SQLite opens it, so whichever is found is one of its own.
int descriptorOf(const base::FileId &id)
{
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator("/proc/self/fd", ec)) {
        const auto number = base::toInteger(entry.path().filename().string());
        if (number && base::fileIdOf(int(*number)) == id && (::fcntl(int(*number), F_GETFL) & O_PATH) == 0)
            return int(*number);
    }
    return -1;
}

bool share(const base::FileId &id, const Range &range)
{
    struct flock lock {};
    lock.l_type = F_RDLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = range.first;
    lock.l_len = range.last - range.first + 1;
    const int fd = descriptorOf(id);
    return fd >= 0 && ::fcntl(fd, F_SETLK, &lock) == 0;
}

} // namespace

std::vector<fs::path> databaseFiles(const fs::path &folder)
{
    return { folder / "workspace.db", folder / "workspace.db-wal", folder / "workspace.db-shm" };
}

DatabaseWatch::DatabaseWatch(fs::path folder)
    : m_folder(std::move(folder))
    , m_guard(m_folder, databaseFiles(m_folder))
{
}

void DatabaseWatch::begin(sqlite3 *connection, bool locks)
{
    m_connection = connection;
    m_guard.refresh();
    const std::vector<fs::path> files = databaseFiles(m_folder);
    m_database = base::fileIdOf(files[0]);
    // The log and its index are there, and stay, while a connection is open.
    m_log = locks ? base::fileIdOf(files[1]) : std::nullopt;
    m_index = locks ? base::fileIdOf(files[2]) : std::nullopt;
    // A further connection takes none of its own while the process has them: one that is missing was lost before.
    m_locksAreVisible = locks && (holdsLocks(false) || (takeLocks() && holdsLocks(false)));
    if (locks)
        m_overwrites.begin(connection);
    sqlite3_commit_hook(connection, &DatabaseWatch::onCommit, this);
}

std::optional<Error> DatabaseWatch::lookAtFiles()
{
    if (!m_connection)
        return std::nullopt; // it was never whole
    const std::vector<fs::path> files = databaseFiles(m_folder);
    int moved = 0;
    sqlite3_file_control(m_connection, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    const bool same = moved == 0 && base::fileIdOf(files[0]) == m_database && (!m_log || base::fileIdOf(files[1]) == m_log)
        && (!m_index || base::fileIdOf(files[2]) == m_index) && !m_overwrites.isOverwritten();
    return same ? std::nullopt : std::optional(Error { ErrorKind::WorkspaceGone, m_folder.string(), {}, {} });
}

std::optional<Error> DatabaseWatch::look()
{
    if (auto gone = lookAtFiles())
        return gone;
    if (!m_locksAreVisible || !m_connection || holdsLocks(sqlite3_txn_state(m_connection, "main") == SQLITE_TXN_WRITE))
        return std::nullopt;
    // Told in any case: for a moment somebody could have taken the file for unused. If nobody has, the locks are good again.
    if (sqlite3_txn_state(m_connection, "main") != SQLITE_TXN_WRITE)
        takeLocks();
    return Error { ErrorKind::WorkspaceUnlocked, m_folder.string(), {}, {} };
}

int DatabaseWatch::onCommit(void *watch)
{
    auto *self = static_cast<DatabaseWatch *>(watch);
    self->m_refusal = self->look();
    return self->m_refusal ? 1 : 0;
}

bool DatabaseWatch::holdsLocks(bool writing) const
{
    const int64_t pid = ::getpid();
    for (int i = 0; i < kLooks; ++i) {
        bool database = false;
        bool index = false;
        bool writer = !writing;
        forEachLock([&](const HeldLock &lock) {
            const auto covers = [&](const std::optional<base::FileId> &id, const Range &range) {
                return lock.pid == pid && id && lock.inode == id->inode && lock.first <= range.first && lock.last >= range.last;
            };
            database = database || covers(m_database, kSharedBytes);
            index = index || covers(m_index, kIndexInUse);
            writer = writer || (lock.writes && covers(m_index, kLogWriter));
        });
        if (database && index && writer)
            return true;
    }
    return false;
}

bool DatabaseWatch::takeLocks() const
{
    return m_database && m_index && share(*m_database, kSharedBytes) && share(*m_index, kIndexInUse);
}

int64_t otherProcessWith(const fs::path &folder)
{
    int64_t found = 0;
    for (const fs::path &file : databaseFiles(folder)) {
        const auto id = base::fileIdOf(file);
        forEachLock([&](const HeldLock &lock) {
            if (id && lock.inode == id->inode && lock.pid != ::getpid() && found == 0)
                found = lock.pid;
        });
    }
    return found;
}

} // namespace storage

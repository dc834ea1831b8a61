// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/overwrite_watch.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <sys/stat.h>

namespace storage {

namespace {

constexpr int kRegion = 32768; // of the index, as SQLite maps it
constexpr int64_t kLogHeader = 32; // bytes
constexpr int64_t kFrameHeader = 24;
constexpr size_t kLogSalts = 16; // where they are in the log's header

// The index's header, kept twice so that a reader sees when it is being written.
struct IndexHeader
{
    uint32_t version;
    uint32_t unused;
    uint32_t changes;
    uint8_t isInitialised;
    uint8_t bigEndian;
    uint16_t pageSize; // 1: 65536
    uint32_t frames;
    uint32_t pages;
    std::array<uint32_t, 2> frameChecksum;
    std::array<std::byte, 8> salts; // as in the log
    std::array<uint32_t, 2> checksum;

    bool operator==(const IndexHeader &) const = default;
};
static_assert(sizeof(IndexHeader) == 48);

// Behind both: frames brought back, five readers' marks, eight bytes for locks, frames that are to be brought back.
constexpr size_t kDone = 2 * sizeof(IndexHeader);
constexpr size_t kBegun = kDone + 4 + 5 * 4 + 8;

sqlite3_file *fileOf(sqlite3 *connection, int which)
{
    sqlite3_file *file = nullptr;
    const bool found = sqlite3_file_control(connection, "main", which, &file) == SQLITE_OK && file && file->pMethods;
    return found ? file : nullptr;
}

// The first region of the index, which SQLite has mapped; null when it has not.
const volatile std::byte *indexOf(sqlite3 *connection)
{
    sqlite3_file *file = fileOf(connection, SQLITE_FCNTL_FILE_POINTER);
    void volatile *region = nullptr;
    if (!file || file->pMethods->iVersion < 2 || file->pMethods->xShmMap(file, 0, kRegion, 0, &region) != SQLITE_OK)
        return nullptr;
    return static_cast<const volatile std::byte *>(region);
}

template <typename Value> Value at(const volatile std::byte *index, size_t offset)
{
    std::array<std::byte, sizeof(Value)> bytes;
    for (size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = index[offset + i];
    Value value;
    std::memcpy(&value, bytes.data(), bytes.size());
    return value;
}

// What a database's header says of its size.
int64_t bytesOf(const std::array<std::byte, 100> &header)
{
    const auto number = [&header](size_t at, size_t count) {
        uint32_t value = 0;
        for (size_t i = 0; i < count; ++i)
            value = value << 8 | std::to_integer<uint32_t>(header[at + i]);
        return value;
    };
    const uint32_t page = number(16, 2);
    return int64_t(page == 1 ? 65536 : page) * number(28, 4);
}

// Nothing while it is being written, or was never.
std::optional<IndexHeader> readIndexHeader(const volatile std::byte *index)
{
    const auto first = at<IndexHeader>(index, 0);
    const auto second = at<IndexHeader>(index, sizeof(IndexHeader));
    return first == second && first.isInitialised ? std::optional(first) : std::nullopt;
}

} // namespace

void OverwriteWatch::begin(sqlite3 *connection)
{
    m_connection = connection;
    m_checkpoint = readCheckpoint();
    m_database = readDatabase();
}

std::optional<OverwriteWatch::Checkpoint> OverwriteWatch::readCheckpoint() const
{
    const volatile std::byte *index = indexOf(m_connection);
    const auto header = index ? readIndexHeader(index) : std::nullopt;
    if (!header)
        return std::nullopt;
    return Checkpoint { at<uint32_t>(index, kDone), at<uint32_t>(index, kBegun), header->salts };
}

std::optional<OverwriteWatch::Database> OverwriteWatch::readDatabase() const
{
    sqlite3_file *file = fileOf(m_connection, SQLITE_FCNTL_FILE_POINTER);
    Database database;
    sqlite3_int64 size = 0;
    if (!file || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return std::nullopt;
    database.size = size;
    struct stat info {};
    const char *name = sqlite3_db_filename(m_connection, "main");
    if (!name || ::stat(name, &info) != 0)
        return std::nullopt; // what is gone is told by others
    database.changed = int64_t(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
    const int read = file->pMethods->xRead(file, database.header.data(), int(database.header.size()), 0);
    if (read != SQLITE_OK && read != SQLITE_IOERR_SHORT_READ) // then the rest is zeros
        return std::nullopt;
    return database;
}

bool OverwriteWatch::isOverwritten()
{
    if (!m_connection || m_isOverwritten)
        return m_isOverwritten;
    const auto now = readDatabase();
    const auto checkpoint = readCheckpoint(); // behind it: what explains a change is seen
    if (!now || !checkpoint)
        return false;
    if (m_database && m_checkpoint) {
        const bool isExplained = m_checkpoint->isUnderWay() || *checkpoint != *m_checkpoint;
        // A checkpoint takes away what lies behind the last page, and nothing else.
        const bool isCut = now->size < m_database->size && now->size < std::max(bytesOf(now->header), int64_t(now->header.size()));
        m_isOverwritten = isCut || ((now->header != m_database->header || now->changed != m_database->changed) && !isExplained);
    }
    m_isOverwritten = m_isOverwritten || isLogOverwritten();
    if (!m_isOverwritten && (!m_database || *now != *m_database || *checkpoint != *m_checkpoint)) {
        m_checkpoint = checkpoint;
        m_database = readDatabase();
    }
    return m_isOverwritten;
}

bool OverwriteWatch::isAnotherDatabase() const
{
    const auto now = m_isOverwritten ? readDatabase() : std::nullopt;
    return now && now->header != m_database->header && now->size >= std::max(bytesOf(now->header), int64_t(now->header.size()));
}

bool OverwriteWatch::isLogOverwritten() const
{
    const volatile std::byte *index = indexOf(m_connection);
    sqlite3_file *log = fileOf(m_connection, SQLITE_FCNTL_JOURNAL_POINTER);
    const auto before = index ? readIndexHeader(index) : std::nullopt;
    if (!log || !before || before->frames == 0)
        return false;
    sqlite3_int64 size = 0;
    std::array<std::byte, kLogHeader> header {};
    if (log->pMethods->xFileSize(log, &size) != SQLITE_OK)
        return false;
    (void)log->pMethods->xRead(log, header.data(), int(header.size()), 0);
    const int64_t page = before->pageSize == 1 ? 65536 : before->pageSize;
    const bool isWhole = size >= kLogHeader + int64_t(before->frames) * (kFrameHeader + page)
        && std::memcmp(header.data() + kLogSalts, before->salts.data(), before->salts.size()) == 0;
    // Begun anew meanwhile, it may be shorter.
    return !isWhole && readIndexHeader(index) == before;
}

} // namespace storage

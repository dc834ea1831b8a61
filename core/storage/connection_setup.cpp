// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/connection_setup.h"

#include "base/files.h"
#include "storage/search_tokenizer.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace storage {

namespace {

constexpr int kProgressSteps = 2000; // of SQLite's machine between two looks
constexpr size_t kToldChanges = 1000;
constexpr int kCheckpointPages = 1000; // as SQLite's own
constexpr int kMostWalPages = 16000; // nobody came to copy them back

} // namespace

ConnectionState::ConnectionState(sqlite3 *handle)
    : m_handle(handle)
{
    sqlite3_progress_handler(handle, kProgressSteps, onProgress, this);
    sqlite3_busy_handler(handle, onBusy, this);
    sqlite3_wal_hook(handle, onCommitted, this);
    sqlite3_update_hook(handle, onRowChanged, this);
    prepareSearch(handle);
}

void ConnectionState::stop()
{
    m_isStopped.store(true, std::memory_order_relaxed);
    sqlite3_interrupt(m_handle);
}

int ConnectionState::onProgress(void *state)
{
    const auto *self = static_cast<ConnectionState *>(state);
    return self->isStopped() || (self->m_token && self->m_token->isCancelled());
}

// SQLite lets nobody queue: whoever waits asks again. Asking every millisecond at first, a person's save finds the gap between two
// transactions of an import; SQLite's own handler sleeps up to a tenth of a second.
int ConnectionState::onBusy(void *state, int times)
{
    constexpr int kQuick = 500, kSlow = 450; // half a second every millisecond, then every ten: five seconds
    if (static_cast<ConnectionState *>(state)->isStopped() || times >= kQuick + kSlow)
        return 0;
    sqlite3_sleep(times < kQuick ? 1 : 10);
    return 1;
}

int ConnectionState::onCommitted(void *state, sqlite3 *handle, const char *database, int pages)
{
    auto *self = static_cast<ConnectionState *>(state);
    self->m_walPages = pages;
    if (pages >= (self->m_leavesCheckpoints ? kMostWalPages : kCheckpointPages))
        sqlite3_wal_checkpoint_v2(handle, database, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return SQLITE_OK;
}

// SQLite's own handle of the log: another one, opened and closed here, would take its locks along.
void ConnectionState::sync(const std::filesystem::path &folder)
{
    sqlite3_file *log = nullptr;
    if (sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK || !log || !log->pMethods)
        return; // nothing was written yet
    errno = 0;
    if (log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) != SQLITE_OK)
        base::throwWriteError(folder / "workspace.db-wal", errno ? errno : EIO);
}

void ConnectionState::onRowChanged(void *state, int, const char *, const char *table, long long row)
{
    auto *self = static_cast<ConnectionState *>(state);
    if (self->m_tooMany || std::strcmp(table, "dialogue") != 0)
        return;
    if (self->m_changed.size() >= kToldChanges)
        self->m_tooMany = true;
    else if (std::find(self->m_changed.rbegin(), self->m_changed.rend(), row) == self->m_changed.rend())
        self->m_changed.push_back(row);
}

std::optional<std::vector<int64_t>> ConnectionState::takeChangedDialogues()
{
    auto changed = std::exchange(m_changed, {});
    if (std::exchange(m_tooMany, false))
        return std::nullopt;
    return changed;
}

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// What every connection to a workspace is given beside its pragmas. Internal to core/storage.
#pragma once

#include "base/cancel.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

struct sqlite3;

namespace storage {

// One connection's state that SQLite's callbacks read; it must not move while the connection lives.
class ConnectionState
{
public:
    // Installs the callbacks and the search's tokenizer. Before the first statement that uses the full-text index.
    explicit ConnectionState(sqlite3 *handle);

    // From any thread: what runs now ends with Cancelled, and so does whatever is asked later.
    void stop();
    bool isStopped() const { return m_isStopped.load(std::memory_order_relaxed); }

    // Statements of this thread end with Cancelled once the token is set; nothing: no more.
    void endWith(std::optional<base::CancelToken> token) { m_token = std::move(token); }

    // Pages in the WAL after the last commit, when it is left to somebody else to copy them back.
    void leaveCheckpoints() { m_leavesCheckpoints = true; }
    int walPages() const { return m_walPages; }

    // Waits until the WAL, as far as anybody has written it, is on the disk; `folder` for the error.
    void sync(const std::filesystem::path &folder);

    // Numbers of the dialogues that this connection has changed since it was asked last; nothing: too many to tell.
    std::optional<std::vector<int64_t>> takeChangedDialogues();

private:
    static int onProgress(void *state);
    static int onBusy(void *state, int times);
    static int onCommitted(void *state, sqlite3 *handle, const char *database, int pages);
    static void onRowChanged(void *state, int what, const char *database, const char *table, long long row);

    sqlite3 *m_handle;
    std::atomic<bool> m_isStopped = false;
    std::optional<base::CancelToken> m_token;
    bool m_leavesCheckpoints = false;
    int m_walPages = 0;
    std::vector<int64_t> m_changed;
    bool m_tooMany = false;
};

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// The SQLite file of a workspace. A workspace is a folder `x.attune` with workspace.db, runs/ and backups/.
// WAL, foreign keys, busy timeout 5 s, short IMMEDIATE transactions: a window and several verbs may be open on one
// workspace. One Database is one connection and belongs to one thread; every thread opens its own.
// Nothing else in the process opens the files (base/guarded_files.h), and before each commit it is looked whether they are
// still those that were opened and still locked: else nothing is committed.
// Everything in this room throws base::Failure: DiskFull, FileUnwritable, WorkspaceBusy (locked for longer than the timeout),
// WorkspaceDamaged, WorkspaceGone, WorkspaceUnlocked, WorkspaceReadOnly, besides what is named at each call.
#pragma once

#include "base/cancel.h"
#include "base/error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace SQLite {
class Database;
}

namespace storage {

class ConnectionState;

// The newest schema that this program knows.
int schemaVersion();

class DatabaseWatch;
class PrivateCopy;

enum class Maintenance {
    Full, // migrate if needed, checkpoint of the WAL at closing: the desk's first connection
    None, // a further connection to a workspace that is open already; refuses an older schema
};

// An import that was cut off: what of it was taken back.
struct CutImport
{
    std::string path;
    int64_t dialogues = 0;
};

class Database
{
public:
    // Makes the folder (its parents too) and an empty workspace, under another name until it is whole; what a kill left of an
    // earlier try is replaced. Throws FileUnwritable when there is one already.
    static Database create(const std::filesystem::path &folder);
    // What cannot be written is opened to be read (isReadOnly). With Full it is checked cheaply, imports that were killed are
    // taken back, and an older one is brought up to date.
    // Throws NotAWorkspace, NewerWorkspace (the file is then untouched), WorkspaceDamaged, FileUnreadable.
    static Database open(const std::filesystem::path &folder, Maintenance maintenance = Maintenance::Full);
    // Whether the folder holds a workspace.db.
    static bool isWorkspace(const std::filesystem::path &folder);
    // How large the workspace.db is, in bytes, if it is of an earlier version and opening brings it up to date, which takes as long as it is
    // large; else 0.
    static int64_t bytesOfOlder(const std::filesystem::path &folder);

    Database(Database &&) noexcept;
    Database &operator=(Database &&) noexcept;
    ~Database(); // closes; checkpoints the WAL with Maintenance::Full

    const std::filesystem::path &folder() const { return m_folder; }
    std::filesystem::path runsDir() const { return m_folder / "runs"; }
    std::filesystem::path backupsDir() const { return m_folder / "backups"; }

    // Every change throws WorkspaceReadOnly.
    bool isReadOnly() const { return m_readOnly; }

    // Of which this connection has taken something back, at its opening or since.
    const std::vector<CutImport> &cutImports() const { return m_cutImports; }
    void noteCut(const std::string &path, int64_t dialogues); // for import_journal

    // Whether the files are still the open ones, and locked: WorkspaceGone, WorkspaceUnlocked. Cheap enough for a poll.
    std::optional<base::Error> look() const;

    // Changes when another connection has committed (PRAGMA data_version); own commits do not change it.
    int64_t dataVersion() const;

    // Runs `work` in one IMMEDIATE transaction: all of it or nothing. Calls inside another one join it.
    void transaction(const std::function<void()> &work);

    // Checks the whole database and copies it into backups/ (VACUUM INTO), checks the copy, and then keeps the seven newest in
    // the order in which they were made, whatever the clock said. Returns the file. A migration does it by itself.
    // Throws WorkspaceDamaged: then nothing was copied or removed.
    std::filesystem::path backUp();
    // Does it when the newest backup is of another day (UTC) and holds something else. True when one was made.
    bool backUpDaily();

    // Called after each commit of this connection, outside the transaction.
    void onCommitted(std::function<void()> committed) { m_committed = std::move(committed); }

    // Whoever writes down what people do hears of each state of a dialogue or profile that is made on this connection
    // (edit_log.h); empty: nobody. Returns the one before.
    using StateMade = std::function<void(const std::string &kind, const std::string &id, int64_t revision)>;
    StateMade onStateMade(StateMade made) { return std::exchange(m_stateMade, std::move(made)); }
    void tellStateMade(const std::string &kind, const std::string &id, int64_t revision) const
    {
        if (m_stateMade)
            m_stateMade(kind, id, revision);
    }

    // From any thread, when the workspace is closed: what runs on this connection ends with Cancelled within milliseconds, and whatever
    // is asked of it afterwards too. What is committed stays.
    void stop();
    bool isStopped() const;
    void throwIfStopped() const;

    // Statements end with Cancelled once the token is set; nothing: no more. Of the connection's own thread.
    void endWith(std::optional<base::CancelToken> token);

    // The WAL is copied back into the file by somebody else, who looks at walPages(); without anybody's help it is done at 64 MB.
    void leaveCheckpoints();
    int walPages() const; // after this connection's last commit
    void checkpoint(); // copies back what no reader needs any more

    // From now on a commit of this connection does not wait for the disk: what it holds is safe from a kill at once, and from a power cut
    // when sync() has returned, which whoever asked for this calls soon, on this connection or another one. Not inside a transaction.
    void leaveSync();
    // Waits until what has been committed so far, by whomever, is on the disk. A COMMIT that waits for it keeps the others out as long;
    // this keeps nobody. Throws DiskFull, FileUnwritable.
    void sync();

    // Numbers of the dialogues that this connection has changed since this was asked last; nothing: too many to tell.
    std::optional<std::vector<int64_t>> takeChangedDialogues();

    // Runs `work` on one state of the workspace, as it was at its first statement.
    void read(const std::function<void()> &work);

    // For this room's repositories.
    SQLite::Database &connection() const { return *m_connection; }

private:
    Database(std::filesystem::path folder, std::unique_ptr<SQLite::Database> connection, Maintenance maintenance);

    void watch(bool locks);
    void migrate();
    void throwIfLost();

    std::filesystem::path m_folder;
    std::shared_ptr<PrivateCopy> m_copy; // outlives the connection to it
    std::unique_ptr<DatabaseWatch> m_watch; // guards the files until the connection is closed
    std::unique_ptr<SQLite::Database> m_connection;
    std::unique_ptr<ConnectionState> m_state; // of the connection, and outlives it
    Maintenance m_maintenance = Maintenance::None;
    bool m_readOnly = false;
    std::vector<CutImport> m_cutImports;
    std::function<void()> m_committed;
    StateMade m_stateMade;
    int m_depth = 0; // of nested transaction() calls
};

// What people's desks must read again, counted by the database itself: every commit on any connection counts.
enum class Changed { Dialogues, Profiles, Prompts, Runs, Scores, Models, Trash };
inline constexpr size_t kChangedCount = 7;
std::array<int64_t, kChangedCount> changeCounters(const Database &database); // in the order of Changed

} // namespace storage

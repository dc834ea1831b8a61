// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/new_database.h"

#include "base/files.h"
#include "base/guarded_files.h"
#include "base/numbers.h"
#include "run/process_identity.h"
#include "storage/database_file.h"
#include "storage/migrations.h"
#include "storage/search_tokenizer.h"
#include "storage/sql.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace storage {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

constexpr std::string_view kName = "workspace.db.";

// Of the two kinds of names: "new-<pid>-<start>..." and "restored-<pid>-<start>...".
bool isAbandoned(std::string_view name, const std::string &boot)
{
    if (!name.starts_with(kName))
        return false;
    name.remove_prefix(kName.size());
    for (const std::string_view what : { "new-", "restored-" }) {
        if (!name.starts_with(what))
            continue;
        name.remove_prefix(what.size());
        const size_t dash = name.find('-');
        const auto pid = base::toInteger(name.substr(0, dash));
        name.remove_prefix(dash == std::string_view::npos ? name.size() : dash + 1);
        const auto start = base::toInteger(name.substr(0, name.find_first_not_of("0123456789")));
        return !pid || !run::isAlive({ *pid, uint64_t(start.value_or(0)), boot });
    }
    return false;
}

} // namespace

FolderLock::FolderLock(const fs::path &folder)
{
    constexpr int kTries = 500;
    constexpr std::chrono::milliseconds kPause { 10 };
    m_fd = base::openFile(folder, O_RDONLY | O_DIRECTORY);
    if (m_fd < 0)
        return; // what is done there says why it cannot be
    for (int i = 0; ::flock(m_fd, LOCK_EX | LOCK_NB) != 0; ++i) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return;
        if (i == kTries) {
            ::close(m_fd);
            throw Failure(ErrorKind::WorkspaceInUse, folder.string());
        }
        std::this_thread::sleep_for(kPause);
    }
}

FolderLock::~FolderLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

fs::path unfinishedFile(const fs::path &folder, std::string_view what)
{
    const run::ProcessIdentity self = run::thisProcess();
    return folder / (std::string(kName) + std::string(what) + "-" + std::to_string(self.pid) + "-" + std::to_string(self.start_time));
}

void removeUnfinished(const fs::path &folder)
{
    std::error_code ec;
    const std::string boot = run::thisProcess().boot_id;
    std::vector<fs::path> left;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, ec)) {
        if (isAbandoned(entry.path().filename().string(), boot))
            left.push_back(entry.path());
    }
    for (const fs::path &path : left)
        fs::remove(path, ec);
}

void removeDatabase(const fs::path &file)
{
    std::error_code ec;
    for (const char *suffix : { "", "-wal", "-shm", "-journal" })
        fs::remove(file.string() + suffix, ec);
}

void makeEmptyDatabase(const fs::path &file)
{
    try {
        std::unique_ptr<SQLite::Database> connection;
        try {
            connection = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        } catch (const SQLite::Exception &e) {
            throw Failure(ErrorKind::FileUnwritable, (file.parent_path() / "workspace.db").string(), {}, { { "reason", e.getErrorStr() } });
        }
        prepareSearch(connection->getHandle());
        execute(*connection, "PRAGMA application_id = " + std::to_string(kApplicationId));
        makeDurable(*connection);
        execute(*connection, "BEGIN IMMEDIATE");
        runMigrations(*connection, int(migrations().size()));
        execute(*connection, "COMMIT");
        execute(*connection, "PRAGMA wal_checkpoint(TRUNCATE)"); // says whether there was room; closing says nothing
        connection.reset();
        base::syncPath(file);
    } catch (...) {
        removeDatabase(file);
        throw;
    }
}

void placeDatabase(const fs::path &made, const fs::path &file)
{
    int error = ::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) == 0 ? 0 : errno;
    if (error == EINVAL || error == ENOSYS) { // a file system without it
        error = ::link(made.c_str(), file.c_str()) == 0 ? 0 : errno;
        if (error == EPERM || error == EOPNOTSUPP) { // nor with hard links
            std::error_code ec;
            error = fs::exists(fs::symlink_status(file, ec)) ? EEXIST : ::rename(made.c_str(), file.c_str()) == 0 ? 0 : errno;
        } else {
            ::unlink(made.c_str());
        }
    }
    if (error == EEXIST)
        throw Failure(ErrorKind::FileUnwritable, file.parent_path().string(), {}, { { "reason", "there is a workspace already" } });
    if (error != 0)
        base::throwWriteError(file, error);
    base::syncPath(file.parent_path());
}

} // namespace storage

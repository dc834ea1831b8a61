// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repair.h"

#include "base/clock.h"
#include "base/files.h"
#include "storage/database.h"
#include "storage/database_file.h"
#include "storage/database_watch.h"
#include "storage/sql.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace storage {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

// What can be read of the damaged file; what cannot is left as it is.
void readRest(SQLite::Database &connection, RepairPlan &plan)
{
    try {
        plan.revisions = connection.execAndGet("SELECT count(*) FROM revision").getInt64();
        plan.last_change = connection.execAndGet("SELECT coalesce(max(time), '') FROM revision").getString();
    } catch (const SQLite::Exception &) {
    }
}

void lookAtDatabase(const fs::path &folder, RepairPlan &plan)
{
    const DatabaseWatch guard(folder);
    try {
        checkHeader(folder);
    } catch (const Failure &failure) {
        if (failure.error().kind == ErrorKind::NewerWorkspace || failure.error().kind == ErrorKind::FileUnreadable)
            throw;
        plan.damaged = true;
        plan.reason = failure.error().param("reason");
        if (plan.reason.empty()) // one in which nothing ever was
            plan.reason = "there is no workspace.db";
    }
    if (!readHeader(folder / "workspace.db").isSqlite)
        return;
    try {
        const OpenedFile opened = openFileOf(folder);
        // A log that belongs to a damaged file is not written into it.
        sqlite3_db_config(opened.connection->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        readRest(*opened.connection, plan);
        if (!plan.damaged)
            checkWholly(*opened.connection, folder);
    } catch (const Failure &failure) {
        if (failure.error().kind != ErrorKind::WorkspaceDamaged && !plan.damaged)
            throw;
        plan.damaged = true;
        if (plan.reason.empty())
            plan.reason = failure.error().param("reason");
    }
}

// backups/damaged-<time>, one that is not there yet.
fs::path asideFolder(const fs::path &folder)
{
    std::string time = base::utcNow();
    std::replace(time.begin(), time.end(), ':', '-');
    fs::path aside = folder / "backups" / ("damaged-" + time);
    std::error_code ec;
    fs::create_directories(aside, ec);
    if (ec)
        base::throwWriteError(aside, ec.value());
    return aside;
}

void moveAside(const fs::path &from, const fs::path &to)
{
    if (::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT)
        base::throwWriteError(from, errno);
}

} // namespace

int64_t RepairPlan::newerThan(size_t index) const
{
    return revisions < 0 || index >= contents.size() ? -1 : std::max<int64_t>(0, revisions - contents[index].revisions);
}

bool isRepairable(const fs::path &folder) { return Database::isWorkspace(folder) || !backupsOf(folder).empty(); }

RepairPlan planRepair(const fs::path &folder)
{
    if (!isRepairable(folder))
        throw Failure(ErrorKind::NotAWorkspace, folder.string());
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    RepairPlan plan;
    lookAtDatabase(absolute, plan);
    plan.backups = backupsOf(absolute);
    std::reverse(plan.backups.begin(), plan.backups.end());
    for (const Backup &backup : plan.backups) {
        plan.contents.push_back(contentOf(backup));
        if (plan.contents.back().good && !plan.newest_good)
            plan.newest_good = plan.contents.size() - 1;
    }
    return plan;
}

fs::path restore(const fs::path &folder, const std::optional<fs::path> &backup)
{
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    const fs::path file = absolute / "workspace.db";
    if (const int64_t pid = otherProcessWith(absolute))
        throw Failure(ErrorKind::WorkspaceInUse, absolute.string(), {}, { { "pid", std::to_string(pid) } });
    if (base::ownerOfGuarded(file))
        throw Failure(ErrorKind::WorkspaceInUse, absolute.string(), {}, { { "pid", std::to_string(::getpid()) } });
    if (::access(absolute.c_str(), W_OK) != 0)
        throw Failure(ErrorKind::WorkspaceReadOnly, absolute.string());
    if (backup) {
        if (const BackupContent content = contentOf({ *backup, 0, {} }); !content.good)
            throwDamaged(backup->string(), content.reason);
    }
    // First everything that can fail for want of space.
    const fs::path made = absolute / ("workspace.db.restored-" + std::to_string(::getpid()));
    std::error_code ec;
    fs::remove(made, ec);
    const fs::path aside = asideFolder(absolute);
    try {
        if (backup)
            copyBytes(*backup, made);
    } catch (...) {
        fs::remove(aside, ec);
        throw;
    }
    // A log without its database can be read by nobody, and beside another one it would be taken for its own: it goes first. The
    // damaged file keeps its name until the good one takes it, in one step.
    for (const char *suffix : { "-wal", "-shm", "-journal" })
        moveAside(file.string() + suffix, aside / ("workspace.db" + std::string(suffix)));
    if (!backup) {
        moveAside(file, aside / "workspace.db");
        base::syncPath(absolute);
        Database::create(absolute);
        return aside;
    }
    if (fs::exists(file, ec) && ::link(file.c_str(), (aside / "workspace.db").c_str()) != 0)
        moveAside(file, aside / "workspace.db"); // a file system without hard links
    base::syncPath(aside);
    if (::rename(made.c_str(), file.c_str()) != 0)
        base::throwWriteError(file, errno);
    base::syncPath(absolute);
    return aside;
}

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repair.h"

#include "storage/database.h"
#include "storage/database_file.h"
#include "storage/database_watch.h"
#include "storage/foreign_schema.h"
#include "storage/sql.h"

#include <sqlite3.h>

#include <algorithm>

namespace storage {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

// What can be read of the damaged file; what cannot is left as it is.
void readLastChange(SQLite::Database &connection, RepairPlan &plan)
{
    for (const char *table : { "revision", "prompt_version", "draft" }) {
        try {
            const std::string last = connection.execAndGet("SELECT coalesce(max(time), '') FROM " + std::string(table)).getString();
            plan.last_change = std::max(plan.last_change, last);
        } catch (const SQLite::Exception &) {
        }
    }
}

void say(RepairPlan &plan, const Failure &failure)
{
    plan.damaged = true;
    if (plan.reason.empty())
        plan.reason = failure.error().param("reason");
}

// A whole database with another program's mark is not ours to replace; with our tables in it only its mark is spoilt.
bool isAnotherProgram(const fs::path &folder)
{
    try {
        return !hasOurTables(*openFileOf(folder).connection);
    } catch (const std::exception &) {
        return false;
    }
}

// The database as far as SQLite reads it; nothing: not at all.
std::optional<OpenedFile> lookAtDatabase(const fs::path &folder, RepairPlan &plan)
{
    try {
        checkHeader(folder);
    } catch (const Failure &failure) {
        if (failure.error().kind == ErrorKind::NewerWorkspace || failure.error().kind == ErrorKind::FileUnreadable
            || failure.error().kind == ErrorKind::WorkspaceBusy)
            throw;
        if (failure.error().kind == ErrorKind::NotAWorkspace && isAnotherProgram(folder))
            throw;
        say(plan, failure);
        if (plan.reason.empty())
            plan.reason = "workspace.db does not say that it is Attune's";
    }
    if (!readHeader(folder / "workspace.db").isSqlite)
        return std::nullopt;
    try {
        OpenedFile opened = openFileOf(folder);
        // A log that belongs to a damaged file is not written into it.
        sqlite3_db_config(opened.connection->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        refuseForeignSchema(*opened.connection, folder);
        readLastChange(*opened.connection, plan);
        try {
            if (!plan.damaged)
                checkWholly(*opened.connection, folder);
        } catch (const Failure &failure) {
            if (failure.error().kind != ErrorKind::WorkspaceDamaged)
                throw;
            say(plan, failure);
        }
        return opened;
    } catch (const Failure &failure) {
        if (failure.error().kind != ErrorKind::WorkspaceDamaged && !plan.damaged)
            throw;
        say(plan, failure);
    }
    return std::nullopt;
}

} // namespace

bool isRepairable(const fs::path &folder)
{
    if (!backupsOf(folder).empty() || wasRepaired(folder))
        return true;
    try {
        return Database::isWorkspace(folder) && !isHalfMade(folder);
    } catch (const Failure &) {
        return true; // why it cannot be read is told when it is opened
    }
}

RepairPlan planRepair(const fs::path &folder, const std::function<void(double)> &progress)
{
    if (!isRepairable(folder))
        throw Failure(ErrorKind::NotAWorkspace, folder.string());
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    RepairPlan plan;
    const DatabaseWatch guard(absolute); // ends behind the connection
    const auto tell = [&](size_t read, size_t count) {
        if (progress)
            progress(double(read) / double(count));
    };
    plan.backups = backupsOf(absolute);
    const size_t files = plan.backups.size() + 1;
    tell(0, files);
    const std::optional<OpenedFile> opened = lookAtDatabase(absolute, plan);
    std::reverse(plan.backups.begin(), plan.backups.end());
    for (const Backup &backup : plan.backups) {
        tell(plan.contents.size() + 1, files);
        plan.contents.push_back(contentOf(backup));
        const bool isGood = plan.contents.back().good;
        if (isGood && !plan.newest_good)
            plan.newest_good = plan.contents.size() - 1;
        plan.newer.push_back(isGood && opened ? newerWork(*opened->connection, plan.damaged, backup.file) : std::nullopt);
    }
    return plan;
}

} // namespace storage

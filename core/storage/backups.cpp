// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/backups.h"

#include "base/clock.h"
#include "base/files.h"
#include "base/numbers.h"
#include "storage/database_file.h"
#include "storage/foreign_schema.h"
#include "storage/sql.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace storage {

namespace fs = std::filesystem;

namespace {

constexpr size_t kKept = 7;
constexpr std::string_view kPartial = ".partial-"; // and the process
constexpr std::string_view kBegin = "workspace-";
constexpr size_t kDigits = 6;
constexpr char kChanges[] = "SELECT coalesce(sum(counter), 0) FROM change";

std::optional<Backup> backupFrom(const fs::path &file)
{
    const std::string name = file.filename().string();
    if (!name.starts_with(kBegin) || !name.ends_with(".db"))
        return std::nullopt;
    Backup backup { file, 0, file.stem().string().substr(kBegin.size()) };
    const std::string &rest = backup.time;
    if (rest.size() > kDigits && rest[kDigits] == '-') { // a year has four digits
        backup.number = base::toInteger(std::string_view(rest).substr(0, kDigits)).value_or(0);
        backup.time = rest.substr(kDigits + 1);
    }
    return backup;
}

// What a kill left of a copy.
void removeAbandoned(const fs::path &folder)
{
    std::vector<fs::path> left;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, ec)) {
        const std::string name = entry.path().filename().string();
        const size_t at = name.rfind(kPartial);
        const auto pid = at == std::string::npos ? std::nullopt : base::toInteger(std::string_view(name).substr(at + kPartial.size()));
        if (pid && *pid != ::getpid() && ::kill(pid_t(*pid), 0) != 0 && errno == ESRCH)
            left.push_back(entry.path());
    }
    for (const fs::path &path : left)
        fs::remove(path, ec);
}

std::string dayOf(const std::string &time) { return time.substr(0, 10); }

int64_t changesIn(SQLite::Database &connection) { return connection.execAndGet(kChanges).getInt64(); }

} // namespace

std::vector<Backup> backupsOf(const fs::path &folder)
{
    std::vector<Backup> backups;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder / "backups", ec)) {
        if (auto backup = backupFrom(entry.path()); backup && entry.is_regular_file(ec))
            backups.push_back(std::move(*backup));
    }
    std::sort(backups.begin(), backups.end(),
        [](const Backup &a, const Backup &b) { return std::pair(a.number, a.time) < std::pair(b.number, b.time); });
    return backups;
}

BackupContent contentOf(const Backup &backup, const Database *maker)
{
    BackupContent content;
    try {
        const FileHeader header = readHeader(backup.file);
        if (!header.isSqlite || header.applicationId != kApplicationId || header.userVersion == 0
            || header.userVersion > uint32_t(schemaVersion())) {
            content.reason = "it is no backup that this version can read";
            return content;
        }
        const auto connection = openUnchanging(backup.file);
        if (maker) {
            constexpr int kSteps = 2000;
            sqlite3_progress_handler(
                connection->getHandle(), kSteps, [](void *database) { return int(static_cast<const Database *>(database)->isStopped()); },
                const_cast<Database *>(maker));
        }
        const std::string foreign = foreignInSchema(*connection);
        const std::string found = foreign.empty() ? connection->execAndGet("PRAGMA integrity_check(1)").getString() : foreign;
        content.good = found == "ok";
        content.reason = content.good ? std::string() : found;
        if (!foreign.empty())
            return content;
        content.last_change = connection->execAndGet("SELECT coalesce(max(time), '') FROM revision").getString();
        content.revisions = connection->execAndGet("SELECT count(*) FROM revision").getInt64();
        content.changes = changesIn(*connection);
    } catch (const std::exception &e) {
        content.good = false;
        content.reason = e.what();
    }
    return content;
}

fs::path addBackup(Database &database)
{
    std::error_code ec;
    const fs::path folder = database.backupsDir();
    fs::create_directories(folder, ec);
    if (ec)
        base::throwWriteError(folder, ec.value());
    const std::vector<Backup> before = backupsOf(database.folder());
    std::string time = base::utcNow();
    std::replace(time.begin(), time.end(), ':', '-'); // folders are copied to other systems
    const int64_t number = before.empty() ? 1 : before.back().number + 1;
    const fs::path target = folder / fmt::format("{}{:0{}}-{}.db", kBegin, number, kDigits, time);
    fs::path partial = target;
    partial += std::string(kPartial) + std::to_string(::getpid()); // another desk may be at it too
    removeAbandoned(folder);
    try {
        Query(database, "VACUUM INTO ?").with(partial.string()).run();
        base::syncPath(partial);
        const BackupContent content = contentOf({ partial, number, time }, &database);
        database.throwIfStopped(); // then nobody has read all of it
        if (!content.good)
            throwDamaged(database.folder(), content.reason);
        fs::rename(partial, target, ec);
        if (ec)
            base::throwWriteError(target, ec.value());
        base::syncPath(folder);
    } catch (...) {
        for (const char *suffix : { "", "-journal" })
            fs::remove(partial.string() + suffix, ec);
        throw;
    }
    const std::vector<Backup> all = backupsOf(database.folder());
    for (size_t i = 0; i + kKept < all.size(); ++i)
        fs::remove(all[i].file, ec);
    return target;
}

bool isBackupDue(const Database &database)
{
    const std::vector<Backup> backups = backupsOf(database.folder());
    if (backups.empty())
        return true;
    const Backup &newest = backups.back();
    if (dayOf(newest.time) == dayOf(base::utcNow()) && newest.number > 0)
        return false;
    // The same state again would only push an older one out.
    try {
        return changesIn(*openUnchanging(newest.file)) != changesIn(database.connection());
    } catch (const std::exception &) {
        return true;
    }
}

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// restore(): what was there goes aside, whole, before anything of it is taken away; then the good one gets its place.
#include "storage/repair.h"

#include "base/guarded_files.h"
#include "storage/database_file.h"
#include "storage/database_watch.h"
#include "storage/new_database.h"
#include "storage/set_aside.h"

#include <unistd.h>

namespace storage {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

void checkFolder(const fs::path &folder)
{
    const fs::path file = folder / "workspace.db";
    if (const int64_t pid = otherProcessWith(folder))
        throw Failure(ErrorKind::WorkspaceInUse, folder.string(), {}, { { "pid", std::to_string(pid) } });
    if (base::ownerOfGuarded(file))
        throw Failure(ErrorKind::WorkspaceInUse, folder.string(), {}, { { "pid", std::to_string(::getpid()) } });
    if (::access(folder.c_str(), W_OK) != 0)
        throw Failure(ErrorKind::WorkspaceReadOnly, folder.string());
    // What it leads to, with its log, lies elsewhere and is not set aside with it.
    std::error_code ec;
    if (fs::is_symlink(fs::symlink_status(file, ec)) && fs::exists(file, ec))
        throw Failure(ErrorKind::FileUnwritable, file.string(), {}, { { "reason", "it is a link to " + fs::canonical(file, ec).string() } });
}

} // namespace

fs::path restore(const fs::path &folder, const std::optional<fs::path> &backup)
{
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    const FolderLock lock(absolute);
    checkFolder(absolute);
    if (backup) {
        if (const BackupContent content = contentOf({ *backup, 0, {} }); !content.good)
            throwDamaged(backup->string(), content.reason);
    }
    removeUnfinished(absolute);
    // First everything that can fail for want of space.
    const fs::path made = unfinishedFile(absolute, "restored");
    try {
        if (backup)
            copyBytes(*backup, made);
        else
            makeEmptyDatabase(made);
        SetAside aside(absolute);
        aside.keep();
        aside.takeAway();
        placeDatabase(made, absolute / "workspace.db");
        return aside.done();
    } catch (...) {
        removeDatabase(made);
        throw;
    }
}

} // namespace storage

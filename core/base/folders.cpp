// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/folders.h"

#include "base/files.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>

namespace base {

namespace fs = std::filesystem;

namespace {

fs::path folderAbove(const fs::path &path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

void removeAll(const fs::path &path)
{
    std::error_code ec;
    fs::remove_all(path, ec);
}

} // namespace

fs::path asideOf(const fs::path &target) { return target.string() + ".aside"; }

void putFolderInPlace(const fs::path &partial, const fs::path &target)
{
    syncPath(partial);
    if (::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) {
        syncPath(folderAbove(target));
        removeAll(partial);
        return;
    }
    // Nothing stands there, or the file system cannot exchange names.
    const fs::path aside = asideOf(target);
    recoverFolder(target);
    if (::rename(target.c_str(), aside.c_str()) != 0 && errno != ENOENT)
        throwWriteError(target, errno);
    if (::rename(partial.c_str(), target.c_str()) != 0) {
        const int error = errno;
        recoverFolder(target);
        throwWriteError(target, error);
    }
    syncPath(folderAbove(target));
    removeAll(aside);
}

void recoverFolder(const fs::path &target)
{
    const fs::path aside = asideOf(target);
    std::error_code ec;
    if (fs::exists(target, ec))
        removeAll(aside);
    else
        ::rename(aside.c_str(), target.c_str()); // there is mostly none
}

} // namespace base

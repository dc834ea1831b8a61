// SPDX-License-Identifier: GPL-3.0-or-later
// What /proc/locks says about this process and the files of a workspace.
#pragma once

#include "base/files.h"
#include "base/guarded_files.h"

#include <fcntl.h>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace locks {

inline int countOn(const std::filesystem::path &file)
{
    const auto id = base::fileIdOf(file);
    int count = 0;
    base::forEachLine("/proc/locks", 0, [&](std::string_view line) {
        if (id && line.find(" " + std::to_string(::getpid()) + " ") != std::string_view::npos
            && line.find(":" + std::to_string(id->inode) + " ") != std::string_view::npos)
            ++count;
    });
    return count;
}

// SQLite shares the database's bytes and the index's while a workspace is open.
inline bool areHeld(const std::filesystem::path &workspace)
{
    return countOn(workspace / "workspace.db") > 0 && countOn(workspace / "workspace.db-shm") > 0;
}

// What every careless reader does.
inline void drop(const std::filesystem::path &file) { ::close(::open(file.c_str(), O_RDONLY | O_CLOEXEC)); }

} // namespace locks

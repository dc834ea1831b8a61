// SPDX-License-Identifier: GPL-3.0-or-later
// Where processes of one machine meet by locking files, and how files are opened in a folder that everybody writes to.
#pragma once

#include <filesystem>

#include <fcntl.h>
#include <sys/types.h>

namespace run {

// ATTUNE_LOCK_DIR, else the machine's lock folder when this user may write there, else the user's runtime folder; made if need
// be. Throws FileUnwritable when there is none.
std::filesystem::path lockFolder();

// Opens a plain file of that name, and makes it for everybody (whatever the umask) when it is not there. Links, pipes and
// folders that somebody put there are refused. Returns -1 with errno.
int openShared(const std::filesystem::path &path);

// Makes a folder in which everybody may put files and only their owner may take them away. False when there is something else.
bool makeShared(const std::filesystem::path &folder);

} // namespace run

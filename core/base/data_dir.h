// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files lie that come with Attune, and where it keeps what it fetched.
#pragma once

#include <filesystem>

namespace base {

// All of these are absolute; what is named relatively counts from the current folder.

// Holds `resources/` and `models/`. ATTUNE_DATA, else <folder of the program>/../share/attune.
std::filesystem::path dataDir();

// Fetched wheels and the embedded model. ATTUNE_CACHE, else XDG_CACHE_HOME/attune (when that is absolute), else ~/.cache/attune.
std::filesystem::path cacheDir();

// Folder of the running program.
std::filesystem::path programDir();

} // namespace base

// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files lie that come with Attune, and where it keeps what it fetched.
#pragma once

#include <filesystem>

namespace base {

// Holds `resources/` and `models/`. ATTUNE_DATA, else <folder of the program>/../share/attune.
std::filesystem::path dataDir();

// Fetched wheels and the embedded model. ATTUNE_CACHE, else XDG_CACHE_HOME/attune, else ~/.cache/attune.
std::filesystem::path cacheDir();

// Folder of the running program.
std::filesystem::path programDir();

} // namespace base

// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that are replaced as one.
#pragma once

#include <filesystem>

namespace base {

// Puts the whole folder `partial` where `target` is to be and flushes that to disk. If something stood there, it or the new one
// stands under the name at every moment; where the file system cannot exchange names, a process that is killed in the middle
// leaves it to recoverFolder(). What stood there is removed. Throws FileUnwritable, DiskFull.
void putFolderInPlace(const std::filesystem::path &partial, const std::filesystem::path &target);

// Ends what a killed putFolderInPlace() left half done: a target that was put aside comes back unless the new one is there.
void recoverFolder(const std::filesystem::path &target);

// The name under which a target stands aside meanwhile.
std::filesystem::path asideOf(const std::filesystem::path &target);

} // namespace base

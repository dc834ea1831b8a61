// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a folder that may hold dialogues, and those that are left aside.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace dialogue {

struct FolderFile
{
    std::filesystem::path path;
    std::string name; // within the folder: "sub/case_1.txt"
};

struct FolderFiles
{
    std::vector<FolderFile> files; // in the order of their names
    std::vector<std::string> not_read; // names of others, in order
};

// With its subfolders (not through links). Files that begin with a dot, or lie in a folder that does, are nobody's data and are passed.
// Throws FileUnreadable for the folder itself.
FolderFiles filesOf(const std::filesystem::path &folder);

} // namespace dialogue

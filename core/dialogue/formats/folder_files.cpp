// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/folder_files.h"

#include "base/error.h"

#include <algorithm>
#include <array>

namespace dialogue {

namespace fs = std::filesystem;

namespace {

constexpr int kMaxDepth = 16;

bool mayHoldDialogues(const fs::path &path)
{
    constexpr std::array extensions { ".json", ".jsonl", ".ndjson", ".txt", ".csv", ".tsv" };
    std::string extension = path.extension().string();
    for (char &c : extension)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    // Describes data sets to a trainer and holds none.
    return path.filename() != "dataset_info.json" && std::ranges::find(extensions, extension) != extensions.end();
}

} // namespace

FolderFiles filesOf(const fs::path &folder)
{
    FolderFiles found;
    std::error_code ec;
    for (auto entry = fs::recursive_directory_iterator(folder, ec); !ec && entry != fs::recursive_directory_iterator(); entry.increment(ec)) {
        std::error_code none;
        const std::string name = fs::path(entry->path()).lexically_relative(folder).generic_string();
        if (entry->path().filename().string().starts_with('.')) {
            entry.disable_recursion_pending();
        } else if (entry->is_directory(none)) {
            if (entry.depth() < kMaxDepth)
                continue;
            entry.disable_recursion_pending();
            found.not_read.push_back(name + "/");
        } else if (mayHoldDialogues(entry->path()) && entry->is_regular_file(none)) {
            found.files.push_back({ entry->path(), name });
        } else {
            found.not_read.push_back(name);
        }
    }
    if (ec)
        throw base::Failure(base::ErrorKind::FileUnreadable, folder.string(), {}, { { "reason", ec.message() } });
    std::ranges::sort(found.files, {}, &FolderFile::name);
    std::ranges::sort(found.not_read);
    return found;
}

} // namespace dialogue

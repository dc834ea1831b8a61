// SPDX-License-Identifier: GPL-3.0-or-later
// Whether files that were read are still the same ones.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace verbs {

// Inode, size and time of last writing: of a file, or of every file in a folder. Equal marks mean that nothing was written since;
// others say little, a touch suffices.
class FileMarks
{
public:
    FileMarks() = default;
    explicit FileMarks(const std::filesystem::path &place);

    bool isEmpty() const { return m_files.empty(); } // nothing is there
    friend bool operator==(const FileMarks &, const FileMarks &) = default;

private:
    struct Mark
    {
        uint64_t device = 0, inode = 0;
        int64_t size = 0, seconds = 0, nanoseconds = 0;

        friend bool operator==(const Mark &, const Mark &) = default;
    };

    void add(const std::filesystem::path &file);

    std::map<std::string, Mark> m_files;
};

} // namespace verbs

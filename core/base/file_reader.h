// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of a file in order, opened the one way (guarded_files.h): what streams are elsewhere.
#pragma once

#include <cstdint>
#include <cstddef>
#include <filesystem>

namespace base {

class FileReader
{
public:
    // Throws FileMissing, FileUnreadable (also for folders), WorkspaceFile.
    explicit FileReader(std::filesystem::path path);
    ~FileReader();
    FileReader(const FileReader &) = delete;
    FileReader &operator=(const FileReader &) = delete;

    // Up to `size` bytes; 0 at the end only. Throws FileUnreadable.
    size_t read(char *bytes, size_t size);
    // Throws FileUnreadable for what cannot be sought in (a pipe), unless `offset` is 0 and nothing was read.
    void seek(uint64_t offset);
    uint64_t size() const { return m_size; } // 0 for what has none: pipes, files in /proc

private:
    std::filesystem::path m_path;
    int m_fd = -1;
    uint64_t m_size = 0;
};

} // namespace base

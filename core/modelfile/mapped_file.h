// SPDX-License-Identifier: GPL-3.0-or-later
// A file mapped read-only into memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace modelfile {

// Pages are read when touched. A file that another program cuts short while it is mapped faults (SIGBUS); model files
// are expected to lie still.
class MappedFile
{
public:
    // Throws FileMissing, FileUnreadable.
    explicit MappedFile(std::filesystem::path path);
    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    const std::filesystem::path &path() const { return m_path; }
    std::span<const std::byte> bytes() const { return m_bytes; }

private:
    std::filesystem::path m_path;
    std::span<const std::byte> m_bytes;
};

} // namespace modelfile

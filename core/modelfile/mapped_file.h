// SPDX-License-Identifier: GPL-3.0-or-later
// A file mapped read-only into memory.
#pragma once

#include "modelfile/bus_guard.h"

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <span>

namespace modelfile {

// Pages are read when touched. The file that was opened stays mapped when another one takes its name. When another program cuts
// it or writes into it meanwhile, the process goes on, but the bytes are not what they were: whoever has used them asks check()
// before it believes what it made of them, at the end of a request at the latest. Immutable, so it may be shared between threads.
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

    // Throws TruncatedFile when the file has become shorter, CorruptFile when a part of it could not be read or somebody has
    // written into it since it was opened. Costs a system call.
    void check() const;

private:
    std::filesystem::path m_path;
    int m_fd = -1; // to look at the same file, whatever has its name
    timespec m_modified {}; // when it was opened
    std::span<const std::byte> m_bytes;
    BusGuard m_guard;
};

// Returns what `work` makes of a file's bytes if they were whole all the while. Neither a result nor a complaint that stems from
// a change of the file is believed: then check() throws instead.
template <typename File, typename Work> auto readWhole(const File &file, Work &&work)
{
    try {
        auto result = work();
        file.check();
        return result;
    } catch (...) {
        file.check();
        throw;
    }
}

} // namespace modelfile

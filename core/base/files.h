// SPDX-License-Identifier: GPL-3.0-or-later
// Files read and written whole, with errors that name them. All of it opens through guarded_files.h and so throws WorkspaceFile
// for the database of an open workspace, and when writing for any database.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace base {

// Throws FileMissing, FileUnreadable.
std::string readFile(const std::filesystem::path &path);

// The last `size` bytes, from the beginning of a line unless there is none. Throws as readFile.
std::string endOfFile(const std::filesystem::path &path, uint64_t size);

// Writes beside the target, fsyncs, renames: a reader sees the old or the new content, never half of it. Links are followed and
// kept; devices, pipes and /dev/stdout are written to as they are. Throws FileUnwritable, DiskFull; the old file is untouched then.
void writeFileAtomically(const std::filesystem::path &path, std::string_view content);

// The same for content that comes in pieces. Nothing is left behind unless commit() was reached.
class AtomicFile
{
public:
    // Throws FileUnwritable.
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;

    // Throws FileUnwritable, DiskFull.
    void write(std::string_view piece);
    // Fsyncs and renames; call once. Throws as above.
    void commit();

private:
    [[noreturn]] void fail(int errorNumber);

    std::filesystem::path m_path;
    std::filesystem::path m_partial;
    int m_fd = -1;
};

// Appends and (if `sync`) fsyncs. Throws as above; what was written in part is then taken back. One writer a file.
void appendToFile(const std::filesystem::path &path, std::string_view content, bool sync = false);

// Flushes a file or folder to disk.
void syncPath(const std::filesystem::path &path);

// Calls `line` for each line up to the last newline, without it; a torn tail is not delivered.
// Returns the offset just behind the last newline, for the next call's `from`. Throws FileMissing, FileUnreadable.
uint64_t forEachLine(const std::filesystem::path &path, uint64_t from, const std::function<void(std::string_view)> &line);

// Throws FileUnwritable or DiskFull from errno.
[[noreturn]] void throwWriteError(const std::filesystem::path &path, int errorNumber);

} // namespace base

// SPDX-License-Identifier: GPL-3.0-or-later
// Files that one owner in this process keeps locked (a workspace's database), and the one way in which everything else opens
// files. POSIX locks belong to the process and the inode: closing any other descriptor of such a file drops its owner's locks,
// and the next program takes the file for unused. So a path is looked at before it is opened (O_PATH, whose closing drops
// nothing), by inode: links, relative paths and /proc/self/fd lead to the same answer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace base {

struct FileId
{
    uint64_t device = 0;
    uint64_t inode = 0;
    bool operator==(const FileId &) const = default;
};

// Of what the path leads to; nothing when there is nothing. Opens nothing.
std::optional<FileId> fileIdOf(const std::filesystem::path &path);
std::optional<FileId> fileIdOf(int descriptor);

struct GuardEntry;

// While it lives, openFile() and the others below refuse the files. Any thread; several guards may name one file.
class FileGuard
{
public:
    // `owner` is named in the sentence: the workspace's folder. Files that are not there are guarded by folder and name, and
    // known by inode once refresh() saw them.
    FileGuard(std::filesystem::path owner, std::vector<std::filesystem::path> files);
    ~FileGuard();
    FileGuard(const FileGuard &) = delete;
    FileGuard &operator=(const FileGuard &) = delete;

    void refresh();

private:
    std::unique_ptr<GuardEntry> m_entry;
};

// The workspace whose guarded file this is; nothing for every other file.
std::optional<std::string> ownerOfGuarded(const std::filesystem::path &path);

// Throws WorkspaceFile when the path leads to a guarded file.
void refuseGuarded(const std::filesystem::path &path);
// Before a path is written, replaced or removed: refuses guarded files, and every SQLite database with what belongs to it
// (-wal, -shm, -journal), whoever has it open. Throws WorkspaceFile.
void refuseToWrite(const std::filesystem::path &path);

// The one opening: as open(2) with O_CLOEXEC, -1 and errno when it fails. Flags that write look as refuseToWrite does.
// Throws WorkspaceFile; then nothing was opened.
int openFile(const std::filesystem::path &path, int flags, mode_t mode = 0644);

} // namespace base

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/guarded_files.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace base {

namespace fs = std::filesystem;

struct GuardEntry
{
    struct File
    {
        fs::path path;
        std::optional<FileId> folder;
        std::vector<FileId> ids; // a file that was replaced may still be open: every id that was seen stays guarded
    };
    std::string owner;
    std::vector<File> files;
};

namespace {

// Locks belong to the process, so their guards do too.
std::mutex &mutex()
{
    static std::mutex one;
    return one;
}

std::vector<GuardEntry *> &entries()
{
    static std::vector<GuardEntry *> all;
    return all;
}

FileId idFrom(const struct stat &info) { return { uint64_t(info.st_dev), uint64_t(info.st_ino) }; }

fs::path folderOf(const fs::path &path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

// Where a path leads when its last part is a link to something that is not there (yet).
fs::path behindLinks(fs::path path)
{
    std::error_code ec;
    for (int steps = 0; steps < 40 && fs::is_symlink(fs::symlink_status(path, ec)); ++steps) {
        const fs::path target = fs::read_symlink(path, ec);
        path = target.is_absolute() ? target : folderOf(path) / target;
    }
    return path;
}

class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int get() const { return m_fd; }

private:
    int m_fd;
};

fs::path throughDescriptor(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

constexpr std::string_view kBeside[] = { "-wal", "-shm", "-journal" };

// Whether it begins as an SQLite database, its log or the log's index does. `looked` is an O_PATH descriptor.
bool isDatabaseContent(int looked)
{
    struct stat info {};
    if (::fstat(looked, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size < 16)
        return false;
    const Descriptor file(::open(throughDescriptor(looked).c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    std::array<char, 16> head {};
    if (file.get() < 0 || ::pread(file.get(), head.data(), head.size(), 0) != ssize_t(head.size()))
        return false;
    const std::string_view begin(head.data(), head.size());
    return begin == std::string_view("SQLite format 3\0", 16) || begin.starts_with("\x37\x7f\x06\x82")
        || begin.starts_with("\x37\x7f\x06\x83");
}

bool isDatabase(const fs::path &path)
{
    const Descriptor looked(::open(path.c_str(), O_PATH | O_CLOEXEC));
    return looked.get() >= 0 && isDatabaseContent(looked.get());
}

// A name that SQLite uses beside a database that is there.
bool isBesideADatabase(const fs::path &path)
{
    const std::string name = path.filename().string();
    return std::any_of(std::begin(kBeside), std::end(kBeside), [&](std::string_view suffix) {
        const fs::path database = folderOf(path) / name.substr(0, name.size() - std::min(name.size(), suffix.size()));
        std::error_code ec;
        return name.ends_with(suffix) && name.size() > suffix.size() && fs::is_regular_file(database, ec)
            && (ownerOfGuarded(database) || isDatabase(database));
    });
}

} // namespace

std::optional<FileId> fileIdOf(const fs::path &path)
{
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? std::optional(idFrom(info)) : std::nullopt;
}

std::optional<FileId> fileIdOf(int descriptor)
{
    struct stat info {};
    return ::fstat(descriptor, &info) == 0 ? std::optional(idFrom(info)) : std::nullopt;
}

FileGuard::FileGuard(fs::path owner, std::vector<fs::path> files)
    : m_entry(std::make_unique<GuardEntry>())
{
    m_entry->owner = owner.string();
    for (fs::path &file : files) {
        const auto folder = fileIdOf(folderOf(file));
        m_entry->files.push_back({ std::move(file), folder, {} });
    }
    {
        const std::lock_guard guard(mutex());
        entries().push_back(m_entry.get());
    }
    refresh();
}

FileGuard::~FileGuard()
{
    const std::lock_guard guard(mutex());
    std::erase(entries(), m_entry.get());
}

void FileGuard::refresh()
{
    const std::lock_guard guard(mutex());
    for (GuardEntry::File &file : m_entry->files) {
        const auto id = fileIdOf(file.path);
        if (id && std::find(file.ids.begin(), file.ids.end(), *id) == file.ids.end())
            file.ids.push_back(*id);
    }
}

namespace {

std::optional<std::string> ownerOf(const FileId &id)
{
    const std::lock_guard guard(mutex());
    for (const GuardEntry *entry : entries()) {
        for (const GuardEntry::File &file : entry->files) {
            if (std::find(file.ids.begin(), file.ids.end(), id) != file.ids.end() || fileIdOf(file.path) == id)
                return entry->owner;
        }
    }
    return std::nullopt;
}

// By folder and name, for a file that is not there at this moment.
std::optional<std::string> ownerOfName(const fs::path &path)
{
    const fs::path place = behindLinks(path);
    const auto folder = fileIdOf(folderOf(place));
    const std::lock_guard guard(mutex());
    for (const GuardEntry *entry : entries()) {
        for (const GuardEntry::File &file : entry->files) {
            if (folder && file.folder == folder && file.path.filename() == place.filename())
                return entry->owner;
        }
    }
    return std::nullopt;
}

[[noreturn]] void refuse(const fs::path &path, const std::string &owner)
{
    throw Failure(ErrorKind::WorkspaceFile, path.string(), {}, { { "workspace", owner } });
}

bool writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0; }

} // namespace

std::optional<std::string> ownerOfGuarded(const fs::path &path)
{
    const auto id = fileIdOf(path);
    return id ? ownerOf(*id) : ownerOfName(path);
}

void refuseGuarded(const fs::path &path)
{
    if (const auto owner = ownerOfGuarded(path))
        refuse(path, *owner);
}

void refuseToWrite(const fs::path &path)
{
    refuseGuarded(path);
    const fs::path place = behindLinks(path);
    if (isDatabase(place) || isBesideADatabase(place))
        refuse(path, {});
}

int openFile(const fs::path &path, int flags, mode_t mode)
{
    flags |= O_CLOEXEC;
    const Descriptor looked(::open(path.c_str(), O_PATH | O_CLOEXEC | (flags & O_NOFOLLOW)));
    if (looked.get() >= 0) {
        const auto id = fileIdOf(looked.get());
        if (const auto owner = id ? ownerOf(*id) : std::nullopt)
            refuse(path, *owner);
        if (writes(flags) && (isDatabaseContent(looked.get()) || isBesideADatabase(behindLinks(path))))
            refuse(path, {});
        if ((flags & (O_EXCL | O_NOFOLLOW)) == 0) {
            // What was looked at is what is opened, whatever the path leads to by now.
            const int fd = ::open(throughDescriptor(looked.get()).c_str(), flags & ~O_CREAT);
            if (fd >= 0 || (errno != ENOENT && errno != ELOOP))
                return fd;
        }
    } else if (writes(flags)) {
        if (const auto owner = ownerOfName(path))
            refuse(path, *owner);
        if (isBesideADatabase(behindLinks(path)))
            refuse(path, {});
    }
    const int fd = ::open(path.c_str(), flags, mode);
    if (fd < 0)
        return fd;
    const auto id = fileIdOf(fd);
    if (const auto owner = id ? ownerOf(*id) : std::nullopt) {
        // A link was turned to the file in this moment. Closing the descriptor would drop the locks: it is left open.
        refuse(path, *owner);
    }
    return fd;
}

} // namespace base

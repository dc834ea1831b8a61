// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"

#include "base/numbers.h"
#include "base/uuid.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace base {

namespace fs = std::filesystem;

namespace {

class Descriptor
{
public:
    Descriptor(const fs::path &path, int flags, mode_t mode = 0644)
        : m_fd(::open(path.c_str(), flags | O_CLOEXEC, mode))
    {
    }
    ~Descriptor() { close(); }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int get() const { return m_fd; }
    // Returns false when closing reports a late write error.
    bool close() { return m_fd < 0 || ::close(std::exchange(m_fd, -1)) == 0; }

private:
    int m_fd;
};

// Returns 0 or an errno.
int writeAll(int fd, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return errno;
        }
        content.remove_prefix(static_cast<size_t>(written));
    }
    return 0;
}

} // namespace

void throwWriteError(const fs::path &path, int errorNumber)
{
    if (errorNumber == ENOSPC || errorNumber == EDQUOT)
        throw Failure(ErrorKind::DiskFull, path.string());
    throw Failure(ErrorKind::FileUnwritable, path.string(), {}, { { "reason", std::strerror(errorNumber) } });
}

namespace {

// Why a read from an open file has just failed.
std::string readReason(const fs::path &path)
{
    const int error = errno;
    std::error_code ec;
    return fs::is_directory(path, ec) ? "it is a folder" : std::strerror(error);
}

} // namespace

std::string readFile(const fs::path &path)
{
    std::error_code ec;
    if (!fs::exists(path, ec))
        throw Failure(ErrorKind::FileMissing, path.string());
    if (fs::is_directory(path, ec))
        throw Failure(ErrorKind::FileUnreadable, path.string(), {}, { { "reason", "it is a folder" } });
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throw Failure(ErrorKind::FileUnreadable, path.string(), {}, { { "reason", std::strerror(errno) } });
    // The size is a hint: files in /proc say 0, and a file may grow while it is read.
    const auto hint = fs::is_regular_file(path, ec) ? fs::file_size(path, ec) : 0;
    std::string content;
    size_t used = 0;
    while (in) {
        content.resize(std::max<size_t>(used * 2, ec ? 0 : hint + 1) + (used ? 0 : 4096));
        in.read(content.data() + used, static_cast<std::streamsize>(content.size() - used));
        used += static_cast<size_t>(in.gcount());
    }
    if (in.bad())
        throw Failure(ErrorKind::FileUnreadable, path.string(), {}, { { "reason", readReason(path) } });
    content.resize(used);
    return content;
}

namespace {

constexpr int kMostLinks = 40; // as the kernel has it

// A descriptor of this process that is named as a file ("/dev/stdout" leads there); -1 for any other place.
int ownDescriptor(const fs::path &folder, const fs::path &name)
{
    const auto number = toInteger(name.string());
    return number && *number >= 0 && folder == "/proc/" + std::to_string(::getpid()) + "/fd" ? static_cast<int>(*number) : -1;
}

struct Target
{
    fs::path path; // where the content goes: behind all links
    int fd = -1; // open already: a device, a pipe, a descriptor that was handed over. It is written to as it is.
};

// Throws FileUnwritable.
Target targetOf(const fs::path &path)
{
    fs::path at = path;
    for (int i = 0; i < kMostLinks; ++i) {
        std::error_code ec;
        const fs::path folder = fs::canonical(at.has_parent_path() ? at.parent_path() : fs::path("."), ec);
        if (ec)
            throwWriteError(path, ec.value());
        if (const int own = ownDescriptor(folder, at.filename()); own >= 0) {
            const int fd = ::fcntl(own, F_DUPFD_CLOEXEC, 0); // its place in the file is shared
            if (fd < 0)
                throwWriteError(path, errno);
            return { at, fd };
        }
        struct stat info {};
        if (::lstat(at.c_str(), &info) != 0 || S_ISREG(info.st_mode) || S_ISDIR(info.st_mode))
            return { at, -1 };
        if (!S_ISLNK(info.st_mode)) {
            const int fd = ::open(at.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
            if (fd < 0)
                throwWriteError(path, errno);
            return { at, fd };
        }
        const fs::path link = fs::read_symlink(at, ec);
        if (ec)
            throwWriteError(path, ec.value());
        at = folder / link; // an absolute link replaces the folder
    }
    throwWriteError(path, ELOOP);
}

} // namespace

AtomicFile::AtomicFile(fs::path path)
{
    Target target = targetOf(path);
    m_path = std::move(target.path);
    m_fd = target.fd;
    if (m_fd >= 0)
        return; // m_partial stays empty
    m_partial = m_path;
    m_partial += ".partial-" + newUuid().substr(0, 8);
    m_fd = ::open(m_partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (m_fd < 0)
        throwWriteError(m_path, errno);
}

AtomicFile::~AtomicFile()
{
    if (m_fd >= 0) {
        ::close(m_fd);
        if (!m_partial.empty())
            ::unlink(m_partial.c_str());
    }
}

void AtomicFile::fail(int errorNumber)
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
    if (!m_partial.empty())
        ::unlink(m_partial.c_str());
    throwWriteError(m_path, errorNumber);
}

void AtomicFile::write(std::string_view piece)
{
    if (const int error = writeAll(m_fd, piece))
        fail(error);
}

void AtomicFile::commit()
{
    const bool isFile = !m_partial.empty();
    if (::fsync(m_fd) != 0 && (isFile || (errno != EINVAL && errno != EROFS && errno != ENOTSUP)))
        fail(errno); // devices and pipes know no fsync
    if (::close(std::exchange(m_fd, -1)) != 0)
        fail(errno); // a late write error
    if (!isFile)
        return;
    if (::rename(m_partial.c_str(), m_path.c_str()) != 0)
        fail(errno);
    syncPath(m_path.has_parent_path() ? m_path.parent_path() : fs::path("."));
}

void writeFileAtomically(const fs::path &path, std::string_view content)
{
    AtomicFile file(path);
    file.write(content);
    file.commit();
}

void appendToFile(const fs::path &path, std::string_view content, bool sync)
{
    Descriptor file(path, O_WRONLY | O_CREAT | O_APPEND);
    if (file.get() < 0)
        throwWriteError(path, errno);
    struct stat before {};
    const bool known = ::fstat(file.get(), &before) == 0 && S_ISREG(before.st_mode);
    int error = writeAll(file.get(), content);
    // Half a line must not stay for the next one to be glued to; one that a crash left is cut by those who open the file.
    if (error != 0 && known && ::ftruncate(file.get(), before.st_size) != 0)
        throwWriteError(path, error);
    if (error == 0 && sync && ::fsync(file.get()) != 0)
        error = errno;
    if (!file.close() && error == 0)
        error = errno;
    if (error != 0)
        throwWriteError(path, error);
}

void syncPath(const fs::path &path)
{
    Descriptor fd(path, O_RDONLY);
    if (fd.get() >= 0)
        ::fsync(fd.get());
}

uint64_t forEachLine(const fs::path &path, uint64_t from, const std::function<void(std::string_view)> &line)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throw Failure(ErrorKind::FileMissing, path.string());
    in.seekg(static_cast<std::streamoff>(from));
    std::string text;
    uint64_t offset = from;
    while (std::getline(in, text)) {
        if (in.eof())
            break; // no newline behind it: still being written
        offset += text.size() + 1;
        line(text);
    }
    // A disk's fault must not read like the end: writers cut a file behind its last whole line.
    if (in.bad())
        throw Failure(ErrorKind::FileUnreadable, path.string(), {}, { { "reason", readReason(path) } });
    return offset;
}

} // namespace base

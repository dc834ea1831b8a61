// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"

#include "base/file_reader.h"
#include "base/guarded_files.h"
#include "base/numbers.h"
#include "base/uuid.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace base {

namespace fs = std::filesystem;

namespace {

class Descriptor
{
public:
    Descriptor(const fs::path &path, int flags, mode_t mode = 0644)
        : m_fd(openFile(path, flags, mode))
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

std::string readFile(const fs::path &path)
{
    FileReader in(path);
    // The size is a hint: files in /proc say 0, and a file may grow while it is read.
    std::string content;
    size_t used = 0;
    for (;;) {
        if (used == content.size())
            content.resize(used == 0 ? in.size() + 4096 : used * 2);
        const size_t count = in.read(content.data() + used, content.size() - used);
        if (count == 0)
            break;
        used += count;
    }
    content.resize(used);
    return content;
}

std::string endOfFile(const fs::path &path, uint64_t size)
{
    FileReader in(path);
    const uint64_t skipped = in.size() > size ? in.size() - size : 0;
    in.seek(skipped);
    std::string text(size_t(in.size() - skipped), '\0');
    size_t used = 0;
    while (const size_t count = in.read(text.data() + used, text.size() - used))
        used += count;
    text.resize(used);
    const size_t newline = skipped > 0 ? text.find('\n') : std::string::npos;
    return newline == std::string::npos ? text : text.substr(newline + 1);
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
            const int fd = openFile(at, O_WRONLY | O_NOCTTY);
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
    refuseToWrite(path);
    Target target = targetOf(path);
    m_path = std::move(target.path);
    m_fd = target.fd;
    if (m_fd >= 0)
        return; // m_partial stays empty
    m_partial = m_path;
    m_partial += ".partial-" + newUuid().substr(0, 8);
    m_fd = openFile(m_partial, O_WRONLY | O_CREAT | O_TRUNC);
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
    refuseToWrite(m_path); // a link may have been turned since
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
    constexpr size_t kPiece = size_t(1) << 16;
    FileReader in(path);
    in.seek(from);
    std::string text;
    uint64_t offset = from;
    for (size_t used = 0;;) {
        text.resize(used + kPiece);
        // A disk's fault throws: it must not read like the end, writers cut a file behind its last whole line.
        const size_t count = in.read(text.data() + used, kPiece);
        if (count == 0)
            return offset; // what has no newline behind it is still being written
        text.resize(used + count);
        size_t begin = 0;
        for (size_t end = text.find('\n', used); end != std::string::npos; end = text.find('\n', begin)) {
            const std::string_view whole = std::string_view(text).substr(begin, end - begin);
            begin = end + 1;
            offset += whole.size() + 1;
            line(whole);
        }
        text.erase(0, begin);
        used = text.size();
    }
}

} // namespace base

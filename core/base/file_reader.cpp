// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file_reader.h"

#include "base/error.h"
#include "base/guarded_files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace base {

namespace {

[[noreturn]] void throwUnreadable(const std::filesystem::path &path, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        throw Failure(ErrorKind::FileMissing, path.string());
    throw Failure(ErrorKind::FileUnreadable, path.string(), {},
        { { "reason", error == EISDIR ? "it is a folder" : std::strerror(error) } });
}

} // namespace

FileReader::FileReader(std::filesystem::path path)
    : m_path(std::move(path))
    , m_fd(openFile(m_path, O_RDONLY | O_NOCTTY))
{
    if (m_fd < 0)
        throwUnreadable(m_path, errno);
    struct stat info {};
    const int error = ::fstat(m_fd, &info) != 0 ? errno : S_ISDIR(info.st_mode) ? EISDIR : 0;
    if (error != 0) {
        ::close(m_fd);
        throwUnreadable(m_path, error);
    }
    m_size = S_ISREG(info.st_mode) ? static_cast<uint64_t>(info.st_size) : 0;
}

FileReader::~FileReader() { ::close(m_fd); }

size_t FileReader::read(char *bytes, size_t size)
{
    for (;;) {
        const ssize_t count = ::read(m_fd, bytes, size);
        if (count >= 0)
            return static_cast<size_t>(count);
        if (errno != EINTR)
            throwUnreadable(m_path, errno);
    }
}

void FileReader::seek(uint64_t offset)
{
    if (::lseek(m_fd, static_cast<off_t>(offset), SEEK_SET) < 0 && (errno != ESPIPE || offset != 0))
        throwUnreadable(m_path, errno);
}

} // namespace base

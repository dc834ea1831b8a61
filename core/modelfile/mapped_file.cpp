// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelfile/mapped_file.h"

#include "base/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace modelfile {

namespace {

[[noreturn]] void throwUnreadable(const std::filesystem::path &path, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        throw base::Failure(base::ErrorKind::FileMissing, path.string());
    throw base::Failure(base::ErrorKind::FileUnreadable, path.string(), {}, { { "reason", std::strerror(error) } });
}

} // namespace

MappedFile::MappedFile(std::filesystem::path path)
    : m_path(std::move(path))
{
    const int fd = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        throwUnreadable(m_path, errno);
    struct stat info {};
    int error = ::fstat(fd, &info) == 0 ? 0 : errno;
    if (error == 0 && S_ISDIR(info.st_mode))
        error = EISDIR;
    if (error == 0 && !S_ISREG(info.st_mode))
        error = EINVAL; // a pipe or device has no size to check against
    if (error == 0 && info.st_size > 0) {
        const auto size = static_cast<size_t>(info.st_size);
        void *address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (address == MAP_FAILED)
            error = errno;
        else
            m_bytes = { static_cast<const std::byte *>(address), size };
    }
    ::close(fd);
    if (error != 0)
        throwUnreadable(m_path, error);
}

MappedFile::~MappedFile()
{
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
}

} // namespace modelfile

// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelfile/mapped_file.h"

#include "base/error.h"
#include "base/guarded_files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace modelfile {

namespace {

[[noreturn]] void throwUnreadable(const std::filesystem::path &path, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        throw base::Failure(base::ErrorKind::FileMissing, path.string());
    throw base::Failure(base::ErrorKind::FileUnreadable, path.string(), {}, { { "reason", std::strerror(error) } });
}

// Returns an errno, or 0.
int openToMap(int fd, struct stat &info)
{
    if (::fstat(fd, &info) != 0)
        return errno;
    if (S_ISDIR(info.st_mode))
        return EISDIR;
    return S_ISREG(info.st_mode) ? 0 : EINVAL; // a pipe or device has no size to check against
}

} // namespace

MappedFile::MappedFile(std::filesystem::path path)
    : m_path(std::move(path))
    , m_fd(base::openFile(m_path, O_RDONLY | O_NONBLOCK))
{
    if (m_fd < 0)
        throwUnreadable(m_path, errno);
    struct stat info {};
    int error = openToMap(m_fd, info);
    if (error == 0 && info.st_size > 0) {
        const auto size = static_cast<size_t>(info.st_size);
        void *address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, m_fd, 0);
        if (address == MAP_FAILED)
            error = errno;
        else
            m_bytes = { static_cast<const std::byte *>(address), size };
    }
    if (error != 0) {
        ::close(m_fd);
        throwUnreadable(m_path, error);
    }
    m_modified = info.st_mtim;
    if (!m_bytes.empty())
        m_guard = BusGuard(m_bytes);
}

MappedFile::~MappedFile()
{
    m_guard = BusGuard(); // before the memory is somebody else's
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
    ::close(m_fd);
}

void MappedFile::check() const
{
    struct stat info {};
    const bool known = ::fstat(m_fd, &info) == 0;
    if (known && static_cast<uint64_t>(info.st_size) < m_bytes.size())
        throw base::Failure(base::ErrorKind::TruncatedFile, m_path.string(), {},
            { { "expected", std::to_string(m_bytes.size()) + " bytes" }, { "found", std::to_string(info.st_size) + " bytes" } });
    if (!known || m_guard.isDamaged())
        throw base::Failure(base::ErrorKind::CorruptFile, m_path.string(), {}, { { "reason", "a part of it could not be read" } });
    if (info.st_mtim.tv_sec != m_modified.tv_sec || info.st_mtim.tv_nsec != m_modified.tv_nsec)
        throw base::Failure(base::ErrorKind::CorruptFile, m_path.string(), {},
            { { "reason", "another program has written into it while it was in use" } });
}

} // namespace modelfile

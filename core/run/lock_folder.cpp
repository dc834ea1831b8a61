// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/lock_folder.h"

#include "base/files.h"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace run {

namespace fs = std::filesystem;

namespace {

bool isOwnFolder(const fs::path &folder)
{
    struct stat info {};
    return ::lstat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == ::geteuid();
}

bool canWriteIn(const fs::path &folder)
{
    std::error_code ec;
    return fs::is_directory(folder, ec) && ::access(folder.c_str(), W_OK | X_OK) == 0;
}

fs::path chosenFolder(const char *name)
{
    fs::path folder = fs::absolute(name);
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec)
        base::throwWriteError(folder, ec.value());
    return folder;
}

} // namespace

fs::path lockFolder()
{
    if (const char *chosen = std::getenv("ATTUNE_LOCK_DIR"); chosen && *chosen)
        return chosenFolder(chosen);
    for (const char *folder : { "/run/lock", "/var/lock" }) {
        if (canWriteIn(folder))
            return folder;
    }
    // By the user's number, not by what the environment says: a timer's job has another one than a window.
    const std::string user = std::to_string(::geteuid());
    if (const fs::path runtime = "/run/user/" + user; isOwnFolder(runtime) && canWriteIn(runtime))
        return runtime;
    const fs::path own = "/tmp/attune-" + user;
    const int error = ::mkdir(own.c_str(), 0700) == 0 ? 0 : errno;
    // One that somebody else put there could be taken away and made again under our hands.
    if (!isOwnFolder(own))
        base::throwWriteError(own, error == 0 || error == EEXIST ? EPERM : error);
    return own;
}

int openShared(const fs::path &path)
{
    constexpr int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    int fd = -1;
    // Some systems refuse O_CREAT on another person's file in such a folder, so it is made only when it is not there.
    for (int i = 0; i < 8 && fd < 0; ++i) {
        fd = ::open(path.c_str(), flags);
        if (fd < 0 && errno == EACCES)
            fd = ::open(path.c_str(), (flags & ~O_RDWR) | O_RDONLY); // a lock needs no more
        if (fd >= 0 || errno != ENOENT)
            break;
        fd = ::open(path.c_str(), flags | O_CREAT | O_EXCL, 0666);
        if (fd >= 0)
            ::fchmod(fd, 0666);
        else if (errno != EEXIST)
            break;
    }
    struct stat info {};
    if (fd >= 0 && (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))) {
        ::close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

bool makeShared(const fs::path &folder)
{
    if (::mkdir(folder.c_str(), 01777) == 0)
        ::chmod(folder.c_str(), 01777);
    struct stat info {};
    return ::lstat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

} // namespace run

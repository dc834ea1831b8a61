// SPDX-License-Identifier: GPL-3.0-or-later
// Stands between a test program and the system: writes down which files are written, flushed and renamed, in what order, refuses
// to exchange names, does something just after a path was looked at, and ends a process just before one of these calls, as a kill
// or a power cut would. Include it in one source
// file of a program only: it defines the calls themselves, and everything linked into the program uses these.
#pragma once

#include <cstdio>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fakes {

struct SystemCall
{
    std::string name; // "write", "fsync", "rename", "remove"
    std::string path; // of a rename: the new name
    std::string text; // of a write
    pid_t thread = ::gettid();
};

struct SystemCalls
{
    bool logging = false;
    bool exchanges = true; // false: the file system cannot exchange names
    std::string broken; // what ends so never reaches the disk: flushing it fails
    int diesBefore = -1; // the call with that number, counted in `changes`
    int changes = 0; // calls that change names
    std::string looked; // after a look at this path (stat) ...
    std::function<void()> afterLook; // ... this happens, once
    std::vector<SystemCall> log;
    std::mutex mutex;

    void note(SystemCall call)
    {
        const std::lock_guard lock(mutex);
        if (logging)
            log.push_back(std::move(call));
    }
    void change(SystemCall call)
    {
        note(std::move(call));
        if (diesBefore >= 0 && changes++ == diesBefore)
            ::_exit(9);
    }
};

inline SystemCalls &systemCalls()
{
    static SystemCalls calls;
    return calls;
}

inline std::string pathOf(int fd)
{
    std::error_code ec;
    return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd), ec).string();
}

// The name itself may be a link, or not be there; its folder is told as pathOf() tells it, whichever way leads to it.
inline std::string nameIn(int folder, const char *name)
{
    const std::filesystem::path path = folder == AT_FDCWD || *name == '/' ? std::filesystem::path(name) : pathOf(folder) / std::filesystem::path(name);
    std::error_code ec;
    const std::filesystem::path parent = std::filesystem::canonical(path.has_parent_path() ? path.parent_path() : ".", ec);
    return ec ? path.string() : (parent / path.filename()).string();
}

inline int flush(int fd, long call)
{
    SystemCalls &calls = systemCalls();
    if (calls.logging || !calls.broken.empty()) {
        const std::string path = pathOf(fd);
        calls.note({ "fsync", path, {} });
        if (!calls.broken.empty() && path.ends_with(calls.broken)) {
            errno = EIO;
            return -1;
        }
    }
    return static_cast<int>(::syscall(call, fd));
}

// Calls `work` in a process of its own that ends before its first, second, ... change of a name, and then `check`, until `work`
// came to its end. Returns how often it was killed, or -1 when it failed otherwise.
inline int killEverywhere(const std::function<void()> &prepare, const std::function<void()> &work, const std::function<void()> &check)
{
    for (int kills = 0;; ++kills) {
        prepare();
        const pid_t child = ::fork();
        if (child == 0) {
            systemCalls().changes = 0;
            systemCalls().diesBefore = kills;
            try {
                work();
            } catch (...) {
                ::_exit(8);
            }
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        check();
        if (!WIFEXITED(status) || WEXITSTATUS(status) == 8)
            return -1;
        if (WEXITSTATUS(status) == 0)
            return kills;
    }
}

} // namespace fakes

extern "C" {

__attribute__((used, visibility("default"))) ssize_t write(int fd, const void *bytes, size_t count)
{
    if (fakes::systemCalls().logging)
        fakes::systemCalls().note({ "write", fakes::pathOf(fd), std::string(static_cast<const char *>(bytes), count) });
    return ::syscall(SYS_write, fd, bytes, count);
}

__attribute__((used, visibility("default"))) int fsync(int fd) { return fakes::flush(fd, SYS_fsync); }

__attribute__((used, visibility("default"))) int fdatasync(int fd) { return fakes::flush(fd, SYS_fdatasync); }

__attribute__((used, visibility("default"))) int rename(const char *from, const char *to) noexcept
{
    fakes::systemCalls().change({ "rename", fakes::nameIn(AT_FDCWD, to), {} });
    return static_cast<int>(::syscall(SYS_rename, from, to));
}

__attribute__((used, visibility("default"))) int renameat2(int fromFolder, const char *from, int toFolder, const char *to, unsigned flags) noexcept
{
    if (flags == RENAME_EXCHANGE && !fakes::systemCalls().exchanges) {
        errno = EINVAL;
        return -1;
    }
    fakes::systemCalls().change({ "rename", fakes::nameIn(toFolder, to), {} });
    return static_cast<int>(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}

__attribute__((used, visibility("default"))) int stat(const char *path, struct stat *info) noexcept
{
    const auto result = static_cast<int>(::syscall(SYS_newfstatat, AT_FDCWD, path, info, 0));
    const int error = errno;
    if (fakes::systemCalls().afterLook && fakes::systemCalls().looked == path)
        std::exchange(fakes::systemCalls().afterLook, {})();
    errno = error;
    return result;
}

__attribute__((used, visibility("default"))) int unlink(const char *path) noexcept
{
    fakes::systemCalls().change({ "remove", path, {} });
    return static_cast<int>(::syscall(SYS_unlink, path));
}

__attribute__((used, visibility("default"))) int unlinkat(int folder, const char *path, int flags) noexcept
{
    fakes::systemCalls().change({ "remove", fakes::nameIn(folder, path), {} });
    return static_cast<int>(::syscall(SYS_unlinkat, folder, path, flags));
}

__attribute__((used, visibility("default"))) int rmdir(const char *path) noexcept
{
    fakes::systemCalls().change({ "remove", path, {} });
    return static_cast<int>(::syscall(SYS_rmdir, path));
}

__attribute__((used, visibility("default"))) int remove(const char *path) noexcept
{
    fakes::systemCalls().change({ "remove", path, {} });
    std::error_code ec;
    const bool folder = std::filesystem::is_directory(std::filesystem::symlink_status(path, ec));
    return static_cast<int>(::syscall(folder ? SYS_rmdir : SYS_unlink, path));
}

} // extern "C"

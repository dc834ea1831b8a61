// SPDX-License-Identifier: GPL-3.0-or-later
// Work in a process of its own that is killed, or that the system refuses something, at its n-th call that changes what is on the disk.
#pragma once

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <functional>
#include <initializer_list>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cut_off {

enum class How { Kill, Fail };

struct Plan
{
    int at = 0; // which call, from 1; 0: none
    How how = How::Kill;
    bool linksAreAllowed = true; // else as on a file system without hard links
};

struct Ended
{
    bool wasReached = false; // the call; else the work came to its end before
    int code = -1; // of its exit: 0 done, 1 thrown
};

// Whether calls can be looked at and refused here.
inline bool isPossible()
{
#ifdef __x86_64__
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0 ? 0 : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
#else
    return false;
#endif
}

#ifdef __x86_64__
inline bool isOneOf(unsigned long long call, std::initializer_list<long> calls)
{
    for (const long one : calls) {
        if (call == static_cast<unsigned long long>(one))
            return true;
    }
    return false;
}

inline Ended run(const Plan &plan, const std::function<void()> &work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        ::raise(SIGSTOP);
        int code = 0;
        try {
            work();
        } catch (...) {
            code = 1;
        }
        ::_exit(code);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    Ended ended;
    int count = 0;
    bool isEntry = true;
    long refusal = 0; // of the call that is under way
    for (long signal = 0;;) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, signal);
        signal = 0;
        if (::waitpid(child, &status, 0) < 0 || WIFEXITED(status) || WIFSIGNALED(status))
            break;
        if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
            signal = WSTOPSIG(status);
            continue;
        }
        user_regs_struct regs {};
        ::ptrace(PTRACE_GETREGS, child, nullptr, &regs);
        if (!isEntry && refusal != 0) {
            regs.rax = static_cast<unsigned long long>(-refusal);
            ::ptrace(PTRACE_SETREGS, child, nullptr, &regs);
            refusal = 0;
        } else if (isEntry) {
            const bool links = isOneOf(regs.orig_rax, { SYS_link, SYS_linkat });
            const bool creates = regs.orig_rax == SYS_openat && (regs.rdx & O_CREAT) != 0;
            const bool changes = links || creates
                || isOneOf(regs.orig_rax,
                    { SYS_unlink, SYS_unlinkat, SYS_rename, SYS_renameat, SYS_renameat2, SYS_mkdir, SYS_mkdirat, SYS_rmdir, SYS_fsync });
            const bool isIt = changes && ++count == plan.at;
            ended.wasReached = ended.wasReached || isIt;
            if (isIt && plan.how == How::Kill)
                ::kill(child, SIGKILL);
            else if (isIt || (links && !plan.linksAreAllowed)) {
                refusal = isIt ? ENOSPC : EPERM;
                regs.orig_rax = static_cast<unsigned long long>(-1);
                ::ptrace(PTRACE_SETREGS, child, nullptr, &regs);
            }
        }
        isEntry = !isEntry;
    }
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ended;
}
#else
inline Ended run(const Plan &, const std::function<void()> &) { return {}; }
#endif

} // namespace cut_off

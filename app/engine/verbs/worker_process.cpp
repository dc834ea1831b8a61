// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/worker_process.h"

#include "engine_verbs/oom_evidence.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace verbs {

namespace {

constexpr int kNice = 5; // the window stays smooth while the worker computes
constexpr int kPollMilliseconds = 500;

// A signal handler reaches nothing but statics.
volatile sig_atomic_t theChild = 0;
volatile sig_atomic_t theSignals = 0;
const base::CancelToken *theToken = nullptr;

void onSignalInParent(int)
{
    theSignals = theSignals + 1;
    if (theChild > 0)
        ::kill(theChild, theSignals == 1 ? SIGTERM : SIGKILL);
}

void onSignalInChild(int) { theToken->cancel(); }

void handle(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    ::sigaction(signal, &action, nullptr);
}

void handleStops(void (*handler)(int))
{
    handle(SIGTERM, handler);
    handle(SIGINT, handler);
    handle(SIGHUP, SIG_IGN); // a detached worker outlives its terminal
    handle(SIGPIPE, SIG_IGN); // and whoever read what it says there
}

void writeAll(int fd, const std::string &text)
{
    for (size_t done = 0; done < text.size();) {
        const ssize_t written = ::write(fd, text.data() + done, text.size() - done);
        if (written <= 0 && errno != EINTR)
            return;
        done += written > 0 ? static_cast<size_t>(written) : 0;
    }
}

[[noreturn]] void beChild(pid_t parent, int report, const std::filesystem::path &log,
    const std::function<std::string(const base::CancelToken &)> &work)
{
    static const base::CancelToken token;
    theToken = &token;
    handleStops(onSignalInChild);
    // Of a group of its own: Ctrl-C in a terminal reaches the parent alone, which passes it on once.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        std::_Exit(1); // the parent died before the line above
    if (theSignals > 0)
        token.cancel(); // it came between the fork and the handler
    ::setpriority(PRIO_PROCESS, 0, kNice);
    volunteerForOomKill();
    if (const int fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0644); fd >= 0) {
        ::dup2(fd, STDOUT_FILENO);
        ::dup2(fd, STDERR_FILENO);
        ::close(fd);
    }
    writeAll(report, work(token));
    std::fflush(nullptr);
    // Nothing of the parent's is torn down a second time.
    std::_Exit(0);
}

// Collects the report until the child's end of the pipe closes, which is when it has ended.
std::string listen(int report, const std::function<void()> &idle)
{
    std::string message;
    for (;;) {
        pollfd waiting { report, POLLIN, 0 };
        const int ready = ::poll(&waiting, 1, kPollMilliseconds);
        if (ready > 0) {
            char buffer[4096];
            const ssize_t count = ::read(report, buffer, sizeof buffer);
            if (count == 0 || (count < 0 && errno != EINTR))
                return message;
            message.append(buffer, count > 0 ? static_cast<size_t>(count) : 0);
        } else if (ready < 0 && errno != EINTR) {
            return message;
        }
        idle();
    }
}

[[noreturn]] void throwNoProcess(const char *what)
{
    throw base::Failure(base::ErrorKind::Internal, what, {}, { { "reason", std::strerror(errno) } });
}

} // namespace

void catchStops() { handleStops(onSignalInParent); }

bool stopAsked() { return theSignals > 0; }

ChildEnd runInChild(const std::filesystem::path &log, const std::function<std::string(const base::CancelToken &)> &work,
    const std::function<void()> &idle)
{
    int report[2];
    if (::pipe2(report, O_CLOEXEC) != 0)
        throwNoProcess("pipe");
    const int64_t killsBefore = countOomKills();
    catchStops();
    std::fflush(nullptr);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0)
        throwNoProcess("fork");
    if (child == 0) {
        ::close(report[0]);
        beChild(parent, report[1], log, work);
    }
    theChild = child;
    if (theSignals > 0)
        ::kill(child, SIGTERM); // it came before the handler knew the child
    ::close(report[1]);

    ChildEnd end;
    end.message = listen(report[0], idle);
    ::close(report[0]);
    int status = 0;
    struct rusage usage = {};
    while (::wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    theChild = 0;
    end.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end.killed_on_request = end.signal == SIGKILL && theSignals > 1;
    end.memory_ran_out = end.signal == SIGKILL && !end.killed_on_request && countOomKills() > killsBefore;
    end.peak_bytes = int64_t(usage.ru_maxrss) * 1024;
    return end;
}

} // namespace verbs

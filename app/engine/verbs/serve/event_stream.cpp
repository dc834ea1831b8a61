// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/serve/event_stream.h"

#include "base/clock.h"
#include "run/job_event.h"

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace verbs {

EventStream::EventStream(int fd)
    : m_fd(fd)
{
    std::signal(SIGPIPE, SIG_IGN);
}

void EventStream::send(const std::string &type, const base::Json &fields)
{
    const std::lock_guard lock(m_mutex);
    const std::string line = base::toLine(run::toJson({ ++m_seq, base::utcNow(), type, fields })) + "\n";
    for (size_t done = 0; done < line.size();) {
        const ssize_t written = ::write(m_fd, line.data() + done, line.size() - done);
        if (written < 0 && errno != EINTR)
            return;
        done += written > 0 ? size_t(written) : 0;
    }
}

void EventStream::sendError(int64_t id, const base::Error &error)
{
    send("error", { { "id", id }, { "error", run::errorToJson(error) } });
}

int claimStdout()
{
    const int fd = ::dup(STDOUT_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return fd;
}

} // namespace verbs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/serve/event_stream.h"

#include "base/clock.h"
#include "base/files.h"
#include "run/job_event.h"

#include <cerrno>
#include <csignal>
#include <unistd.h>
#include <utility>

namespace verbs {

EventStream::EventStream(int fd, std::function<void()> onFailure)
    : m_fd(fd)
    , m_onFailure(std::move(onFailure))
{
    std::signal(SIGPIPE, SIG_IGN);
}

void EventStream::send(const std::string &type, const base::Json &fields)
{
    const std::lock_guard lock(m_mutex);
    write(base::toLine(run::toJson({ ++m_seq, base::utcNow(), type, fields })) + "\n");
}

void EventStream::write(std::string_view line)
{
    while (!line.empty() && m_error == 0) {
        const ssize_t written = ::write(m_fd, line.data(), line.size());
        if (written >= 0) {
            line.remove_prefix(size_t(written));
        } else if (errno != EINTR) {
            m_error = errno;
            if (m_onFailure)
                m_onFailure();
        }
    }
}

void EventStream::requireWhole() const
{
    const std::lock_guard lock(m_mutex);
    if (m_error != 0)
        base::throwWriteError("The standard output", m_error);
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

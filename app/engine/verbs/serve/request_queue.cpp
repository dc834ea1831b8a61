// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/serve/request_queue.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace verbs {

namespace {

// A dialogue of a million characters fits; what is longer is no request.
constexpr size_t kLongestLine = 16 << 20;

} // namespace

RequestQueue::RequestQueue(EventStream &events)
    : m_events(events)
{
    if (::pipe2(m_ending, O_CLOEXEC | O_NONBLOCK) != 0)
        throw base::Failure(base::ErrorKind::Internal, "pipe", {}, { { "reason", std::strerror(errno) } });
}

RequestQueue::~RequestQueue()
{
    ::close(m_ending[0]);
    ::close(m_ending[1]);
}

void RequestQueue::end() { [[maybe_unused]] const ssize_t woken = ::write(m_ending[1], "x", 1); }

bool RequestQueue::waitForInput(int fd) const
{
    pollfd waiting[] = { { fd, POLLIN, 0 }, { m_ending[0], POLLIN, 0 } };
    while (::poll(waiting, 2, -1) < 0 && errno == EINTR) {
    }
    return waiting[1].revents == 0;
}

void RequestQueue::readFrom(int fd)
{
    try {
        readLines(fd);
    } catch (const std::exception &) {
        // No memory for what is asked: as at the end of the input. An exception that left the thread would end the process.
    }
    close();
}

void RequestQueue::readLines(int fd)
{
    std::string buffer;
    char piece[65536];
    while (waitForInput(fd)) {
        const ssize_t count = ::read(fd, piece, sizeof piece);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        buffer.append(piece, size_t(count));
        size_t begin = 0;
        for (size_t end; (end = buffer.find('\n', begin)) != std::string::npos; begin = end + 1) {
            if (!take(buffer.substr(begin, end - begin)))
                return;
        }
        buffer.erase(0, begin);
        if (buffer.size() > kLongestLine) {
            m_events.sendError(0, { base::ErrorKind::TooLong, "A request", {}, {} });
            break;
        }
    }
}

bool RequestQueue::take(const std::string &line)
{
    if (line.find_first_not_of(" \t\r") == std::string::npos)
        return true;
    Request request;
    try {
        request.json = base::parseJson(line, "request");
        request.id = base::field<int64_t>(request.json, "id", "request");
        request.what = base::field<std::string>(request.json, "do", "request");
        if (request.what == "quit")
            return false;
        if (request.what == "cancel") {
            cancel(base::field<int64_t>(request.json, "target", "request"));
            return true;
        }
        if (request.what != "load" && request.what != "reply")
            throw base::Failure(base::ErrorKind::InvalidValue, "do", "request",
                { { "value", request.what }, { "expected", "load, reply, cancel or quit" } });
    } catch (const base::Failure &failure) {
        m_events.sendError(request.id, failure.error());
        return true;
    }
    const std::lock_guard lock(m_mutex);
    m_open[request.id] = request.cancel;
    m_waiting.push_back(std::move(request));
    m_changed.notify_one();
    return true;
}

void RequestQueue::cancel(int64_t id)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_open.find(id);
    if (found != m_open.end())
        found->second.cancel();
}

void RequestQueue::close()
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_waiting.clear();
    for (const auto &[id, token] : m_open)
        token.cancel();
    m_changed.notify_one();
}

std::optional<Request> RequestQueue::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
    if (m_closed)
        return std::nullopt;
    Request request = std::move(m_waiting.front());
    m_waiting.pop_front();
    return request;
}

void RequestQueue::done(int64_t id)
{
    const std::lock_guard lock(m_mutex);
    m_open.erase(id);
}

} // namespace verbs

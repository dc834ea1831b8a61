// SPDX-License-Identifier: GPL-3.0-or-later
// Requests as JSON lines from stdin, read by a thread of their own so that "cancel" is heard while a reply is made.
#pragma once

#include "engine_verbs/serve/event_stream.h"

#include "base/cancel.h"
#include "base/json.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace verbs {

struct Request
{
    int64_t id = 0;
    std::string what; // "load", "reply"
    base::Json json;
    base::CancelToken cancel;
};

class RequestQueue
{
public:
    // Errors about lines that are no requests are sent to `events`.
    explicit RequestQueue(EventStream &events);
    ~RequestQueue();

    // The reader's loop: until the end of the file, "quit" or end(), which cancel everything. Never throws.
    void readFrom(int fd);
    // From any thread: nobody is there any more who could hear an answer.
    void end();

    // Waits for the next one; nothing when all is over. Worker thread.
    std::optional<Request> next();
    // To be called when a request has been answered.
    void done(int64_t id);

private:
    void readLines(int fd);
    bool waitForInput(int fd) const; // false: end() was called
    bool take(const std::string &line); // false: quit
    void cancel(int64_t id);
    void close();

    EventStream &m_events;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Request> m_waiting;
    std::map<int64_t, base::CancelToken> m_open; // waiting or being answered
    bool m_closed = false;
    int m_ending[2] = { -1, -1 }; // a pipe that wakes the reader
};

} // namespace verbs

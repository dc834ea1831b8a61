// SPDX-License-Identifier: GPL-3.0-or-later
// Numbered events as JSON lines on a file descriptor.
#pragma once

#include "base/error.h"
#include "base/json.h"

#include <cstdint>
#include <mutex>

namespace verbs {

// Thread-safe; each event is one write. A reader that is gone is not an error here: the end of stdin ends the worker.
class EventStream
{
public:
    explicit EventStream(int fd);
    EventStream(const EventStream &) = delete;
    EventStream &operator=(const EventStream &) = delete;

    // {"v":1,"seq":n,"t":now,"type":type, ...fields}
    void send(const std::string &type, const base::Json &fields = base::Json::object());
    void sendError(int64_t id, const base::Error &error);

private:
    int m_fd;
    std::mutex m_mutex;
    int64_t m_seq = 0;
};

// The descriptor of stdout for the protocol alone: from now on whatever else prints there goes to stderr.
int claimStdout();

} // namespace verbs

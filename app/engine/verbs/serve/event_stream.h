// SPDX-License-Identifier: GPL-3.0-or-later
// Numbered events as JSON lines on a file descriptor.
#pragma once

#include "base/error.h"
#include "base/json.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace verbs {

// Thread-safe; each event is one write. When one cannot be written, nothing more is, and `onFailure` is called, once.
class EventStream
{
public:
    explicit EventStream(int fd, std::function<void()> onFailure = {});
    EventStream(const EventStream &) = delete;
    EventStream &operator=(const EventStream &) = delete;

    // {"v":1,"seq":n,"t":now,"type":type, ...fields}
    void send(const std::string &type, const base::Json &fields = base::Json::object());
    void sendError(int64_t id, const base::Error &error);
    // Throws FileUnwritable, DiskFull when an event could not be written.
    void requireWhole() const;

private:
    void write(std::string_view line);

    int m_fd;
    std::function<void()> m_onFailure;
    int m_error = 0; // an errno
    mutable std::mutex m_mutex;
    int64_t m_seq = 0;
};

// The descriptor of stdout for the protocol alone: from now on whatever else prints there goes to stderr.
int claimStdout();

} // namespace verbs

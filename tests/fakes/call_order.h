// SPDX-License-Identifier: GPL-3.0-or-later
// What a program wrote down with fakes/system_calls.h, asked for the order in which things reached the disk.
#pragma once

#include "fakes/system_calls.h"

#include <algorithm>
#include <set>

namespace fakes {

class CallOrder
{
public:
    CallOrder() { begin(); }
    ~CallOrder() { systemCalls().logging = false; }
    CallOrder(const CallOrder &) = delete;
    CallOrder &operator=(const CallOrder &) = delete;

    static void begin()
    {
        systemCalls().log.clear();
        systemCalls().logging = true;
    }
    static const std::vector<SystemCall> &end()
    {
        systemCalls().logging = false;
        return systemCalls().log;
    }
};

// Whether everything that was written to the file before call `at` is on the disk by then.
inline bool isFlushedBefore(const std::vector<SystemCall> &log, size_t at, const std::string &file)
{
    bool flushed = true;
    for (size_t i = 0; i < at; ++i) {
        if (log[i].path == file && log[i].name == "write")
            flushed = false;
        if (log[i].path == file && log[i].name == "fsync")
            flushed = true;
    }
    return flushed;
}

// The calls of that name whose path, and text, hold these words.
inline std::vector<size_t> callsWith(const std::vector<SystemCall> &log, const std::string &name, const std::string &path, const std::string &text = {})
{
    std::vector<size_t> found;
    for (size_t i = 0; i < log.size(); ++i) {
        if (log[i].name == name && log[i].path.find(path) != std::string::npos && log[i].text.find(text) != std::string::npos)
            found.push_back(i);
    }
    return found;
}

} // namespace fakes

// SPDX-License-Identifier: GPL-3.0-or-later
// A shared flag by which the one who waits asks the one who works to stop.
#pragma once

#include "base/error.h"

#include <atomic>
#include <memory>

namespace base {

// Copies share the flag. Thread-safe.
class CancelToken
{
public:
    void cancel() const { m_flag->store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_flag->load(std::memory_order_relaxed); }
    // Throws Failure{Cancelled}.
    void throwIfCancelled(const char *what) const
    {
        if (isCancelled())
            throw Failure(ErrorKind::Cancelled, what);
    }

private:
    std::shared_ptr<std::atomic<bool>> m_flag = std::make_shared<std::atomic<bool>>(false);
};

} // namespace base

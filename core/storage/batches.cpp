// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/batches.h"

#include "base/clock.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace storage {

void inBatches(Database &database, size_t count, const std::function<void(size_t)> &one, const std::function<void()> &atEnd)
{
    constexpr size_t kBatch = 50;
    constexpr double kLongest = 0.02; // seconds
    constexpr std::chrono::milliseconds kGap { 4 };
    for (size_t i = 0; i < count;) {
        if (i > 0)
            std::this_thread::sleep_for(kGap);
        database.transaction([&] {
            const double begun = base::steadySeconds();
            const size_t end = std::min(count, i + kBatch);
            do {
                one(i++);
            } while (i < end && base::steadySeconds() - begun < kLongest);
            if (atEnd)
                atEnd();
        });
    }
}

} // namespace storage

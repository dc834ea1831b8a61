// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/batches.h"

#include "base/clock.h"
#include "storage/sql.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

namespace storage {

namespace {

// A commit that need not reach the disk by itself holds the database for less long; the end of the work takes them all along. A power cut
// meanwhile loses an end of the work, never its middle.
class Unhurried
{
public:
    explicit Unhurried(Database &database)
        : m_database(database)
    {
        database.leaveSync();
    }
    ~Unhurried() { sqlite3_exec(m_database.connection().getHandle(), "PRAGMA synchronous = FULL", nullptr, nullptr, nullptr); }
    Unhurried(const Unhurried &) = delete;
    Unhurried &operator=(const Unhurried &) = delete;

private:
    Database &m_database;
};

bool waitsForDisk(Database &database)
{
    constexpr int64_t kFull = 2;
    return pragmaNumber(database.connection(), "synchronous") >= kFull;
}

} // namespace

void inBatches(Database &database, size_t count, const std::function<void(size_t)> &one, const std::function<void()> &atEnd)
{
    constexpr size_t kBatch = 50;
    constexpr double kLongest = 0.01; // seconds
    constexpr std::chrono::milliseconds kGap { 2 };
    std::optional<Unhurried> unhurried;
    // Else it is part of somebody's transaction, or the one who asked for it sees to the disk.
    if (count > 1 && sqlite3_get_autocommit(database.connection().getHandle()) && waitsForDisk(database))
        unhurried.emplace(database);
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
    if (unhurried)
        database.sync();
}

} // namespace storage

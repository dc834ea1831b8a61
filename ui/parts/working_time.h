// SPDX-License-Identifier: GPL-3.0-or-later
// How long a run has worked: the clock stands still between the last event of one attempt and the start of the next, and while another
// job holds the device.
#pragma once

#include "run/job_event.h"
#include "storage/run_repository.h"

#include <QDateTime>

#include <optional>
#include <string>

namespace parts {

// Seconds of work at each event of a run, fed in their order.
class WorkClock
{
public:
    // A time that cannot be read does not move the clock.
    double at(const run::JobEvent &event);
    // Now, of a run that works.
    double now();

private:
    double moveTo(const QDateTime &time, bool begins);

    QDateTime m_last;
    double m_seconds = 0;
};

// Of all attempts, until now for a run that works; nothing for one that never began or waits for its first turn. Any thread with its own connection.
// Throws what the repository throws.
std::optional<double> workingSeconds(const storage::RunRepository &runs, const storage::RunRow &row);

} // namespace parts

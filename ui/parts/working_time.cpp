// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/working_time.h"

#include "ui/parts/text_format.h"

namespace parts {

double WorkClock::at(const std::string &time, const std::string &type)
{
    return moveTo(QDateTime::fromString(fromUtf8(time), Qt::ISODateWithMs), type == "started" || type == "resumed");
}

double WorkClock::now() { return moveTo(QDateTime::currentDateTimeUtc(), false); }

double WorkClock::moveTo(const QDateTime &time, bool begins)
{
    if (time.isValid()) {
        if (m_last.isValid() && !begins)
            m_seconds += double(m_last.msecsTo(time)) / 1000;
        m_last = time;
    }
    return m_seconds;
}

std::optional<double> workingSeconds(const storage::RunRepository &runs, const storage::RunRow &row)
{
    if (row.started.empty())
        return {};
    WorkClock clock;
    clock.at(row.started, "started");
    // The row knows its last attempt only.
    if (row.attempt > 1) {
        clock = {};
        for (const run::JobEvent &event : runs.events(row.id))
            clock.at(event.time, event.type);
    }
    return row.ended.empty() ? clock.now() : clock.at(row.ended, "finished");
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/working_time.h"

#include "ui/parts/text_format.h"

namespace parts {

namespace {

// What lies before it is no work: a pause, or the wait for the device.
bool begins(const run::JobEvent &event)
{
    if (event.type != "stage")
        return event.type == "started" || event.type == "resumed";
    const auto name = event.fields.find("name");
    return name != event.fields.end() && *name == run::kWaiting;
}

QDateTime timeOf(const std::string &utc) { return QDateTime::fromString(fromUtf8(utc), Qt::ISODateWithMs); }

} // namespace

double WorkClock::at(const run::JobEvent &event) { return moveTo(timeOf(event.time), begins(event)); }

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
    const bool waits = row.ended.empty() && row.stage == run::kWaiting;
    WorkClock clock;
    bool hasBegun = true;
    if (row.attempt > 1 || waits) { // the row knows its last attempt only
        hasBegun = false;
        for (const run::JobEvent &event : runs.events(row.id)) {
            hasBegun = hasBegun || event.type == "started";
            clock.at(event);
        }
    } else {
        clock.at({ .time = row.started, .type = "started" });
    }
    if (!hasBegun)
        return {};
    if (!row.ended.empty())
        return clock.at({ .time = row.ended, .type = "finished" });
    return waits ? clock.at({}) : clock.now();
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
// Time as the files hold it: UTC, ISO-8601 with milliseconds, "2026-11-24T09:15:00.123Z".
#pragma once

#include <string>

namespace base {

std::string utcNow();

// Seconds from a steady clock, for durations.
double steadySeconds();

} // namespace base

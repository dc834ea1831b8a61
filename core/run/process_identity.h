// SPDX-License-Identifier: GPL-3.0-or-later
// Which process is meant, across restarts of the machine and pids that are given out again.
#pragma once

#include "base/json.h"

#include <cstdint>
#include <optional>
#include <string>

namespace run {

struct ProcessIdentity
{
    int64_t pid = 0;
    uint64_t start_time = 0; // clock ticks since boot, from /proc/<pid>/stat
    std::string boot_id;

    friend bool operator==(const ProcessIdentity &, const ProcessIdentity &) = default;
};

ProcessIdentity thisProcess();
// Whether it runs; one that has ended but was not waited for yet does not.
bool isAlive(const ProcessIdentity &process);

base::Json toJson(const ProcessIdentity &process);
// Nothing for what is no such object.
std::optional<ProcessIdentity> processFromJson(const base::Json &json);

} // namespace run

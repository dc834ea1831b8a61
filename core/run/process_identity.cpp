// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/process_identity.h"

#include "base/numbers.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <unistd.h>

namespace run {

namespace {

std::string bootId()
{
    std::ifstream in("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(in, id);
    return id;
}

// Field 22 of /proc/<pid>/stat, clock ticks since boot; 0 when no such process is running.
uint64_t startTimeOf(int64_t pid)
{
    std::ifstream in(fmt::format("/proc/{}/stat", pid));
    std::string text;
    std::getline(in, text);
    // The program's name is in parentheses and may hold spaces: count from the last closing one.
    const size_t close = text.rfind(')');
    if (close == std::string::npos)
        return 0;
    std::istringstream rest(text.substr(close + 1));
    std::string word;
    if (rest >> word && (word == "Z" || word == "X"))
        return 0;
    for (int field = 4; field <= 22 && rest >> word; ++field) {
    }
    return static_cast<uint64_t>(base::toInteger(word).value_or(0));
}

} // namespace

ProcessIdentity thisProcess() { return { ::getpid(), startTimeOf(::getpid()), bootId() }; }

bool isAlive(const ProcessIdentity &process)
{
    // A start time of 0 is that of no process: it would equal that of one that is gone.
    return process.pid > 0 && process.start_time > 0 && process.boot_id == bootId() && startTimeOf(process.pid) == process.start_time;
}

base::Json toJson(const ProcessIdentity &process)
{
    return base::Json { { "pid", process.pid }, { "start_time", process.start_time }, { "boot_id", process.boot_id } };
}

std::optional<ProcessIdentity> processFromJson(const base::Json &json)
{
    try {
        const std::string subject = "process";
        return ProcessIdentity { base::field<int64_t>(json, "pid", subject), base::field<uint64_t>(json, "start_time", subject),
            base::field<std::string>(json, "boot_id", subject) };
    } catch (const base::Failure &) {
        return std::nullopt;
    }
}

} // namespace run

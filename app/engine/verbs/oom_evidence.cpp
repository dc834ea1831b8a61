// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/oom_evidence.h"

#include <fstream>
#include <string>

namespace verbs {

namespace {

int64_t readCounter(const std::string &path, const std::string &name)
{
    std::ifstream in(path);
    std::string word;
    int64_t value = 0;
    while (in >> word >> value) {
        if (word == name)
            return value;
    }
    return 0;
}

// Of cgroup v2: the line "0::/path".
std::string controlGroup()
{
    std::ifstream in("/proc/self/cgroup");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("0::"))
            return line.substr(3);
    }
    return "/";
}

} // namespace

int64_t countOomKills()
{
    return readCounter("/sys/fs/cgroup" + controlGroup() + "/memory.events", "oom_kill")
        + readCounter("/proc/vmstat", "oom_kill");
}

void volunteerForOomKill() { std::ofstream("/proc/self/oom_score_adj") << 300; }

} // namespace verbs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/openmp_waits.h"

#include <cstdlib>
#include <unistd.h>

namespace verbs {

namespace {
constexpr const char *kPolicy = "OMP_WAIT_POLICY";
}

void letOpenmpThreadsSleep(char **argv)
{
    if (std::getenv(kPolicy))
        return;
    ::setenv(kPolicy, "passive", 1);
    ::execv("/proc/self/exe", argv);
}

std::string openmpWaitPolicy()
{
    const char *policy = std::getenv(kPolicy);
    return policy ? policy : "";
}

} // namespace verbs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/openmp_waits.h"

#include <cstdlib>
#include <fstream>
#include <vector>

#include <unistd.h>

namespace verbs {

namespace {

constexpr const char *kPolicy = "OMP_WAIT_POLICY";

// The file is closed again: what is open here stays open in the program begun anew.
std::vector<std::string> ownArguments()
{
    std::ifstream in("/proc/self/cmdline", std::ios::binary);
    std::vector<std::string> words;
    for (std::string word; std::getline(in, word, '\0');)
        words.push_back(word);
    return words;
}

} // namespace

void letOpenmpThreadsSleep()
{
    std::vector<std::string> words = ownArguments();
    if (std::getenv(kPolicy) || words.empty())
        return;
    std::vector<char *> arguments;
    for (std::string &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::setenv(kPolicy, "passive", 1);
    ::execv("/proc/self/exe", arguments.data());
}

std::string openmpWaitPolicy()
{
    const char *policy = std::getenv(kPolicy);
    return policy ? policy : "";
}

} // namespace verbs

// SPDX-License-Identifier: GPL-3.0-or-later
// The worker's command line. Each verb has a file of its own that adds its subcommand.
#pragma once

#include <memory>

namespace CLI {
class App;
}

namespace verbs {

// Parses and runs. Returns 0 done, 1 failed, 2 wrong use, 130 interrupted; errors are one sentence on stderr.
int runEngine(int argc, char **argv);

// Subcommands. What they do runs when they are chosen, and throws base::Failure.
void addCard(CLI::App &program);
void addTokenize(CLI::App &program);
void addLogits(CLI::App &program);
void addServe(CLI::App &program);
// `bench` with its own subcommands; more of them may be added to what is returned.
CLI::App *addBench(CLI::App &program);
void addBenchTrain(CLI::App &bench);
// Works on a run folder. It forks before it computes, so nothing may have called libtorch before.
void addRun(CLI::App &program);

} // namespace verbs

// SPDX-License-Identifier: GPL-3.0-or-later
// The window's command line. Each verb has a file of its own that adds its subcommand.
#pragma once

namespace CLI {
class App;
}

namespace verbs {

// Parses and runs; without a verb the window opens. Returns 0 done, 1 failed, 2 wrong use, 130 interrupted; errors are
// one sentence on stderr.
int runAttune(int argc, char **argv);

// Subcommands. What they do runs when they are chosen, and throws base::Failure.
void addImport(CLI::App &program);
void addExport(CLI::App &program);
void addSources(CLI::App &program);
void addList(CLI::App &program);
void addInspect(CLI::App &program);
void addTrain(CLI::App &program);
void addEvaluate(CLI::App &program);
void addScore(CLI::App &program);
void addRuns(CLI::App &program);
void addTrash(CLI::App &program);
void addChat(CLI::App &program);
void addDemo(CLI::App &program);
void addRepair(CLI::App &program);
void addScreenshot(CLI::App &program);
// The options of the window, which opens when no verb is given.
void addWindow(CLI::App &program);

} // namespace verbs

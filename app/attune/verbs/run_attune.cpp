// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/verbs.h"

#include "base/error.h"
#include "base/standard_output.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <new>

namespace verbs {

namespace {

int exitCode(const base::Error &error)
{
    switch (error.kind) {
    case base::ErrorKind::Usage:
        return 2;
    case base::ErrorKind::Cancelled:
        return 130;
    default:
        return 1;
    }
}

// CLI11 says only that a verb is missing.
void refuseUnknownVerb(CLI::App &program, int argc, char **argv)
{
    const std::string first = argc > 1 ? argv[1] : "";
    const auto verbs = program.get_subcommands({});
    const bool known = std::any_of(verbs.begin(), verbs.end(), [&](const CLI::App *verb) { return verb->get_name() == first; });
    if (!first.empty() && first.front() != '-' && !known) {
        throw base::Failure(base::ErrorKind::Usage, "attune", {},
            { { "reason", "there is no verb \"" + first + "\"; attune --help lists them." } });
    }
}

int parse(CLI::App &program, int argc, char **argv)
{
    try {
        program.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError &error) {
        // Help and version are no errors.
        return program.exit(error, std::cout, std::cerr) == 0 ? 0 : 2;
    }
}

int parseAndRun(CLI::App &program, int argc, char **argv)
{
    base::StandardOutput output;
    try {
        refuseUnknownVerb(program, argc, argv);
        const int code = parse(program, argc, argv);
        output.finish();
        return code;
    } catch (const base::Failure &failure) {
        std::cerr << failure.what() << '\n';
        return exitCode(failure.error());
    } catch (const std::bad_alloc &) {
        std::cerr << base::Failure(base::ErrorKind::OutOfMemory, "the command").what() << '\n';
    } catch (const std::exception &error) {
        std::cerr << base::Failure(base::ErrorKind::Internal, "", "", { { "reason", error.what() } }).what() << '\n';
    }
    return 1;
}

} // namespace

int runAttune(int argc, char **argv)
{
    CLI::App program("A workbench for emotional support dialogue models.", "attune");
    program.set_version_flag("--version", "attune " ATTUNE_VERSION);
#ifdef ATTUNE_WINDOW
    program.require_subcommand(0, 1);
    addWindow(program);
    addScreenshot(program);
#else
    program.require_subcommand(1);
#endif
    addScore(program);
#ifdef ATTUNE_WORKSPACE_VERBS
    addImport(program);
    addExport(program);
    addSources(program);
    addList(program);
    addInspect(program);
    addTrain(program);
    addEvaluate(program);
    addRuns(program);
    addTrash(program);
    addChat(program);
    addDemo(program);
    addRepair(program);
#endif
    return parseAndRun(program, argc, argv);
}

} // namespace verbs

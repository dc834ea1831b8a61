// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/openmp_waits.h"
#include "engine_verbs/thrown.h"
#include "engine_verbs/verbs.h"

#include "base/error.h"
#include "base/standard_output.h"
#include "nn/device.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

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
    if (!first.empty() && first.front() != '-' && !known)
        throw base::Failure(base::ErrorKind::Usage, "attune-engine", {},
            { { "reason", "there is no verb \"" + first + "\"; attune-engine --help lists them." } });
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
    } catch (const std::exception &thrown) {
        std::cerr << base::Failure(errorFromThrown(thrown, "the command")).what() << '\n';
    }
    return 1;
}

} // namespace

int runEngine(int argc, char **argv)
{
    const std::string_view verb = argc < 2 ? "" : argv[1];
    // Verbs that compute.
    if (verb == "serve" || verb == "logits" || verb == "bench" || verb == "run")
        letOpenmpThreadsSleep();
    // Before any other libtorch call; `run` forks first and leaves it to its child.
    if (verb != "run")
        nn::loadCuda();
    CLI::App program("Attune's worker: runs models, and jobs that the window asked for.", "attune-engine");
    program.set_version_flag("--version", "attune-engine " ATTUNE_VERSION);
    program.require_subcommand(1);
    addCard(program);
    addTokenize(program);
    addLogits(program);
    addServe(program);
    addBenchTrain(*addBench(program));
    addRun(program);
    return parseAndRun(program, argc, argv);
}

} // namespace verbs

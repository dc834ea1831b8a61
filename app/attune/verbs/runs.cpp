// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/run_summary.h"
#include "attune_verbs/verbs.h"
#include "workspace/run_truth.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

struct Options
{
    std::string workspace;
    std::string run;
    bool json = false;
};

// What is true now, whatever was recorded last.
std::string stateOf(const storage::RunRow &row)
{
    const workspace::RunTruth truth = workspace::truthOf(row);
    std::string state(truth.outcome ? run::outcomeName(*truth.outcome) : storage::runStateName(truth.state));
    return truth.folder_gone ? state + " (its folder is gone)" : state;
}

void printLine(workspace::Workspace &workspace, const storage::RunRow &row)
{
    std::cout << row.id.substr(0, 8) << "  " << row.name << "  " << run::jobKindName(row.kind) << "  "
              << stateOf(row);
    if (row.kind == run::JobKind::Train)
        std::cout << "  eval_loss " << firstAndLast(workspace, row.id, "eval_loss");
    if (const auto scores = workspace.scores().latest(row.id)) {
        for (const char *metric : { "bleu_4", "rouge_l" }) {
            if (const auto value = scores->value(metric))
                std::cout << "  " << metric << ' ' << std::round(*value * 100) / 100;
        }
    }
    std::cout << '\n';
}

void show(workspace::Workspace &workspace, const storage::RunRow &row)
{
    printLine(workspace, row);
    std::cout << "  folder  " << row.folder.string() << (workspace::isFolderGone(row) ? "  (gone)" : "") << '\n';
    for (const std::string &name : workspace.runs().metricNames(row.id))
        std::cout << "  " << name << "  " << firstAndLast(workspace, row.id, name) << '\n';
    if (const auto scores = workspace.scores().latest(row.id))
        std::cout << scoreTable(*scores);
}

void runs(const Options &options)
{
    const Headless headless;
    const auto workspace = headless.openWorkspace(options.workspace);
    try {
        storage::findNewRuns(workspace->database());
    } catch (const base::Failure &) {
        // A workspace that cannot be written is listed as it is.
    }
    if (!options.run.empty()) {
        const storage::RunRow row = workspace->runs().resolve(options.run);
        if (options.json)
            std::cout << base::toLine(runToJson(*workspace, row)) << '\n';
        else
            show(*workspace, row);
        return;
    }
    base::Json rows = base::Json::array();
    const std::vector<storage::RunRow> all = workspace->runs().list();
    if (all.empty() && !options.json)
        std::cout << "No runs yet in " << workspace->folder().string() << "; attune train makes one.\n";
    for (const storage::RunRow &row : all) {
        if (options.json)
            rows.push_back(runToJson(*workspace, row));
        else
            printLine(*workspace, row);
    }
    if (options.json)
        std::cout << base::toLine({ { "runs", std::move(rows) } }) << '\n';
}

} // namespace

void addRuns(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("runs", "Lists the runs of a workspace, or shows one");
    verb->add_option("RUN", options->run, "Id, the beginning of an id, folder or name of one run");
    addWorkspaceOption(*verb, options->workspace);
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { runs(*options); });
}

} // namespace verbs

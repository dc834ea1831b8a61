// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/run_summary.h"
#include "attune_verbs/verbs.h"
#include "workspace/run_data.h"
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

base::Json changedJson(const std::vector<workspace::ChangedDialogue> &changed)
{
    base::Json all = base::Json::array();
    for (const workspace::ChangedDialogue &one : changed)
        all.push_back({ { "dialogue_id", one.id }, { "name", one.name }, { "was", run::splitName(one.was) }, { "now", run::splitName(one.now) } });
    return all;
}

// Null when the run's own copy cannot be read any more.
base::Json changesJson(workspace::Workspace &workspace, const std::string &runId)
{
    try {
        const workspace::DataChanges changes = workspace::changesSince(workspace.database(), runId);
        return { { "dialogues", changes.dialogues }, { "edited", changedJson(changes.edited) }, { "deleted", changedJson(changes.deleted) },
            { "moved", changedJson(changes.moved) }, { "older_split", changes.older_split } };
    } catch (const base::Failure &) {
        return nullptr;
    }
}

void printChanged(const char *what, const std::vector<workspace::ChangedDialogue> &changed)
{
    constexpr size_t kNamed = 5;
    if (changed.empty())
        return;
    std::cout << "  data    " << changed.size() << ' ' << what << ": ";
    for (size_t i = 0; i < std::min(kNamed, changed.size()); ++i)
        std::cout << (i ? ", " : "") << changed[i].name;
    std::cout << (changed.size() > kNamed ? ", ... (--json names all)\n" : "\n");
}

void printChanges(workspace::Workspace &workspace, const std::string &runId)
{
    try {
        const workspace::DataChanges changes = workspace::changesSince(workspace.database(), runId);
        printChanged("of its dialogues were edited since", changes.edited);
        printChanged("of its dialogues were deleted since", changes.deleted);
        printChanged(changes.older_split ? "of its dialogues stand in another part today, for it was split in an older way"
                                         : "of its dialogues would stand in another part today",
            changes.moved);
    } catch (const base::Failure &failure) {
        std::cout << "  data    " << failure.what() << '\n';
    }
}

void show(workspace::Workspace &workspace, const storage::RunRow &row)
{
    printLine(workspace, row);
    std::cout << "  folder  " << row.folder.string() << (workspace::isFolderGone(row) ? "  (gone)" : "") << '\n';
    printChanges(workspace, row.id);
    for (const std::string &name : workspace.runs().metricNames(row.id))
        std::cout << "  " << name << "  " << firstAndLast(workspace, row.id, name) << '\n';
    if (const auto scores = workspace.scores().latest(row.id))
        std::cout << scoreTable(row, *scores);
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
        if (options.json) {
            base::Json json = runToJson(*workspace, row);
            json["data_changes"] = changesJson(*workspace, row.id);
            std::cout << base::toLine(json) << '\n';
        } else {
            show(*workspace, row);
        }
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

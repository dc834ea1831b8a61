// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/verbs.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

struct Options
{
    std::string workspace;
    std::string search;
    int64_t limit = 50;
    bool sources = false;
    bool json = false;
};

void listSources(workspace::Workspace &workspace, bool json)
{
    base::Json rows = base::Json::array();
    for (const storage::SourceCount &source : workspace.dialogues().sources()) {
        rows.push_back({ { "source_name", source.source_name }, { "dialogues", source.dialogues } });
        if (!json)
            std::cout << source.dialogues << '\t' << source.source_name << '\n';
    }
    if (json)
        std::cout << base::toLine({ { "sources", std::move(rows) } }) << '\n';
}

void list(const Options &options)
{
    const Headless headless;
    const auto workspace = headless.openWorkspace(options.workspace);
    if (options.sources)
        return listSources(*workspace, options.json);
    storage::DialogueQuery query;
    query.search = options.search;
    query.limit = options.limit;
    const int64_t total = workspace->dialogues().count(query);
    base::Json rows = base::Json::array();
    for (const storage::DialogueRow &row : workspace->dialogues().list(query)) {
        rows.push_back({ { "dialogue_id", row.id }, { "source_key", row.source_key }, { "source_name", row.source_name },
            { "language", row.language }, { "profile_name", row.profile_name }, { "situation", row.situation },
            { "turns", row.turn_count }, { "revision", row.revision }, { "updated", row.updated } });
        if (!options.json) {
            std::cout << row.id.substr(0, 8) << "  " << row.source_key << "  " << row.turn_count << " turns  " << row.profile_name
                      << "  " << row.situation << '\n';
        }
    }
    if (options.json)
        std::cout << base::toLine({ { "total", total }, { "dialogues", std::move(rows) } }) << '\n';
    else
        std::cout << total << " dialogues\n";
}

} // namespace

void addList(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("list", "Lists the dialogues of a workspace");
    addWorkspaceOption(*verb, options->workspace);
    verb->add_option("--search", options->search, "Only dialogues with these words");
    verb->add_option("--limit", options->limit, "At most so many rows; below 0: all")->capture_default_str();
    verb->add_flag("--sources", options->sources, "The files they came from instead");
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { list(*options); });
}

} // namespace verbs

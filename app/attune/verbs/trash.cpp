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
    std::vector<std::string> ids;
    bool all = false;
    bool json = false;
};

void list(workspace::Workspace &workspace, bool json)
{
    base::Json rows = base::Json::array();
    const auto trash = workspace.trash().list({ .kind = {}, .limit = -1 });
    for (const storage::TrashRow &row : trash) {
        rows.push_back({ { "id", row.id }, { "kind", row.kind }, { "title", row.title }, { "author", row.author }, { "deleted", row.time } });
        if (!json)
            std::cout << row.id << "  " << row.kind << "  " << row.time << "  " << row.author << "  " << row.title << '\n';
    }
    if (json)
        std::cout << base::toLine({ { "total", trash.size() }, { "trash", std::move(rows) } }) << '\n';
    else
        std::cout << trash.size() << " in the trash\n";
}

// Which ones, by whole ids or by what they begin with.
std::vector<std::string> chosen(workspace::Workspace &workspace, const Options &options)
{
    if (options.all == !options.ids.empty()) {
        throw base::Failure(base::ErrorKind::Usage, "attune trash", {}, { { "reason", "name the ids, or say --all." } });
    }
    std::vector<std::string> ids;
    if (options.all) {
        for (const storage::TrashRow &row : workspace.trash().list({ .kind = {}, .limit = -1 }))
            ids.push_back(row.id);
    }
    for (const std::string &start : options.ids)
        ids.push_back(workspace.trash().get(start).id);
    return ids;
}

void restore(workspace::Workspace &workspace, const Options &options, const base::CancelToken &cancel)
{
    const std::vector<std::string> ids = chosen(workspace, options);
    int64_t count = 0;
    workspace.edits().recordMany("bring_back", workspace.author(), ids.size(),
        [&](size_t i) { count += workspace.trash().bringBack({ ids[i] }, workspace.author()); }, {}, cancel);
    if (options.json)
        std::cout << base::toLine({ { "restored", count } }) << '\n';
    else
        std::cout << count << " brought back\n";
}

void purge(workspace::Workspace &workspace, const Options &options)
{
    const int64_t count = workspace.trash().purge(chosen(workspace, options));
    if (options.json)
        std::cout << base::toLine({ { "purged", count } }) << '\n';
    else
        std::cout << count << " deleted for good; runs and backups that were made before still hold their copies\n";
}

} // namespace

void addTrash(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("trash", "Lists deleted dialogues and profiles, brings them back or deletes them for good");
    addWorkspaceOption(*verb, options->workspace);
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->require_subcommand(0, 1);
    const auto action = [&](const char *name, const char *words) {
        CLI::App *made = verb->add_subcommand(name, words);
        made->fallthrough();
        return made;
    };
    action("list", "What is in it (also without a further word)");
    CLI::App *back = action("restore", "Brings back what the ids name, whole");
    CLI::App *gone = action("purge", "Deletes for good, with every earlier state");
    for (CLI::App *one : { back, gone }) {
        one->add_option("ID", options->ids, "Ids, or how they begin");
        one->add_flag("--all", options->all, "Everything in the trash");
    }
    verb->callback([options, back, gone] {
        const Headless headless;
        const auto workspace = headless.openWorkspace(options->workspace);
        if (back->parsed())
            restore(*workspace, *options, headless.cancel());
        else if (gone->parsed())
            purge(*workspace, *options);
        else
            list(*workspace, options->json);
    });
}

} // namespace verbs

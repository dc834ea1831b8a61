// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/source_options.h"
#include "attune_verbs/verbs.h"
#include "storage/source_repository.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace verbs {

namespace {

struct Options
{
    std::string name;
    std::string workspace;
    SourceOptions says;
    bool json = false;
};

std::string leaves(const storage::Source &source)
{
    return !source.may_leave ? "not said" : *source.may_leave ? "may leave" : "stays here";
}

base::Json toJson(const storage::Source &source)
{
    return { { "source_name", source.name }, { "dialogues", source.dialogues }, { "origin", storage::originName(source.origin) },
        { "licence", source.licence }, { "may_leave", source.may_leave ? base::Json(*source.may_leave) : base::Json() },
        { "author", source.author }, { "time", source.time } };
}

void sources(const Options &options)
{
    const Headless headless;
    const auto workspace = headless.openWorkspace(options.workspace);
    storage::SourceRepository repository(workspace->database());
    std::vector<storage::Source> all = repository.list();
    if (!options.name.empty()) {
        std::erase_if(all, [&](const storage::Source &source) { return source.name != options.name; });
        if (all.empty()) {
            throw base::Failure(base::ErrorKind::NotFound, "The source \"" + options.name + "\"", "the workspace",
                { { "remedy", "attune sources lists them." } });
        }
    }
    if (options.says.isGiven()) {
        if (options.name.empty())
            throw base::Failure(base::ErrorKind::Usage, "attune sources", {}, { { "reason", "which source is meant? Name it, as attune sources lists it." } });
        options.says.applyTo(all.front());
        repository.save(all.front(), workspace->author());
    }
    base::Json rows = base::Json::array();
    for (const storage::Source &source : all) {
        rows.push_back(toJson(source));
        if (!options.json) {
            std::cout << source.name << '\t' << source.dialogues << " dialogues\t" << storage::originName(source.origin) << '\t'
                      << (source.licence.empty() ? "no licence said" : source.licence) << '\t' << leaves(source) << '\n';
        }
    }
    if (options.json)
        std::cout << base::toLine({ { "sources", std::move(rows) } }) << '\n';
}

} // namespace

void addSources(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("sources", "Lists where dialogues come from, or says it: licence, origin, whether they may leave this machine");
    verb->add_option("NAME", options->name, "One source alone");
    addWorkspaceOption(*verb, options->workspace);
    options->says.addTo(*verb);
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { sources(*options); });
}

} // namespace verbs

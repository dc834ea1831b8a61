// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/data_options.h"

#include "workspace/prompt_shelf.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

void tellOddities(const workspace::Frozen &data)
{
    if (data.left_out > 0) {
        std::cerr << "Left out: " << data.left_out << (data.left_out == 1 ? " dialogue" : " dialogues")
                  << " without a supporter's reply, with an empty turn or of no part (";
        for (size_t i = 0; i < data.left_out_names.size(); ++i)
            std::cerr << (i ? ", " : "") << data.left_out_names[i];
        std::cerr << (data.left_out > data.left_out_names.size() ? ", ...)\n" : ")\n");
    }
    if (!data.leaks.empty()) {
        std::cerr << "Warning: " << data.leaks.size() << (data.leaks.size() == 1 ? " situation stands" : " situations stand")
                  << " in more than one part; scores on them are too good.\n";
    }
}

} // namespace

void addDataOptions(CLI::App &verb, DataOptions &options)
{
    verb.add_option("--source", options.source, "Only dialogues of this source, as `attune list --sources` names it");
    verb.add_option("--search", options.search, "Only dialogues with these words");
    verb.add_option("--split_seed,--split-seed", options.split_seed, "Seed of the 8:1:1 split by situation")->capture_default_str();
    verb.add_flag("--official_split,--official-split", options.official_split,
        "Split by file: names with train, val and test, instead of by seed");
    verb.add_option("--prompt", options.prompt, "Prompt template: a preset, one of the workspace, or a file");
}

workspace::Frozen freezeData(workspace::Workspace &workspace, const DataOptions &options, const base::CancelToken &cancel)
{
    workspace::FreezeRecipe recipe;
    if (!options.source.empty())
        recipe.filter.source_name = options.source;
    recipe.filter.search = options.search;
    recipe.seeded.seed = options.split_seed;
    if (options.official_split) {
        recipe.split_by = workspace::SplitBy::File;
        recipe.by_file = workspace::guessFileSplit(workspace.dialogues().sources());
        if (recipe.by_file.empty()) {
            throw base::Failure(base::ErrorKind::NotFound, "A training file", "the names of the imported files",
                { { "remedy", "Import files whose names hold train, val and test, or leave --official-split out." } });
        }
    }
    workspace::Frozen data = workspace::freeze(workspace.database(), recipe, cancel);
    tellOddities(data);
    return data;
}

base::Json promptJson(workspace::Workspace &workspace, const std::string &prompt)
{
    return text::toJson(workspace::resolvePrompt(prompt, &workspace.prompts()));
}

} // namespace verbs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/data_options.h"

#include "jobs/prompt_shelf.h"

#include <CLI/CLI.hpp>

namespace verbs {

void addDataOptions(CLI::App &verb, DataOptions &options)
{
    verb.add_option("--source", options.source, "Only dialogues of this source, as `attune list --sources` names it");
    verb.add_option("--search", options.search, "Only dialogues with these words");
    verb.add_option("--split_seed,--split-seed", options.split_seed, "Seed of the 8:1:1 split by situation")->capture_default_str();
    verb.add_flag("--official_split,--official-split", options.official_split,
        "Split by file: names with train, val and test, instead of by seed");
    verb.add_option("--prompt", options.prompt, "Prompt template: a preset, one of the workspace, or a file");
}

jobs::Frozen freezeData(jobs::Workspace &workspace, const DataOptions &options, const base::CancelToken &cancel)
{
    jobs::FreezeRecipe recipe;
    if (!options.source.empty())
        recipe.filter.source_name = options.source;
    recipe.filter.search = options.search;
    recipe.seeded.seed = options.split_seed;
    if (options.official_split) {
        recipe.split_by = jobs::SplitBy::File;
        recipe.by_file = jobs::guessFileSplit(workspace.dialogues().sources());
        if (recipe.by_file.empty()) {
            throw base::Failure(base::ErrorKind::NotFound, "A training file", "the names of the imported files",
                { { "remedy", "Import files whose names hold train, val and test, or leave --official-split out." } });
        }
    }
    return jobs::freeze(workspace.database(), recipe, cancel);
}

base::Json promptJson(jobs::Workspace &workspace, const std::string &prompt)
{
    return text::toJson(jobs::resolvePrompt(prompt, &workspace.prompts()));
}

} // namespace verbs

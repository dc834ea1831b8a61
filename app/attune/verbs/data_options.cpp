// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/data_options.h"

#include "workspace/prompt_shelf.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace verbs {

namespace {

void tellOddities(const workspace::Frozen &data)
{
    if (data.split.by == run::SplitBy::File) {
        std::cerr << "Split by the files' names:";
        for (const auto &[file, part] : data.split.files)
            std::cerr << ' ' << file << " is " << run::splitName(part) << ';';
        std::cerr << " no other file is taken.\n";
    }
    tellSourcesLeftOut(data.sources_left_out);
    if (data.left_out > 0) {
        std::cerr << "Left out: " << data.left_out << (data.left_out == 1 ? " dialogue" : " dialogues")
                  << " without a supporter's reply, with an empty turn or of no part (";
        for (size_t i = 0; i < data.left_out_names.size(); ++i)
            std::cerr << (i ? ", " : "") << data.left_out_names[i];
        std::cerr << (data.left_out > data.left_out_names.size() ? ", ...)\n" : ")\n");
    }
    for (const run::Split part : data.empty_parts) {
        std::cerr << "Warning: no dialogue falls into the part " << run::splitName(part)
                  << ". A part is never filled from another one; more dialogues or another --split-seed may fill it.\n";
    }
    if (!data.leaks.empty()) {
        std::cerr << "Warning: " << data.leaks.size()
                  << (data.leaks.size() == 1 ? " situation or near-duplicate stands" : " situations or near-duplicates stand")
                  << " in more than one part; scores on them are too good.\n";
    }
}

} // namespace

void tellSourcesLeftOut(const std::vector<storage::SourceCount> &sources)
{
    if (sources.empty())
        return;
    std::cerr << "Not taken: ";
    bool chats = false;
    for (size_t i = 0; i < sources.size(); ++i) {
        std::cerr << (i ? ", " : "") << sources[i].source_name << " (" << sources[i].dialogues << ')';
        chats = chats || workspace::isChat(sources[i].source_name);
    }
    std::cerr << (chats ? "; --with-chats takes chats, too\n" : "\n");
}

void addSourceOptions(CLI::App &verb, DataOptions &options)
{
    verb.add_option("--source", options.sources, "Only dialogues of this source, as `attune list --sources` names it; may be given more than once")
        ->allow_extra_args(false);
    verb.add_option("--without_source,--without-source", options.without_sources, "Leave this source out; may be given more than once")
        ->allow_extra_args(false);
    verb.add_flag("--with_chats,--with-chats", options.with_chats, "Take chats, too; they are left out unless asked for");
}

void addDataOptions(CLI::App &verb, DataOptions &options)
{
    addSourceOptions(verb, options);
    verb.add_option("--search", options.search, "Only dialogues with these words");
    verb.add_option("--split_seed,--split-seed", options.split_seed, "Seed of the 8:1:1 split; dialogues of one situation and near-duplicates stay together")
        ->capture_default_str();
    verb.add_flag("--official_split,--official-split", options.official_split,
        "Split by file: names with train, val and test, instead of by seed");
    verb.add_option("--prompt", options.prompt, "Prompt template: a preset, one of the workspace, or a file");
}

workspace::SourceChoice sourceChoice(workspace::Workspace &workspace, const DataOptions &options)
{
    workspace::SourceChoice choice { options.sources, options.without_sources, options.with_chats };
    const std::vector<storage::SourceCount> known = workspace.dialogues().sources();
    for (const auto *names : { &choice.only, &choice.without }) {
        for (const std::string &name : *names) {
            const bool there = std::any_of(known.begin(), known.end(), [&](const auto &source) { return source.source_name == name; });
            if (!there)
                throw base::Failure(base::ErrorKind::NotFound, "The source " + name, "the workspace", { { "remedy", "attune list --sources names them." } });
        }
    }
    return choice;
}

workspace::Frozen freezeData(workspace::Workspace &workspace, const DataOptions &options, const base::CancelToken &cancel)
{
    workspace::FreezeRecipe recipe;
    recipe.sources = sourceChoice(workspace, options);
    recipe.filter.search = options.search;
    recipe.seeded.seed = options.split_seed;
    if (options.official_split) {
        recipe.split_by = run::SplitBy::File;
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

base::Json dataJson(const workspace::Frozen &data)
{
    base::Json left = base::Json::array(), empty = base::Json::array();
    for (const storage::SourceCount &source : data.sources_left_out)
        left.push_back({ { "source_name", source.source_name }, { "dialogues", source.dialogues } });
    for (const run::Split part : data.empty_parts)
        empty.push_back(run::splitName(part));
    return { { "train", data.sizes[0] }, { "validation", data.sizes[1] }, { "test", data.sizes[2] }, { "split", run::toJson(data.split) },
        { "sources_left_out", std::move(left) }, { "left_out", data.left_out }, { "empty_parts", std::move(empty) },
        { "leaks", data.leaks.size() } };
}

base::Json promptJson(workspace::Workspace &workspace, const std::string &prompt)
{
    return text::toJson(workspace::resolvePrompt(prompt, &workspace.prompts()));
}

} // namespace verbs

// SPDX-License-Identifier: GPL-3.0-or-later
// From dialogues in the workspace to the frozen data of a run: sources, a filter and a split.
#pragma once

#include "dialogue/split.h"
#include "run/dataset.h"
#include "run/run_folder.h"
#include "storage/dialogue_repository.h"

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace workspace {

// Talks with a model that were saved: nobody wrote their replies.
bool isChat(const std::string &sourceName);

// Which sources are taken. A chat enters no data set unless it is asked for.
struct SourceChoice
{
    std::vector<std::string> only; // these, chats too; empty: all, but no chats
    std::vector<std::string> without; // never these
    bool with_chats = false; // chats like all others
    bool nothing = false; // somebody left all of them out

    bool takes(const std::string &sourceName) const;
};

struct FreezeRecipe
{
    storage::DialogueQuery filter; // limit, offset and sources are ignored
    SourceChoice sources;
    run::SplitBy split_by = run::SplitBy::Seed;
    dialogue::SplitRecipe seeded;
    std::map<std::string, run::Split> by_file; // files without an entry are left out
};

struct Frozen
{
    std::vector<run::DatasetRow> rows;
    run::SplitRecord split; // for the spec
    std::array<size_t, 3> sizes {}; // train, validation, test
    std::vector<run::Split> empty_parts; // that should have got some, and got none
    std::vector<dialogue::Leak> leaks; // situations and near-duplicates that stand in more than one part
    size_t left_out = 0; // dialogues without a supporter's reply or with an empty turn, or of a file without an entry
    std::vector<std::string> left_out_names; // of the first few: "chat 12"
    std::vector<storage::SourceCount> sources_left_out; // with the dialogues that fit the filter
};

// Throws NotFound when nothing is left, InvalidValue for bad ratios, Cancelled.
Frozen freeze(storage::Database &database, const FreezeRecipe &recipe, const base::CancelToken &cancel = {});

// All dialogues of the sources that are taken, whole or not, in the order of their arrival; into `left` the other sources.
// Throws Cancelled.
std::vector<dialogue::Dialogue> dialoguesOf(storage::Database &database, const SourceChoice &sources,
    std::vector<storage::SourceCount> &left, const base::CancelToken &cancel = {});

// Guesses by_file from whole words of the names: train, training; val, valid, validation, dev, eval; test, testing. Of several the last
// one counts, and a part of a file ("set.json#test") before its name. Empty unless train is among them.
std::map<std::string, run::Split> guessFileSplit(const std::vector<storage::SourceCount> &sources);

// The dialogues of `data`, by id, that an adapter folder was trained on: scores on them are too good. They may stand in the test
// part of another run or of a new split. Empty when no run of the workspace made the adapter or its data cannot be read.
std::vector<std::string> trainedOn(storage::Database &database, const std::filesystem::path &adapter, const Frozen &data);

// Only the rows of one part, for predictions.
Frozen onlyPart(const Frozen &frozen, run::Split part);
// The data another run was trained on, with the same split. Throws what readDataset throws.
Frozen frozenOf(const run::RunFolder &folder);

run::Split splitOf(dialogue::Part part);
// "train.json 12": source and key, for people.
std::string nameOf(const dialogue::Dialogue &dialogue);

} // namespace workspace

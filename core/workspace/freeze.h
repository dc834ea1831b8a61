// SPDX-License-Identifier: GPL-3.0-or-later
// From dialogues in the workspace to the frozen data of a run: a filter and a split.
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

enum class SplitBy {
    Seed, // dialogue::SplitRecipe
    File, // source_name -> part: the official train, validation and test files
};

struct FreezeRecipe
{
    storage::DialogueQuery filter; // limit and offset are ignored
    SplitBy split_by = SplitBy::Seed;
    dialogue::SplitRecipe seeded;
    std::map<std::string, run::Split> by_file; // files without an entry are left out
};

struct Frozen
{
    std::vector<run::DatasetRow> rows;
    std::string words; // for JobSpec::split_recipe
    std::array<size_t, 3> sizes {}; // train, validation, test
    std::vector<dialogue::Leak> leaks; // situations that stand in more than one part
    size_t left_out = 0; // dialogues without a supporter's reply or with an empty turn, or of a file without an entry
    std::vector<std::string> left_out_names; // of the first few: "chat 12"
};

// Throws NotFound when nothing is left, InvalidValue for bad ratios, Cancelled.
Frozen freeze(storage::Database &database, const FreezeRecipe &recipe, const base::CancelToken &cancel = {});

// Guesses by_file from names that contain "train", "val" (or "dev") and "test"; empty unless train is among them.
std::map<std::string, run::Split> guessFileSplit(const std::vector<storage::SourceCount> &sources);

// The dialogues of `data`, by id, that an adapter folder was trained on: scores on them are too good. They may stand in the test
// part of another run or of a new split. Empty when no run of the workspace made the adapter or its data cannot be read.
std::vector<std::string> trainedOn(storage::Database &database, const std::filesystem::path &adapter, const Frozen &data);

// Only the rows of one part, for predictions.
Frozen onlyPart(const Frozen &frozen, run::Split part);
// The data another run was trained on, with the same split. Throws what readDataset throws.
Frozen frozenOf(const run::RunFolder &folder);

} // namespace workspace

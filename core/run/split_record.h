// SPDX-License-Identifier: GPL-3.0-or-later
// How the data of a run were chosen and split, as spec.json tells it: facts, which the window and the verbs put into words.
//   "split": {"version": 2, "by": "seed", "seed": 42, "ratios": [8, 1, 1], "part": "test", "without_sources": ["chat"]}
// Specs from before 2026-12 hold a sentence instead ("split_recipe"); splitFromSentence is the one reader of it.
#pragma once

#include "base/json.h"
#include "run/dataset.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace run {

enum class SplitBy {
    Unknown, // nothing is said, or a sentence that is not understood
    Seed,
    File, // source name -> part: the official train, validation and test files
};

struct SplitRecord
{
    SplitBy by = SplitBy::Unknown;
    int version = 2; // of the seeded split: 1 filled its parts exactly, 2 is dialogue/split.h
    uint64_t seed = 42;
    std::array<double, 3> ratios { 8, 1, 1 };
    bool grouped = true; // version 1 could let dialogues of one situation part
    std::map<std::string, Split> files;
    std::vector<std::string> sources; // only these; empty: all but the next
    std::vector<std::string> without_sources;
    std::string search; // only dialogues with these words
    std::string language;
    std::optional<Split> part; // only this part is in the data
    int64_t cut_to_tokens = 0; // as many training dialogues as make so many tokens; 0: all
    std::string sentence; // of an older spec, where it is not understood

    bool operator==(const SplitRecord &) const = default;
};

base::Json toJson(const SplitRecord &split);
// Throws WrongShape, InvalidValue; unknown names are passed over, for a newer version may say more.
SplitRecord splitRecordFromJson(const base::Json &json, const std::string &subject);
SplitRecord splitFromSentence(const std::string &sentence);

// In English, for verbs: "seed 42, 8:1:1, without chat, test only".
std::string splitText(const SplitRecord &split);

} // namespace run

// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded split into train, validation and test. Dialogues with the same situation stay together, because a situation
// that is seen in training and asked for in the test makes every score too good.
// The result depends on the dialogues' content, the ratios and the seed only: not on their order, their ids, the
// machine or the standard library. When a set grows or shrinks, a dialogue that stays changes its part only at a part's edge:
// what was tested on once is not trained on the next day.
#pragma once

#include "dialogue/dialogue.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialogue {

enum class Part { Train, Validation, Test };

std::string_view partName(Part part); // "train", "validation", "test"

struct SplitRecipe
{
    uint64_t seed = 42;
    // Shares of train, validation and test; any positive scale (8, 1, 1). A share of 0 leaves the part empty.
    std::array<double, 3> ratios { 8, 1, 1 };
    bool group_by_situation = true; // false: only dialogues of equal content stay together

    // "seed 42, 8:1:1 by situation"
    std::string words() const;
};

struct SplitAssignment
{
    SplitRecipe recipe;
    std::unordered_map<std::string, Part> parts; // by dialogue id
    std::array<size_t, 3> sizes {}; // dialogues in train, validation, test

    Part of(const std::string &dialogueId) const; // throws NotFound
};

// Throws InvalidValue for ratios that are negative, not finite or all 0.
SplitAssignment splitDialogues(const std::vector<Dialogue> &dialogues, const SplitRecipe &recipe = {});

// The key that keeps dialogues together: the situation without case and extra whitespace, else the content's hash.
std::string groupKey(const Dialogue &dialogue, bool bySituation);

// A situation that stands in more than one part.
struct Leak
{
    std::string situation;
    std::array<size_t, 3> counts {}; // dialogues in train, validation, test
};

// Situations that cross parts, also for splits that came from files. Dialogues without a part are ignored.
std::vector<Leak> findLeaks(const std::vector<Dialogue> &dialogues, const std::unordered_map<std::string, Part> &parts);

} // namespace dialogue

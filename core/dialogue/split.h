// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded split into train, validation and test, version 2: a dialogue's part is a threshold on a hash of the seed and its split
// key (split_key.h), and nothing else. So dialogues of one key are in one part, a set that grows or shrinks keeps all its parts
// exactly, and shares are met as chance has it; a part that stays empty is told, never filled. Version 1 (until 2026-11) drew an
// order of the whole set and filled parts exactly; runs of it keep the data that was frozen with them.
#pragma once

#include "dialogue/dialogue.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

enum class Part { Train, Validation, Test };
inline constexpr int kSplitVersion = 2;

std::string_view partName(Part part); // "train", "validation", "test"

struct SplitRecipe
{
    uint64_t seed = 42;
    // Shares of train, validation and test; any positive scale (8, 1, 1). A share of 0 leaves the part empty.
    std::array<double, 3> ratios { 8, 1, 1 };

    bool operator==(const SplitRecipe &) const = default;
};

// Throws InvalidValue for ratios that are negative, not finite or all 0.
void check(const SplitRecipe &recipe);

// The part of every dialogue with this key. The recipe was checked.
Part partOf(std::string_view splitKey, const SplitRecipe &recipe);

// A dialogue in its part, for findLeaks.
struct Placed
{
    const Dialogue *dialogue = nullptr;
    std::string split_key; // empty: not known
    Part part = Part::Train;
};

// Dialogues that belong together and stand in more than one part: of one situation, or near-duplicates.
struct Leak
{
    std::string situation; // of the first; empty: it has none
    std::array<size_t, 3> counts {}; // dialogues in train, validation, test
};

// By split key and by situation, for splits that came from files and for situations that were edited.
std::vector<Leak> findLeaks(const std::vector<Placed> &dialogues);

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogues that say nearly the same. Two are near-duplicates when of the shingles of both at least four fifths are common
// (Jaccard); a shingle is five words in a row, where a script has no spaces between words five characters.
// A text is folded before: NFKC, case folded, apostrophes dropped, everything else that is no letter, mark or number only
// separates. The turns are read as one text without their speakers.
// Candidates come from a MinHash sketch: 25 bands of 4 rows share a band with probability 1 - (1 - J^4)^25, which misses two in a
// million pairs at 0.8; what shares one is then compared exactly.
#pragma once

#include "dialogue/dialogue.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

inline constexpr size_t kBands = 25;

struct Sketch
{
    std::vector<uint64_t> shingles; // hashes, in order, each once; empty: fewer than five words, like nothing else
    std::array<int64_t, kBands> bands {}; // kept in databases: the same on every machine and in every version

    bool isEmpty() const { return shingles.empty(); }
};

Sketch sketchOf(const Dialogue &dialogue);

// Jaccard in [0, 1]; 0 when one is empty.
double likeness(const Sketch &a, const Sketch &b);
// likeness >= 0.8, decided in whole numbers.
bool areNearDuplicates(const Sketch &a, const Sketch &b);

// The words and characters of a text as they are compared, with a space between each; empty: it says nothing.
std::string foldedWords(std::string_view text);

} // namespace dialogue

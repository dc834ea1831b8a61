// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/split_key.h"

#include "base/hash.h"
#include "dialogue/near_duplicates.h"

#include <algorithm>

namespace dialogue {

namespace {
constexpr size_t kHexDigits = 32; // of the hash: 128 bits
}

std::string situationKey(const Dialogue &dialogue)
{
    const std::string words = foldedWords(dialogue.situation());
    return words.empty() ? std::string() : "situation:" + base::sha256(words).substr(0, kHexDigits);
}

std::string ownSplitKey(const Dialogue &dialogue)
{
    if (std::string key = situationKey(dialogue); !key.empty())
        return key;
    // All that say nothing have equal content; together they would be one lump that cannot be split.
    const bool silent = std::ranges::all_of(dialogue.turns, [](const Turn &turn) { return turn.text.empty(); });
    return silent ? "own:" + dialogue.id : "content:" + contentHash(dialogue).substr(0, kHexDigits);
}

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
// BLEU-4 of one reply (Papineni et al. 2002) as NLTK's sentence_bleu computes it with smoothing method 1: an order without a
// match counts as 0.1 matches; a reply without any matching word scores 0. Case-sensitive, tokens T1, one reference.
// So a reply of fewer than four words never reaches 1: BLEU("ok", "ok") is 0.1778.
#pragma once

#include "metrics/token_table.h"

#include <span>

namespace metrics {

class BleuScorer
{
public:
    // In [0, 1].
    double score(std::span<const TokenId> reference, std::span<const TokenId> hypothesis);

private:
    // Sum over the distinct n-grams of the hypothesis of the smaller of the two counts.
    size_t clippedMatches(size_t referenceGrams, size_t hypothesisGrams);

    PairIndex m_pairs;
    std::vector<uint32_t> m_reference; // n-gram numbers by position
    std::vector<uint32_t> m_hypothesis;
    std::vector<uint32_t> m_counts; // of the reference, by n-gram number
};

} // namespace metrics

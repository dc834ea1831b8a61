// SPDX-License-Identifier: GPL-3.0-or-later
// Distinct-n (Li et al. 2016) over a whole set of replies: different n-grams / all n-grams, in lower case, never across
// replies. It falls as the set grows, so only sets of equal size compare, and temperature drives it up.
#pragma once

#include "metrics/token_table.h"

#include <span>

namespace metrics {

class DistinctCounter
{
public:
    // Tokens of one reply in lower case.
    void add(std::span<const TokenId> reply);
    double distinct2() const { return ratio(m_bigrams.size(), m_bigramCount); }
    double distinct3() const { return ratio(m_trigrams.size(), m_trigramCount); }

private:
    // 0 when there are no n-grams at all.
    static double ratio(size_t different, size_t all) { return all ? static_cast<double>(different) / static_cast<double>(all) : 0; }

    PairIndex m_bigrams;
    PairIndex m_trigrams; // pairs of a bigram and a token
    size_t m_bigramCount = 0;
    size_t m_trigramCount = 0;
};

} // namespace metrics

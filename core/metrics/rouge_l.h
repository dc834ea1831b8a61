// SPDX-License-Identifier: GPL-3.0-or-later
// ROUGE-L of one reply (Lin 2004) as google-research's rouge_score computes it with stemming: F1 of the longest common
// subsequence of stemmed [a-z0-9]+ tokens. Letters outside ASCII vanish, so Chinese text scores 0.
#pragma once

#include "metrics/token_table.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace metrics {

// Stemmed tokens: words longer than three letters go through the Porter stemmer.
class RougeTokenizer
{
public:
    Tokens tokens(std::string_view text);

private:
    TokenTable m_table; // of stems
    std::unordered_map<std::string, TokenId> m_stems; // word -> stem
};

class RougeLScorer
{
public:
    // F1 in [0, 1]; 0 when a side is empty. Tokens must come from one RougeTokenizer.
    double score(std::span<const TokenId> reference, std::span<const TokenId> hypothesis);

private:
    size_t longestCommonSubsequence(std::span<const TokenId> a, std::span<const TokenId> b);

    std::vector<int> m_last; // token -> its last position in `a`, -1
    std::vector<int> m_before; // position in `a` -> the one before it with the same token
    std::vector<uint64_t> m_row;
    std::vector<uint64_t> m_mask;
};

} // namespace metrics

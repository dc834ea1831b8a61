// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/rouge_l.h"

#include "metrics/porter.h"
#include "metrics/tokens.h"

#include <algorithm>
#include <bit>

namespace metrics {

Tokens RougeTokenizer::tokens(std::string_view text)
{
    Tokens ids;
    for (std::string &word : rougeTokens(text)) {
        const auto known = m_stems.find(word);
        if (known != m_stems.end()) {
            ids.push_back(known->second);
            continue;
        }
        const TokenId id = m_table.intern(word.size() > 3 ? porterStem(word) : word);
        m_stems.emplace(std::move(word), id);
        ids.push_back(id);
    }
    return ids;
}

// Bit-parallel (Hyyro 2004): bit i of the row is 0 where the subsequence grows at position i of `a`; one addition moves the
// row on by one token of `b`, 64 positions at a time.
size_t RougeLScorer::longestCommonSubsequence(std::span<const TokenId> a, std::span<const TokenId> b)
{
    const size_t words = (a.size() + 63) / 64;
    m_before.assign(a.size(), -1);
    for (size_t i = 0; i < a.size(); ++i) {
        if (a[i] >= m_last.size())
            m_last.resize(a[i] + size_t(1), -1);
        m_before[i] = m_last[a[i]];
        m_last[a[i]] = static_cast<int>(i);
    }
    m_row.assign(words, ~uint64_t(0));
    m_mask.assign(words, 0);
    for (const TokenId token : b) {
        const int last = token < m_last.size() ? m_last[token] : -1;
        if (last < 0)
            continue;
        for (int i = last; i >= 0; i = m_before[static_cast<size_t>(i)])
            m_mask[static_cast<size_t>(i) / 64] |= uint64_t(1) << (i % 64);
        uint64_t carry = 0;
        for (size_t w = 0; w < words; ++w) {
            const uint64_t common = m_row[w] & m_mask[w];
            const uint64_t partial = m_row[w] + common;
            const uint64_t sum = partial + carry;
            carry = (partial < m_row[w]) | (sum < partial);
            m_row[w] = sum | (m_row[w] & ~m_mask[w]);
            m_mask[w] = 0;
        }
    }
    for (const TokenId token : a)
        m_last[token] = -1;
    size_t length = 0;
    for (size_t w = 0; w < words; ++w) {
        const size_t used = std::min<size_t>(64, a.size() - w * 64);
        const uint64_t valid = used == 64 ? ~uint64_t(0) : (uint64_t(1) << used) - 1;
        length += static_cast<size_t>(std::popcount(~m_row[w] & valid));
    }
    return length;
}

double RougeLScorer::score(std::span<const TokenId> reference, std::span<const TokenId> hypothesis)
{
    if (reference.empty() || hypothesis.empty())
        return 0;
    const auto common = static_cast<double>(longestCommonSubsequence(reference, hypothesis));
    const double precision = common / static_cast<double>(hypothesis.size());
    const double recall = common / static_cast<double>(reference.size());
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

} // namespace metrics

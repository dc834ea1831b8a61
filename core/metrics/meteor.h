// SPDX-License-Identifier: GPL-3.0-or-later
// METEOR of one reply as NLTK computes it: the metric of Lavie and Agarwal (2007) with alpha 0.9, beta 3, gamma 0.5 and the
// modules exact, Porter stem, WordNet synonym, matched greedily from the right. It is not METEOR 1.5 and not comparable with it.
// Synonyms are looked up by STEM, as NLTK does, so that few fire ("happi" has none); this is kept on purpose.
#pragma once

#include "metrics/token_table.h"
#include "metrics/wordnet.h"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace metrics {

// Remembers stems and synonyms of all words it has seen. Not thread-safe. Table and WordNet must outlive it.
class MeteorScorer
{
public:
    MeteorScorer(TokenTable &table, const WordNet &wordnet)
        : m_table(table)
        , m_wordnet(wordnet)
    {
    }

    // Of tokens in lower case (str.lower of T1). In [0, 1]; an equal text of m words scores 1 - 0.5 / m^3.
    double score(std::span<const TokenId> reference, std::span<const TokenId> hypothesis);

private:
    struct Word
    {
        size_t position; // in its text
        TokenId token;
    };

    TokenId stemOf(TokenId token);
    const Tokens &synonymsOf(TokenId stem);
    void matchEqual();
    void matchSynonyms();
    void indexReference();
    // The last reference word that is still free and equals `token`: its place in m_left, or -1.
    int lastFree(TokenId token) const { return token < m_last.size() ? m_last[token] : -1; }
    void take(size_t hypothesisWord, int referenceWord);
    void dropMatched();
    size_t chunks();

    TokenTable &m_table;
    const WordNet &m_wordnet;
    std::vector<std::optional<TokenId>> m_stems; // by token
    std::vector<std::optional<Tokens>> m_synonyms; // by stem

    // Of the pair at hand.
    std::vector<Word> m_left; // unmatched words of the reference
    std::vector<Word> m_right; // unmatched words of the hypothesis
    std::vector<int> m_last; // token -> last free word of m_left, -1
    std::vector<int> m_before; // word of m_left -> the one before it with the same token, -1
    std::vector<bool> m_leftTaken;
    std::vector<bool> m_rightTaken;
    std::vector<std::pair<size_t, size_t>> m_matches; // positions in hypothesis and reference
};

} // namespace metrics

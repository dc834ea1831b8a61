// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/meteor.h"

#include "metrics/porter.h"

#include <algorithm>
#include <cmath>

namespace metrics {

namespace {

constexpr double kAlpha = 0.9;
constexpr double kBeta = 3;
constexpr double kGamma = 0.5;

template <typename Words> void dropTaken(Words &words, const std::vector<bool> &taken)
{
    size_t kept = 0;
    for (size_t i = 0; i < words.size(); ++i) {
        if (!taken[i])
            words[kept++] = words[i];
    }
    words.resize(kept);
}

} // namespace

TokenId MeteorScorer::stemOf(TokenId token)
{
    if (token >= m_stems.size())
        m_stems.resize(std::max(m_table.size(), size_t(token) + 1));
    if (!m_stems[token])
        m_stems[token] = m_table.intern(porterStem(m_table.text(token)));
    return *m_stems[token];
}

const Tokens &MeteorScorer::synonymsOf(TokenId stem)
{
    if (stem >= m_synonyms.size())
        m_synonyms.resize(std::max(m_table.size(), size_t(stem) + 1));
    if (!m_synonyms[stem]) {
        Tokens tokens;
        for (const std::string &word : m_wordnet.synonyms(m_table.text(stem)))
            tokens.push_back(m_table.intern(word));
        m_synonyms[stem] = std::move(tokens);
    }
    return *m_synonyms[stem];
}

// Lists, for every token, its free places in the reference from the last to the first.
void MeteorScorer::indexReference()
{
    m_before.assign(m_left.size(), -1);
    m_leftTaken.assign(m_left.size(), false);
    m_rightTaken.assign(m_right.size(), false);
    m_last.resize(m_table.size(), -1);
    for (size_t j = 0; j < m_left.size(); ++j) {
        int &last = m_last[m_left[j].token];
        m_before[j] = last;
        last = static_cast<int>(j);
    }
}

void MeteorScorer::take(size_t hypothesisWord, int referenceWord)
{
    const auto j = static_cast<size_t>(referenceWord);
    m_last[m_left[j].token] = m_before[j];
    m_leftTaken[j] = true;
    m_rightTaken[hypothesisWord] = true;
    m_matches.emplace_back(m_right[hypothesisWord].position, m_left[j].position);
}

void MeteorScorer::dropMatched()
{
    for (const Word &word : m_left)
        m_last[word.token] = -1;
    dropTaken(m_left, m_leftTaken);
    dropTaken(m_right, m_rightTaken);
}

void MeteorScorer::matchEqual()
{
    indexReference();
    for (size_t i = m_right.size(); i-- > 0;) {
        if (const int j = lastFree(m_right[i].token); j >= 0)
            take(i, j);
    }
    dropMatched();
}

// Of all synonyms of the hypothesis' stem, the one that stands last in the reference.
void MeteorScorer::matchSynonyms()
{
    indexReference();
    for (size_t i = m_right.size(); i-- > 0;) {
        int best = -1;
        for (const TokenId synonym : synonymsOf(m_right[i].token))
            best = std::max(best, lastFree(synonym));
        if (best >= 0)
            take(i, best);
    }
    dropMatched();
}

size_t MeteorScorer::chunks()
{
    std::ranges::sort(m_matches);
    size_t count = 1;
    for (size_t i = 1; i < m_matches.size(); ++i) {
        const bool adjacent = m_matches[i].first == m_matches[i - 1].first + 1 && m_matches[i].second == m_matches[i - 1].second + 1;
        count += !adjacent;
    }
    return count;
}

double MeteorScorer::score(std::span<const TokenId> reference, std::span<const TokenId> hypothesis)
{
    m_left.clear();
    m_right.clear();
    m_matches.clear();
    for (size_t i = 0; i < reference.size(); ++i)
        m_left.push_back({ i, reference[i] });
    for (size_t i = 0; i < hypothesis.size(); ++i)
        m_right.push_back({ i, hypothesis[i] });

    matchEqual();
    // From here on both sides are stems, and the synonyms are those of stems.
    for (std::vector<Word> *words : { &m_left, &m_right }) {
        for (Word &word : *words)
            word.token = stemOf(word.token);
    }
    matchEqual();
    if (!m_left.empty())
        matchSynonyms();

    if (m_matches.empty())
        return 0;
    const auto matches = static_cast<double>(m_matches.size());
    const double precision = matches / static_cast<double>(hypothesis.size());
    const double recall = matches / static_cast<double>(reference.size());
    const double mean = precision * recall / (kAlpha * precision + (1 - kAlpha) * recall);
    const double fragmentation = static_cast<double>(chunks()) / matches;
    return (1 - kGamma * std::pow(fragmentation, kBeta)) * mean;
}

} // namespace metrics

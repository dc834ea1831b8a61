// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/bleu.h"

#include <algorithm>
#include <cmath>

namespace metrics {

namespace {
constexpr size_t kOrders = 4;
constexpr double kEpsilon = 0.1; // matches of an order that has none
}

size_t BleuScorer::clippedMatches(size_t referenceGrams, size_t hypothesisGrams)
{
    m_counts.assign(m_pairs.size(), 0);
    for (size_t i = 0; i < referenceGrams; ++i)
        ++m_counts[m_reference[i]];
    size_t matches = 0;
    for (size_t i = 0; i < hypothesisGrams; ++i) {
        if (m_counts[m_hypothesis[i]] > 0) {
            --m_counts[m_hypothesis[i]];
            ++matches;
        }
    }
    return matches;
}

double BleuScorer::score(std::span<const TokenId> reference, std::span<const TokenId> hypothesis)
{
    m_reference.assign(reference.size(), 0);
    m_hypothesis.assign(hypothesis.size(), 0);
    double logs = 0;
    for (size_t n = 1; n <= kOrders; ++n) {
        // The n-gram at i is the (n-1)-gram at i and the word behind it.
        const size_t referenceGrams = reference.size() >= n ? reference.size() - n + 1 : 0;
        const size_t hypothesisGrams = hypothesis.size() >= n ? hypothesis.size() - n + 1 : 0;
        m_pairs.clear();
        for (size_t i = 0; i < referenceGrams; ++i)
            m_reference[i] = m_pairs.idOf(m_reference[i], reference[i + n - 1]);
        for (size_t i = 0; i < hypothesisGrams; ++i)
            m_hypothesis[i] = m_pairs.idOf(m_hypothesis[i], hypothesis[i + n - 1]);
        const size_t matches = clippedMatches(referenceGrams, hypothesisGrams);
        if (n == 1 && matches == 0)
            return 0;
        const auto possible = static_cast<double>(std::max<size_t>(1, hypothesisGrams));
        logs += 0.25 * std::log((matches == 0 ? kEpsilon : static_cast<double>(matches)) / possible);
    }
    const auto c = static_cast<double>(hypothesis.size());
    const auto r = static_cast<double>(reference.size());
    const double brevity = c > r ? 1 : std::exp(1 - r / c);
    return brevity * std::exp(logs);
}

} // namespace metrics

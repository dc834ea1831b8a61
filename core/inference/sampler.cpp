// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/sampler.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inference {

namespace {

int64_t largest(std::span<const float> logits)
{
    int64_t best = -1;
    float most = -std::numeric_limits<float>::infinity();
    for (size_t i = 0; i < logits.size(); ++i) {
        if (logits[i] > most) {
            most = logits[i];
            best = static_cast<int64_t>(i);
        }
    }
    // An infinite one is a broken model's, too, and no weight relative to it is a number.
    if (best < 0 || !std::isfinite(most))
        throw base::Failure(base::ErrorKind::NotFinite, "The model", "logits");
    return best;
}

} // namespace

Sampler::Sampler(const run::DecodingSettings &settings)
    : m_greedy(!settings.do_sample || settings.temperature <= 0)
    , m_temperature(settings.temperature)
    , m_topP(settings.top_p)
    , m_random(static_cast<uint64_t>(settings.seed))
{
}

int64_t Sampler::pick(std::span<const float> logits)
{
    const int64_t best = largest(logits);
    if (m_greedy)
        return best;
    const double most = logits[static_cast<size_t>(best)];
    // Weights relative to the largest; those below 1e-12 of it cannot be drawn in practice and are not sorted.
    m_candidates.clear();
    double total = 0;
    for (size_t i = 0; i < logits.size(); ++i) {
        const double weight = std::exp((double(logits[i]) - most) / m_temperature);
        if (!(weight >= 1e-12))
            continue;
        total += weight;
        m_candidates.emplace_back(float(weight), static_cast<int32_t>(i));
    }
    std::ranges::sort(m_candidates, [](const auto &a, const auto &b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    size_t kept = 0;
    double mass = 0;
    while (kept < m_candidates.size() && (kept == 0 || mass < m_topP * total))
        mass += m_candidates[kept++].first;
    double point = m_random.uniform() * mass;
    for (size_t i = 0; i + 1 < kept; ++i) {
        point -= m_candidates[i].first;
        if (point < 0)
            return m_candidates[i].second;
    }
    return m_candidates[kept - 1].second;
}

} // namespace inference

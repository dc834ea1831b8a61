// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses the next token from the logits of one position.
#pragma once

#include "inference/random.h"

#include "run/job_spec.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inference {

// One object a reply: its random numbers go on from call to call.
class Sampler
{
public:
    explicit Sampler(const run::DecodingSettings &settings);

    // Greedy: the largest logit, the lowest id among equals. Otherwise softmax(logits / temperature), cut to the smallest
    // set of most likely tokens whose probabilities reach top_p (Holtzman et al. 2020), drawn by the seeded generator.
    // Not-a-number logits are never chosen; throws NotFinite when nothing else is there or the largest is infinite.
    int64_t pick(std::span<const float> logits);

private:
    bool m_greedy;
    double m_temperature;
    double m_topP;
    Random m_random;
    std::vector<std::pair<float, int32_t>> m_candidates; // kept for its memory
};

} // namespace inference

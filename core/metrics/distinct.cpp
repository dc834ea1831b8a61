// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/distinct.h"

namespace metrics {

void DistinctCounter::add(std::span<const TokenId> reply)
{
    for (size_t i = 0; i + 1 < reply.size(); ++i) {
        const uint32_t bigram = m_bigrams.idOf(reply[i], reply[i + 1]);
        ++m_bigramCount;
        if (i + 2 < reply.size()) {
            m_trigrams.idOf(bigram, reply[i + 2]);
            ++m_trigramCount;
        }
    }
}

} // namespace metrics

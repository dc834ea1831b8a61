// SPDX-License-Identifier: GPL-3.0-or-later
// A seeded source of random numbers that gives the same sequence on every machine, unlike the standard distributions.
#pragma once

#include <cstdint>

namespace inference {

// xoshiro256** 1.0 seeded by splitmix64 (Blackman and Vigna 2018).
class Random
{
public:
    explicit Random(uint64_t seed);
    uint64_t next();
    // Uniform in [0, 1), 53 bits.
    double uniform() { return double(next() >> 11) * 0x1.0p-53; }

private:
    uint64_t m_state[4];
};

} // namespace inference

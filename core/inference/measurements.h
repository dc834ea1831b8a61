// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the machine is, and how close to its bounds a model runs. Bounds and speeds are measured in the same run, since
// machines differ and are noisy.
#pragma once

#include "nn/transformer.h"

#include "base/cancel.h"

#include <cstdint>
#include <vector>

namespace inference {

struct MachineFigures
{
    int threads = 1;
    double read_gb_s = 0; // streaming read of memory far larger than the caches
    double gemm_gflop_s = 0; // fp32 product of two matrices through ATen, best of several
};

// About two seconds. Throws Cancelled.
MachineFigures measureMachine(const base::CancelToken &cancel);

struct DecodeFigures
{
    int64_t prompt_tokens = 0;
    int64_t new_tokens = 0;
    double seconds = 0; // of the new tokens
    double tokens_per_second = 0; // from the median step
    int64_t bytes_per_token = 0; // weights and the cache, in the middle of the run
};

// Greedy steps one after the other behind a random prompt. Throws Cancelled, TooLong.
DecodeFigures measureDecode(const nn::Transformer &model, int64_t promptTokens, int64_t newTokens, const base::CancelToken &cancel);

struct PrefillFigures
{
    int64_t tokens = 0;
    double seconds = 0; // median of the rounds
    double tokens_per_second = 0;
    double flop_per_token = 0; // linear layers and attention; the head for the last position only
};

PrefillFigures measurePrefill(const nn::Transformer &model, int64_t tokens, int rounds, const base::CancelToken &cancel);

} // namespace inference

// SPDX-License-Identifier: GPL-3.0-or-later
// The steps between the products, in one pass each: fp32, contiguous, on ATen's threads. Written once in 16-lane vectors
// and compiled for each instruction set; the order of operations, and so the result, is the same for all of them.
#pragma once

#include <cstdint>

namespace nn::kernels {

inline constexpr int64_t kLanes = 16;

// y[r] = x[r] / sqrt(mean(x[r]^2) + eps) * weight, rows of `size` floats.
void rmsNormRows(const float *x, const float *weight, int64_t rows, int64_t size, float eps, float *y);

// y = silu(gate) * up, `count` floats. exp to about 2 units in the last place.
void gatedSilu(const float *gate, const float *up, int64_t count, float *y);

// Rotates every head of (tokens, heads, size): pairs (i, i + size/2) by the token's angle i. cos, sin: (tokens, size/2).
void rotateHeads(const float *x, const float *cos, const float *sin, int64_t tokens, int64_t heads, int64_t size, float *y);

struct AttentionJob
{
    const float *q = nullptr; // (tokens, heads, size)
    const float *k = nullptr; // group g, key s at k + g * k_group_stride + s * k_stride
    const float *v = nullptr;
    float *y = nullptr; // (tokens, heads, size)
    int64_t tokens = 0; // the last `tokens` of `seen` keys; each sees the keys up to its own
    int64_t seen = 0;
    int64_t heads = 0;
    int64_t groups = 0; // heads is a multiple
    int64_t size = 0; // a multiple of kLanes
    int64_t k_group_stride = 0, k_stride = 0;
    int64_t v_group_stride = 0, v_stride = 0;
};

// softmax(q k / sqrt(size)) v, for a few tokens and any number of keys.
void attend(const AttentionJob &job);

} // namespace nn::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
// Rendered dialogues -> rows of at most `cutoff_len` tokens -> one flat batch without padding.
// The shift (a position predicts the next token) and the ignore-index exist here only. Documents in a row never see
// each other: each is a segment of its own, whose positions start at 0.
#pragma once

#include "nn/transformer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace training {

// Label of a position that carries no loss.
inline constexpr int64_t kIgnore = -100;

// One rendered dialogue. `loss[t]` says whether token t is one that the model has to learn to say.
struct Example
{
    std::string dialogue_id;
    std::vector<int32_t> ids;
    std::vector<uint8_t> loss; // same length, 0 or 1

    // Tokens that carry loss once shifted: the first token of a document is never predicted.
    int64_t lossTokens() const;
};

// Example indices that share a row.
using Row = std::vector<size_t>;

// First fit: each example goes into the first row that still has room for it, rows keep the given order.
// Lengths must not exceed `capacity`. O(n log n).
std::vector<Row> packFirstFit(std::span<const int64_t> lengths, int64_t capacity);

// A micro-batch: rows laid end to end. T tokens.
struct Batch
{
    at::Tensor ids_T; // int64
    at::Tensor labels_T; // int64: the next token, or kIgnore
    std::vector<nn::Segment> documents;
    int64_t loss_tokens = 0;

    int64_t tokens() const { return ids_T.size(0); }
};

Batch layOut(const std::vector<Example> &examples, std::span<const Row> rows);

} // namespace training

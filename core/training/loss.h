// SPDX-License-Identifier: GPL-3.0-or-later
// Cross entropy of the next token, in nats, taken only where a label stands: rows of `hidden` whose label is kIgnore
// never meet the head, and the logits of the others exist a chunk at a time (T tokens, C channels, V vocabulary).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace training {

// Sum of the losses / `normaliser`, an fp32 scalar. `normaliser` is the count of loss tokens of the whole accumulation,
// so that micro-batches with many and with few of them weigh by token. Differentiable in `hidden_TC`; the head is
// frozen and gets no gradient. The gradient is computed on the way forward, chunk by chunk.
// hidden_TC and head_VC share one type (fp32 or bf16); the softmax is fp32.
at::Tensor chunkedCrossEntropy(
    const at::Tensor &hidden_TC, const at::Tensor &head_VC, const at::Tensor &labels_T, int64_t normaliser);

// Rows of a chunk for a vocabulary: bounds the memory, keeps the GEMM large enough to be fast.
int64_t lossChunkRows(int64_t vocabulary);

} // namespace training

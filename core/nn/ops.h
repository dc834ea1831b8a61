// SPDX-License-Identifier: GPL-3.0-or-later
// The steps between the linear layers. Each works under autograd, on every device and floating type; where no gradient
// is asked for and the tensors are fp32 on the CPU, our own kernels do the same arithmetic in one pass.
// Shapes: T tokens, H heads, G key/value heads, D head size, C channels, S tokens seen (past and present).
#pragma once

#include <ATen/core/Tensor.h>

namespace nn {

// x / sqrt(mean(x^2) + eps) * weight over the last dimension; the mean in fp32 (Zhang and Sennrich 2019).
at::Tensor rmsNorm(const at::Tensor &x, const at::Tensor &weight_C, double eps);

// silu(gate) * up.
at::Tensor gatedSilu(const at::Tensor &gate, const at::Tensor &up);

// Rotates each pair (i, i + D/2) of a head by its token's angle (Su et al. 2021, in the halves form of Hugging Face).
// cos and sin: (T, D/2), fp32.
at::Tensor rotate(const at::Tensor &x_THD, const at::Tensor &cos_TE, const at::Tensor &sin_TE);

// softmax(q k^T / sqrt(D)) v, causal: the T queries are the last T of the S tokens. k and v: (G, S, D), H a multiple of
// G. Returns (T, H, D).
at::Tensor causalAttention(const at::Tensor &q_THD, const at::Tensor &k_GSD, const at::Tensor &v_GSD);

} // namespace nn

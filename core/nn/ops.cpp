// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/ops.h"

#include <torch/torch.h>

namespace nn {

at::Tensor rmsNorm(const at::Tensor &x, const at::Tensor &weight_C, double eps)
{
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor scale = wide.square().mean(-1, true).add_(eps).rsqrt();
    return (wide * scale).to(x.scalar_type()) * weight_C;
}

at::Tensor gatedSilu(const at::Tensor &gate, const at::Tensor &up) { return at::silu(gate) * up; }

at::Tensor rotate(const at::Tensor &x_THD, const at::Tensor &cos_TE, const at::Tensor &sin_TE)
{
    const at::Tensor cos = cos_TE.unsqueeze(1).to(x_THD.scalar_type());
    const at::Tensor sin = sin_TE.unsqueeze(1).to(x_THD.scalar_type());
    const auto halves = x_THD.chunk(2, -1);
    return at::cat({ halves[0] * cos - halves[1] * sin, halves[1] * cos + halves[0] * sin }, -1);
}

at::Tensor causalAttention(const at::Tensor &q_THD, const at::Tensor &k_GSD, const at::Tensor &v_GSD)
{
    const int64_t t = q_THD.size(0), s = k_GSD.size(1);
    const at::Tensor q = q_THD.transpose(0, 1).unsqueeze(0);
    std::optional<at::Tensor> mask;
    if (t > 1 && s > t) // ATen aligns its causal mask to the first key, not to the last
        mask = at::ones({ t, s }, q.options().dtype(at::kBool)).tril(s - t);
    const bool causal = t > 1 && s == t;
    const at::Tensor out = at::scaled_dot_product_attention(
        q, k_GSD.unsqueeze(0), v_GSD.unsqueeze(0), mask, 0.0, causal, std::nullopt, q.size(1) != k_GSD.size(0));
    return out.squeeze(0).transpose(0, 1);
}

} // namespace nn

// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/ops.h"

#include "nn/kernels/rows.h"

#include <torch/torch.h>

namespace nn {

namespace {

// Our kernels know no gradients and one floating type.
bool isPlain(const at::Tensor &tensor)
{
    return !at::GradMode::is_enabled() && tensor.is_cpu() && tensor.scalar_type() == at::kFloat;
}

// Few queries over many keys: ATen's kernels are made for the opposite.
constexpr int64_t kFewTokens = 8;

at::Tensor attendFew(const at::Tensor &q_THD, const at::Tensor &k_GSD, const at::Tensor &v_GSD)
{
    const at::Tensor q = q_THD.contiguous();
    at::Tensor y = at::empty_like(q);
    kernels::AttentionJob job;
    job.q = q.const_data_ptr<float>();
    job.k = k_GSD.const_data_ptr<float>();
    job.v = v_GSD.const_data_ptr<float>();
    job.y = y.data_ptr<float>();
    job.tokens = q.size(0);
    job.heads = q.size(1);
    job.size = q.size(2);
    job.groups = k_GSD.size(0);
    job.seen = k_GSD.size(1);
    job.k_group_stride = k_GSD.stride(0);
    job.k_stride = k_GSD.stride(1);
    job.v_group_stride = v_GSD.stride(0);
    job.v_stride = v_GSD.stride(1);
    kernels::attend(job);
    return y;
}

bool suitsAttendFew(const at::Tensor &q_THD, const at::Tensor &k_GSD, const at::Tensor &v_GSD)
{
    return isPlain(q_THD) && isPlain(k_GSD) && isPlain(v_GSD) && q_THD.size(0) <= kFewTokens
        && q_THD.size(2) % kernels::kLanes == 0 && k_GSD.stride(2) == 1 && v_GSD.stride(2) == 1;
}

} // namespace

at::Tensor rmsNorm(const at::Tensor &x, const at::Tensor &weight_C, double eps)
{
    if (isPlain(x) && isPlain(weight_C) && weight_C.is_contiguous()) {
        const at::Tensor rows = x.contiguous();
        at::Tensor y = at::empty_like(rows);
        const int64_t size = weight_C.size(0);
        kernels::rmsNormRows(rows.const_data_ptr<float>(), weight_C.const_data_ptr<float>(), rows.numel() / size, size,
            float(eps), y.data_ptr<float>());
        return y;
    }
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor scale = wide.square().mean(-1, true).add_(eps).rsqrt();
    return (wide * scale).to(x.scalar_type()) * weight_C;
}

at::Tensor gatedSilu(const at::Tensor &gate, const at::Tensor &up)
{
    if (isPlain(gate) && isPlain(up) && gate.is_contiguous() && up.is_contiguous()) {
        at::Tensor y = at::empty_like(gate);
        kernels::gatedSilu(
            gate.const_data_ptr<float>(), up.const_data_ptr<float>(), gate.numel(), y.data_ptr<float>());
        return y;
    }
    return at::silu(gate) * up;
}

at::Tensor rotate(const at::Tensor &x_THD, const at::Tensor &cos_TE, const at::Tensor &sin_TE)
{
    if (isPlain(x_THD) && x_THD.is_contiguous()) {
        at::Tensor y = at::empty_like(x_THD);
        kernels::rotateHeads(x_THD.const_data_ptr<float>(), cos_TE.const_data_ptr<float>(), sin_TE.const_data_ptr<float>(),
            x_THD.size(0), x_THD.size(1), x_THD.size(2), y.data_ptr<float>());
        return y;
    }
    const at::Tensor cos = cos_TE.unsqueeze(1).to(x_THD.scalar_type());
    const at::Tensor sin = sin_TE.unsqueeze(1).to(x_THD.scalar_type());
    const auto halves = x_THD.chunk(2, -1);
    return at::cat({ halves[0] * cos - halves[1] * sin, halves[1] * cos + halves[0] * sin }, -1);
}

at::Tensor causalAttention(const at::Tensor &q_THD, const at::Tensor &k_GSD, const at::Tensor &v_GSD)
{
    if (suitsAttendFew(q_THD, k_GSD, v_GSD))
        return attendFew(q_THD, k_GSD, v_GSD);
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

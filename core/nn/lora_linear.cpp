// SPDX-License-Identifier: GPL-3.0-or-later
// One autograd node a layer: the products are added in place, nothing but the input and two thin matrices is kept.
#include "nn/lora.h"

#include <torch/torch.h>

namespace nn {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;

// Zero or 1 / (1 - p), as inverted dropout has it; undefined without dropout.
at::Tensor dropoutMask(const at::Tensor &x_NI, double p)
{
    return p > 0 ? at::empty_like(x_NI).bernoulli_(1 - p).div_(1 - p) : at::Tensor();
}

class LoraFunction : public torch::autograd::Function<LoraFunction>
{
public:
    static Variable forward(AutogradContext *ctx, const Variable &x_NI, const Variable &w_OI,
        const std::optional<at::Tensor> &bias_O, const Variable &a_RI, const Variable &b_OR, double scale, double dropout)
    {
        const auto type = x_NI.scalar_type();
        const at::Tensor mask_NI = dropoutMask(x_NI, dropout);
        const at::Tensor dropped_NI = mask_NI.defined() ? x_NI * mask_NI : x_NI;
        const at::Tensor a = a_RI.to(type), b = b_OR.to(type);
        const at::Tensor low_NR = at::mm(dropped_NI, a.t());
        at::Tensor y_NO = bias_O ? at::addmm(*bias_O, x_NI, w_OI.t()) : at::mm(x_NI, w_OI.t());
        y_NO.addmm_(low_NR, b.t(), 1, scale);
        ctx->save_for_backward({ x_NI, w_OI, a, b, low_NR, mask_NI });
        ctx->saved_data["scale"] = scale;
        return y_NO;
    }

    static std::vector<Variable> backward(AutogradContext *ctx, const std::vector<Variable> &gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const at::Tensor &x_NI = saved[0], &w_OI = saved[1], &a_RI = saved[2], &b_OR = saved[3], &low_NR = saved[4],
                         &mask_NI = saved[5];
        const double scale = ctx->saved_data["scale"].toDouble();
        const at::Tensor &g_NO = gradients[0];
        const at::Tensor lowGradient_NR = at::mm(g_NO, b_OR).mul_(scale);
        const at::Tensor aGradient_RI
            = at::mm(lowGradient_NR.t(), mask_NI.defined() ? x_NI * mask_NI : x_NI).to(at::kFloat);
        const at::Tensor bGradient_OR = at::mm(g_NO.t(), low_NR).mul_(scale).to(at::kFloat);
        at::Tensor xGradient_NI;
        if (ctx->needs_input_grad(0)) {
            xGradient_NI = at::mm(g_NO, w_OI);
            if (mask_NI.defined())
                xGradient_NI.addcmul_(at::mm(lowGradient_NR, a_RI), mask_NI);
            else
                xGradient_NI.addmm_(lowGradient_NR, a_RI);
        }
        return { xGradient_NI, {}, {}, aGradient_RI, bGradient_OR, {}, {} };
    }
};

} // namespace

LoraLinear::LoraLinear(std::shared_ptr<Linear> wrapped, LoraPair pair, std::shared_ptr<const bool> training)
    : m_wrapped(std::move(wrapped))
    , m_pair(std::move(pair))
    , m_training(std::move(training))
{
    if (dynamic_cast<const DenseLinear *>(m_wrapped.get()))
        m_frozenWeight_OI = m_wrapped->weight();
}

at::Tensor LoraLinear::forward(const at::Tensor &x_NI) const
{
    if (at::GradMode::is_enabled() && m_frozenWeight_OI.defined()) {
        const at::Tensor bias = m_wrapped->bias();
        return LoraFunction::apply(x_NI, m_frozenWeight_OI, bias.defined() ? std::optional(bias) : std::nullopt,
            m_pair.a_RI, m_pair.b_OR, m_pair.scale, *m_training ? m_pair.dropout : 0.0);
    }
    const at::Tensor a_RI = m_pair.a_RI.to(x_NI.options()), b_OR = m_pair.b_OR.to(x_NI.options());
    at::Tensor y_NO = m_wrapped->forward(x_NI);
    return y_NO.addmm_(at::mm(x_NI, a_RI.t()), b_OR.t(), 1, m_pair.scale);
}

at::Tensor LoraLinear::weight() const
{
    return m_wrapped->weight().to(at::kFloat).addmm(m_pair.b_OR.detach(), m_pair.a_RI.detach(), 1, m_pair.scale);
}

} // namespace nn

// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/optimizer.h"

#include "base/error.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/variable.h>
#include <c10/core/GradMode.h>

#include <algorithm>

namespace training {

AdamW::AdamW(NamedTensors parameters, AdamWSettings settings)
    : m_settings(settings)
{
    for (auto &[name, tensor] : parameters) {
        m_names.push_back(std::move(name));
        m_expAvg.push_back(at::zeros_like(tensor));
        m_expAvgSq.push_back(at::zeros_like(tensor));
        m_steps.push_back(at::zeros({}, tensor.options().requires_grad(false)));
        m_parameters.push_back(std::move(tensor));
    }
}

std::vector<at::Tensor> AdamW::gradients() const
{
    std::vector<at::Tensor> gradients;
    for (size_t i = 0; i < m_parameters.size(); ++i) {
        gradients.push_back(m_parameters[i].grad());
        if (!gradients.back().defined())
            throw base::Failure(base::ErrorKind::Internal, m_names[i], {}, { { "reason", "it received no gradient" } });
    }
    return gradients;
}

double AdamW::clipGradients(double limit)
{
    const c10::NoGradGuard noGrad;
    const std::vector<at::Tensor> all = gradients();
    const double norm = at::stack(at::_foreach_norm(all)).norm().item<double>();
    if (limit > 0) {
        // Multiplied even when the factor is 1, so that the course does not depend on a branch.
        at::_foreach_mul_(all, std::min(1.0, limit / (norm + 1e-6)));
    }
    return norm;
}

void AdamW::step(double learningRate)
{
    const c10::NoGradGuard noGrad;
    at::_foreach_add_(m_steps, 1.0);
    at::_fused_adamw_(m_parameters, gradients(), m_expAvg, m_expAvgSq, {}, m_steps, learningRate, m_settings.beta1,
        m_settings.beta2, m_settings.weight_decay, m_settings.epsilon, /*amsgrad=*/false, /*maximize=*/false);
    for (at::Tensor &parameter : m_parameters)
        parameter.mutable_grad().reset();
}

NamedTensors AdamW::state() const
{
    NamedTensors state;
    for (size_t i = 0; i < m_names.size(); ++i) {
        state.emplace_back("exp_avg." + m_names[i], m_expAvg[i]);
        state.emplace_back("exp_avg_sq." + m_names[i], m_expAvgSq[i]);
    }
    if (!m_steps.empty())
        state.emplace_back("step", m_steps.front());
    return state;
}

void AdamW::restore(const NamedTensors &state, const std::string &subject)
{
    const c10::NoGradGuard noGrad;
    const auto copyInto = [&](at::Tensor &target, const std::string &name) {
        const auto found = std::find_if(state.begin(), state.end(), [&](const auto &entry) { return entry.first == name; });
        if (found == state.end() || found->second.sizes() != target.sizes()) {
            throw base::Failure(base::ErrorKind::CorruptFile, subject, "tensor " + name,
                { { "reason", found == state.end() ? "it is missing" : "its shape does not fit the adapter" } });
        }
        target.copy_(found->second);
    };
    for (size_t i = 0; i < m_names.size(); ++i) {
        copyInto(m_expAvg[i], "exp_avg." + m_names[i]);
        copyInto(m_expAvgSq[i], "exp_avg_sq." + m_names[i]);
        copyInto(m_steps[i], "step");
    }
}

} // namespace training

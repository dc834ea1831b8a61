// SPDX-License-Identifier: GPL-3.0-or-later
// AdamW with decoupled weight decay (Loshchilov and Hutter 2019), computed by ATen's fused kernel, and clipping by the
// global norm of the gradients. Parameters and moments are fp32. One thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <utility>
#include <vector>

namespace training {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

struct AdamWSettings
{
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;
};

class AdamW
{
public:
    // Leaves that require a gradient; the tensors are shared with their owner.
    AdamW(NamedTensors parameters, AdamWSettings settings);

    // The norm over all gradients. With `limit` > 0 they are scaled so that it is at most `limit` afterwards
    // (factor min(1, limit / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_ has it).
    double clipGradients(double limit);
    // One update; forgets the gradients. A parameter without a gradient is an error of ours.
    void step(double learningRate);

    // Moments and step count under "exp_avg.<name>", "exp_avg_sq.<name>", "step". restore() throws
    // Failure{CorruptFile} with `subject` when a tensor is missing or has another shape.
    NamedTensors state() const;
    void restore(const NamedTensors &state, const std::string &subject);

private:
    std::vector<at::Tensor> gradients() const;

    AdamWSettings m_settings;
    std::vector<std::string> m_names;
    std::vector<at::Tensor> m_parameters;
    std::vector<at::Tensor> m_expAvg;
    std::vector<at::Tensor> m_expAvgSq;
    std::vector<at::Tensor> m_steps; // fp32 scalars, as the fused kernel wants them
};

} // namespace training

// SPDX-License-Identifier: GPL-3.0-or-later
// A linear layer that computes from the file's own numbers, fp32 on the CPU, without autograd.
#pragma once

#include "nn/kernels/packed_matrix.h"
#include "nn/linear.h"

namespace nn {

class PackedLinear : public Linear
{
public:
    // `weights` is kept, for weight(); `name` is the matrix's own ("...q_proj.weight").
    PackedLinear(std::shared_ptr<const Weights> weights, const std::string &name, kernels::TileMemory &memory, at::Tensor bias_O);

    // x: fp32 on the CPU, of any stride. Throws Internal when a gradient would be needed.
    at::Tensor forward(const at::Tensor &x_NI) const override;
    int64_t inFeatures() const override { return m_matrix.columns(); }
    int64_t outFeatures() const override { return m_matrix.rows(); }
    at::Tensor weight() const override { return m_weights->tensor(m_name); }
    at::Tensor bias() const override { return m_bias_O; }
    int64_t bytes() const override { return m_matrix.bytes(); }

private:
    std::shared_ptr<const Weights> m_weights;
    std::string m_name;
    kernels::PackedMatrix m_matrix;
    at::Tensor m_bias_O;
};

} // namespace nn

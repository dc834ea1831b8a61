// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/packed_linear.h"

#include "base/error.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

namespace nn {

PackedLinear::PackedLinear(
    std::shared_ptr<const Weights> weights, const std::string &name, kernels::TileMemory &memory, at::Tensor bias_O)
    : m_weights(std::move(weights))
    , m_name(name)
    , m_matrix(m_weights->source(name), memory)
    , m_bias_O(std::move(bias_O))
{
}

at::Tensor PackedLinear::forward(const at::Tensor &x_NI) const
{
    if (at::GradMode::is_enabled() && x_NI.requires_grad())
        throw base::Failure(base::ErrorKind::Internal, m_name, {}, { { "reason", "packed weights have no gradient" } });
    const at::Tensor x = x_NI.contiguous();
    at::Tensor y_NO = at::empty({ x.size(0), m_matrix.rows() }, x.options());
    m_matrix.multiply(x.const_data_ptr<float>(), x.size(0), y_NO.data_ptr<float>());
    return m_bias_O.defined() ? y_NO.add_(m_bias_O) : y_NO;
}

} // namespace nn

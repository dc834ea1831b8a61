// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/linear.h"

#include <ATen/Functions.h>

namespace nn {

DenseLinear::DenseLinear(at::Tensor weight_OI, at::Tensor bias_O)
    : m_weight_OI(std::move(weight_OI))
    , m_bias_O(std::move(bias_O))
{
}

at::Tensor DenseLinear::forward(const at::Tensor &x_NI) const
{
    return at::linear(x_NI, m_weight_OI, m_bias_O.defined() ? std::optional(m_bias_O) : std::nullopt);
}

} // namespace nn

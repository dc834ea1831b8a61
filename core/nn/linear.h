// SPDX-License-Identifier: GPL-3.0-or-later
// A linear layer as the transformer sees it: a slot that something can be put into.
// Shapes: N rows, in features, out features.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>

namespace nn {

class Linear
{
public:
    virtual ~Linear() = default;
    // (N, in) -> (N, out), bias included.
    virtual at::Tensor forward(const at::Tensor &x_NI) const = 0;
    virtual int64_t inFeatures() const = 0;
    virtual int64_t outFeatures() const = 0;
    // (out, in), dense: the layer's own tensor where it has one, otherwise a dequantized copy in fp32.
    virtual at::Tensor weight() const = 0;
    // (out), or undefined.
    virtual at::Tensor bias() const = 0;
    // Read from memory for one row of x.
    virtual int64_t bytes() const = 0;
};

// Weights in a plain tensor, through ATen: works under autograd, on every device, in every floating type.
class DenseLinear : public Linear
{
public:
    DenseLinear(at::Tensor weight_OI, at::Tensor bias_O = {});

    at::Tensor forward(const at::Tensor &x_NI) const override;
    int64_t inFeatures() const override { return m_weight_OI.size(1); }
    int64_t outFeatures() const override { return m_weight_OI.size(0); }
    at::Tensor weight() const override { return m_weight_OI; }
    at::Tensor bias() const override { return m_bias_O; }
    int64_t bytes() const override { return static_cast<int64_t>(m_weight_OI.nbytes()); }

private:
    at::Tensor m_weight_OI;
    at::Tensor m_bias_O;
};

// One place of the model, named as in the checkpoint: "model.layers.0.self_attn.q_proj", "lm_head". LoRA and whatever
// else changes a layer wraps `linear` from outside and may put the wrapped one back.
struct LinearSlot
{
    std::string name;
    std::shared_ptr<Linear> linear;

    at::Tensor operator()(const at::Tensor &x_NI) const { return linear->forward(x_NI); }
};

} // namespace nn

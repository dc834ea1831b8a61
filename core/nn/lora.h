// SPDX-License-Identifier: GPL-3.0-or-later
// Low-rank adapters (Hu et al. 2021) put into the linear slots of a transformer from outside.
// y = W x + b + scale * B A dropout(x).   Shapes: N rows, I in, O out, R rank.
#pragma once

#include "nn/linear.h"
#include "nn/transformer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nn {

struct LoraSettings
{
    int rank = 16;
    double alpha = 32;
    double dropout = 0; // on the adapter's input, while training
    std::vector<std::string> targets; // "q_proj"; the last part of a slot's name
    bool rank_stabilized = false; // scale alpha / sqrt(rank) instead of alpha / rank (Kalajdzievski 2023)
};

// The two matrices of one slot, fp32.
struct LoraPair
{
    std::string slot; // "model.layers.0.self_attn.q_proj"
    at::Tensor a_RI;
    at::Tensor b_OR;
    double scale = 1;
    double dropout = 0;
};

// What stands in a slot while an adapter is attached. Differentiable in its input, A and B; the wrapped layer is frozen.
class LoraLinear : public Linear
{
public:
    // `training` is shared by all layers of the adapter: dropout is only active while it is true.
    LoraLinear(std::shared_ptr<Linear> wrapped, LoraPair pair, std::shared_ptr<const bool> training);

    at::Tensor forward(const at::Tensor &x_NI) const override;
    int64_t inFeatures() const override { return m_wrapped->inFeatures(); }
    int64_t outFeatures() const override { return m_wrapped->outFeatures(); }
    at::Tensor weight() const override; // W + scale B A, in fp32: a merged copy
    at::Tensor bias() const override { return m_wrapped->bias(); }
    int64_t bytes() const override
    {
        return m_wrapped->bytes() + static_cast<int64_t>(m_pair.a_RI.nbytes() + m_pair.b_OR.nbytes());
    }

    const std::shared_ptr<Linear> &wrapped() const { return m_wrapped; }

private:
    std::shared_ptr<Linear> m_wrapped;
    LoraPair m_pair;
    std::shared_ptr<const bool> m_training;
    at::Tensor m_frozenWeight_OI; // of a dense layer, else undefined
};

// One adapter: its settings and its pairs in the order of the model's slots. A value that shares its tensors.
class LoraAdapter
{
public:
    // A from U(-1/sqrt(I), 1/sqrt(I)), which is peft's kaiming_uniform(a = sqrt 5), B zero; the same seed gives the same
    // numbers. "all" among the targets means the seven linear layers of a block. Throws InvalidValue for a target that
    // the model does not have, a rank below 1 or a rank above the layer's size.
    static LoraAdapter make(Transformer &model, LoraSettings settings, uint64_t seed);
    LoraAdapter(LoraSettings settings, std::vector<LoraPair> pairs);

    const LoraSettings &settings() const { return m_settings; }
    const std::vector<LoraPair> &pairs() const { return m_pairs; }
    // Under peft's names: "base_model.model.<slot>.lora_A.weight".
    std::vector<std::pair<std::string, at::Tensor>> tensors() const;
    int64_t parameters() const;

    // Marks A and B as what gradients are wanted for.
    void requireGradients();
    void setTraining(bool training) { *m_training = training; }

    // Puts a LoraLinear into each slot. Throws UnsupportedModel when a slot is missing or has another shape; the model is
    // then unchanged. One adapter a model: attach to a model without one.
    void attach(Transformer &model) const;

private:
    LoraSettings m_settings;
    std::vector<LoraPair> m_pairs;
    std::shared_ptr<bool> m_training = std::make_shared<bool>(false);
};

// Puts the wrapped layers back. Nothing happens to a model without an adapter.
void detachAdapter(Transformer &model);

} // namespace nn

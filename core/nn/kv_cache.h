// SPDX-License-Identifier: GPL-3.0-or-later
// Keys and values of the tokens that a model has seen in one dialogue.
#pragma once

#include "nn/transformer_config.h"

#include <ATen/core/Tensor.h>

#include <vector>

namespace nn {

// One thread at a time. Memory: 2 x layers x key/value heads x head size x element size a token, grown by doubling.
class KvCache
{
public:
    KvCache(const TransformerConfig &config, at::ScalarType type, at::Device device);

    int64_t length() const { return m_length; } // tokens
    int64_t bytes() const; // held now
    // Forgets what lies behind the first `length` tokens.
    void truncate(int64_t length);

    // --- for the transformer ---

    // Room for `count` more tokens in every layer. Throws what the allocator throws; the cache is then as it was.
    void reserve(int64_t count);
    // Puts (t, Hkv, D) behind the tokens held; the length itself is raised once a forward pass, by advance().
    void write(int64_t layer, const at::Tensor &k_TGD, const at::Tensor &v_TGD);
    // The first `count` tokens of a layer, (Hkv, count, D): views, valid until the next reserve().
    at::Tensor keys(int64_t layer, int64_t count) const;
    at::Tensor values(int64_t layer, int64_t count) const;
    // Floats between two heads of keys() and values().
    int64_t headStride() const { return m_capacity * m_headDim; }
    void advance(int64_t count) { m_length += count; }

private:
    int64_t m_heads = 0;
    int64_t m_headDim = 0;
    at::ScalarType m_type;
    at::Device m_device;
    int64_t m_length = 0;
    int64_t m_capacity = 0;
    std::vector<at::Tensor> m_keys; // a layer each, (Hkv, capacity, D)
    std::vector<at::Tensor> m_values;
};

} // namespace nn

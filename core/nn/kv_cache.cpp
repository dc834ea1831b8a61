// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/kv_cache.h"

#include <ATen/Functions.h>

#include <algorithm>
#include <utility>

namespace nn {

KvCache::KvCache(const TransformerConfig &config, at::ScalarType type, at::Device device)
    : m_heads(config.num_key_value_heads)
    , m_headDim(config.head_dim)
    , m_type(type)
    , m_device(device)
    , m_keys(static_cast<size_t>(config.num_hidden_layers))
    , m_values(static_cast<size_t>(config.num_hidden_layers))
{
}

int64_t KvCache::bytes() const
{
    const auto elements = 2 * static_cast<int64_t>(m_keys.size()) * m_heads * m_capacity * m_headDim;
    return elements * static_cast<int64_t>(c10::elementSize(m_type));
}

void KvCache::truncate(int64_t length) { m_length = std::clamp<int64_t>(length, 0, m_length); }

void KvCache::reserve(int64_t count)
{
    if (m_length + count <= m_capacity)
        return;
    const int64_t capacity = std::max<int64_t>({ 256, 2 * m_capacity, m_length + count });
    const auto options = at::TensorOptions().dtype(m_type).device(m_device);
    // Memory may run out on the way: what is held is given up when all of the new is there.
    auto keys = m_keys, values = m_values;
    for (auto *tensors : { &keys, &values }) {
        for (at::Tensor &tensor : *tensors) {
            const at::Tensor grown = at::empty({ m_heads, capacity, m_headDim }, options);
            if (m_length > 0)
                grown.narrow(1, 0, m_length).copy_(tensor.narrow(1, 0, m_length));
            tensor = grown;
        }
    }
    m_keys = std::move(keys);
    m_values = std::move(values);
    m_capacity = capacity;
}

void KvCache::write(int64_t layer, const at::Tensor &k_TGD, const at::Tensor &v_TGD)
{
    const auto index = static_cast<size_t>(layer);
    const int64_t count = k_TGD.size(0);
    m_keys[index].narrow(1, m_length, count).copy_(k_TGD.transpose(0, 1));
    m_values[index].narrow(1, m_length, count).copy_(v_TGD.transpose(0, 1));
}

at::Tensor KvCache::keys(int64_t layer, int64_t count) const
{
    return m_keys[static_cast<size_t>(layer)].narrow(1, 0, count);
}

at::Tensor KvCache::values(int64_t layer, int64_t count) const
{
    return m_values[static_cast<size_t>(layer)].narrow(1, 0, count);
}

} // namespace nn

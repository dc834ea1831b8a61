// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/layer_loader.h"

#include "nn/dequantize.h"
#include "nn/device.h"
#include "nn/packed_linear.h"

#include "base/error.h"

#include <ATen/Functions.h>

namespace nn {

LoadOptions inferenceOptions(at::Device device)
{
    LoadOptions options;
    options.form = device.is_cpu() ? WeightForm::Packed : WeightForm::Dense;
    options.type = defaultComputeType(device);
    options.device = device;
    return options;
}

LayerLoader::LayerLoader(std::shared_ptr<const Weights> weights, const LoadOptions &options)
    : m_weights(std::move(weights))
    , m_options(options)
    , m_total(static_cast<int64_t>(m_weights->names().size()))
{
}

void LayerLoader::count(const std::string &name)
{
    m_parameters += m_weights->source(name).view.elements();
    ++m_done;
    if (m_options.progress)
        m_options.progress(std::min(m_done, m_total), m_total);
}

at::Tensor LayerLoader::tensor(const std::string &name, const std::vector<int64_t> &shape)
{
    at::Tensor tensor = m_weights->tensor(name, shape, m_options.type).to(m_options.device);
    count(name);
    return tensor;
}

std::shared_ptr<Linear> LayerLoader::matrix(
    const std::string &name, int64_t out, int64_t in, const at::Tensor &bias_O)
{
    if (m_options.form == WeightForm::Dense)
        return std::make_shared<DenseLinear>(tensor(name, { out, in }), bias_O);
    m_weights->source(name, { out, in });
    auto packed = std::make_shared<PackedLinear>(m_weights, name, m_memory, bias_O);
    count(name);
    return packed;
}

LinearSlot LayerLoader::linear(const std::string &name, int64_t out, int64_t in, bool bias)
{
    const at::Tensor bias_O = bias ? tensor(name + ".bias", { out }) : at::Tensor();
    return { name, matrix(name + ".weight", out, in, bias_O) };
}

LinearSlot LayerLoader::tiedHead(const std::string &embedding, const at::Tensor &dense_VC, int64_t out, int64_t in)
{
    if (dense_VC.defined())
        return { "lm_head", std::make_shared<DenseLinear>(dense_VC) };
    return { "lm_head", matrix(embedding, out, in, {}) };
}

at::Tensor lookUp(const WeightSource &embedding, const at::Tensor &ids_T)
{
    const int64_t channels = embedding.columns();
    at::Tensor rows_TC = at::empty({ ids_T.size(0), channels }, at::kFloat);
    const auto *ids = ids_T.const_data_ptr<int64_t>();
    for (int64_t t = 0; t < ids_T.size(0); ++t)
        dequantizeRow(embedding.view.type.type, embedding.row(ids[t]), channels, rows_TC.data_ptr<float>() + t * channels);
    return rows_TC;
}

} // namespace nn

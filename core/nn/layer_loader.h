// SPDX-License-Identifier: GPL-3.0-or-later
// Turns named weights into the tensors and layers that a transformer asks for.
#pragma once

#include "nn/kernels/tile_memory.h"
#include "nn/linear.h"
#include "nn/transformer.h"
#include "nn/weights.h"

namespace nn {

// Used by one transformer while it is built. Errors: those of Weights, and what options.progress throws.
class LayerLoader
{
public:
    LayerLoader(std::shared_ptr<const Weights> weights, const LoadOptions &options);

    at::Tensor tensor(const std::string &name, const std::vector<int64_t> &shape);
    LinearSlot linear(const std::string &name, int64_t out, int64_t in, bool bias);
    // lm_head made of the embedding; shares its tensor when that is dense.
    LinearSlot tiedHead(const std::string &embedding, const at::Tensor &dense_VC, int64_t out, int64_t in);

    int64_t parameters() const { return m_parameters; } // of everything loaded so far

private:
    std::shared_ptr<Linear> matrix(const std::string &name, int64_t out, int64_t in, const at::Tensor &bias_O);
    void count(const std::string &name);

    std::shared_ptr<const Weights> m_weights;
    const LoadOptions &m_options;
    kernels::TileMemory m_memory;
    int64_t m_parameters = 0;
    int64_t m_done = 0;
    int64_t m_total = 0;
};

// Rows of an embedding matrix as it lies in the file, dequantized: ids (T) -> (T, C), fp32.
at::Tensor lookUp(const WeightSource &embedding, const at::Tensor &ids_T);

} // namespace nn

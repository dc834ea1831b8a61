// SPDX-License-Identifier: GPL-3.0-or-later
// One decoder-only transformer for Qwen2, Qwen2.5, Qwen3 and Llama-type checkpoints. It knows nothing of LoRA, training
// or quantization: those are in what lies in its linear slots.
//
// Shape letters: T tokens of a packed row, C channels, H query heads, G key/value heads, D head size, F feed-forward
// size, V vocabulary, N any number of rows.
#pragma once

#include "nn/kv_cache.h"
#include "nn/linear.h"
#include "nn/transformer_config.h"
#include "nn/weights.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nn {

// How the weights are held.
enum class WeightForm {
    Dense, // plain tensors of `type`: training, CUDA
    Packed, // the file's own numbers in our kernels' layout, fp32 arithmetic, CPU, no autograd: inference
};

struct LoadOptions
{
    WeightForm form = WeightForm::Dense;
    at::ScalarType type = at::kFloat; // of Dense weights and of the activations
    at::Device device = at::kCPU;
    // Tensors done and to do; called on the calling thread. May throw (Cancelled) to stop.
    std::function<void(int64_t done, int64_t total)> progress = {};
};

// What answers fastest on a device: packed weights in fp32 on a CPU, bf16 on CUDA.
LoadOptions inferenceOptions(at::Device device);

// A document of a packed row: `length` consecutive tokens that see each other causally and nothing else. With a cache they
// also see what it holds, and are added to it. Positions start at the cache's length, otherwise at 0.
struct Segment
{
    int64_t length = 0;
    KvCache *cache = nullptr;
};

// Weights are shared and not changed by forward(): several threads may run it at once, each with its own caches.
class Transformer
{
public:
    // Throws CorruptFile (missing tensor, wrong shape), OutOfMemory.
    Transformer(std::shared_ptr<const Weights> weights, const LoadOptions &options = {});
    ~Transformer();
    Transformer(const Transformer &) = delete;
    Transformer &operator=(const Transformer &) = delete;

    const TransformerConfig &config() const { return m_config; }
    const Weights &weights() const { return *m_weights; }
    // Packed weights are copies, but the embedding's rows are looked up in the file: as Weights::check() then, nothing for a
    // model that has left its files behind.
    void check() const;
    at::ScalarType type() const { return m_options.type; }
    at::Device device() const { return m_options.device; }
    WeightForm form() const { return m_options.form; }
    int64_t parameters() const { return m_parameters; } // tied embeddings counted once
    KvCache makeCache() const { return KvCache(m_config, m_options.type, m_options.device); }

    // ids_T: int64 on device(). Sum of the segments' lengths: T. Returns hidden states after the last norm, (T, C).
    // Throws InvalidValue for ids outside the vocabulary, TooLong beyond max_position_embeddings.
    at::Tensor forward(const at::Tensor &ids_T, const std::vector<Segment> &segments) const;
    // One document without a cache.
    at::Tensor forward(const at::Tensor &ids_T) const { return forward(ids_T, { Segment { ids_T.size(0) } }); }
    // (N, C) -> (N, V), fp32. Call it on the rows that are needed.
    at::Tensor logits(const at::Tensor &hidden_NC) const;

    // All linear layers in the order of the blocks, lm_head last (also when tied). Never reordered.
    std::vector<LinearSlot *> slots();
    // By checkpoint name; null when there is none.
    LinearSlot *slot(const std::string &name);

    // Norms, biases, embedding and dense weights under their checkpoint names, without duplicates: for full fine-tuning
    // and for saving. Packed weights are not among them.
    std::vector<std::pair<std::string, at::Tensor>> parameterTensors() const;

private:
    struct Block;
    struct Rope;
    struct Embedding;

    at::Tensor attend(const Block &block, int64_t layer, const at::Tensor &x_TC, const Rope &rope,
        const std::vector<Segment> &segments) const;
    at::Tensor feedForward(const Block &block, const at::Tensor &x_TC) const;
    Rope ropeFor(const std::vector<Segment> &segments) const;
    void checkInput(const at::Tensor &ids_T, const std::vector<Segment> &segments) const;

    TransformerConfig m_config;
    std::shared_ptr<const Weights> m_weights;
    LoadOptions m_options;
    int64_t m_parameters = 0;
    std::unique_ptr<Embedding> m_embedding;
    std::vector<std::unique_ptr<Block>> m_blocks;
    at::Tensor m_norm_C;
    LinearSlot m_head;
    at::Tensor m_ropeFrequencies; // (D/2), fp32
};

} // namespace nn

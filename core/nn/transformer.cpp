// SPDX-License-Identifier: GPL-3.0-or-later
// Reads from top to bottom: rope, embedding, attention, feed-forward, block, model.
#include "nn/transformer.h"

#include "nn/layer_loader.h"
#include "nn/ops.h"

#include "base/error.h"

#include <torch/torch.h>

#include <cmath>
#include <numbers>

namespace nn {

struct Transformer::Block
{
    at::Tensor inputNorm_C;
    LinearSlot q, k, v, o;
    at::Tensor qNorm_D, kNorm_D; // undefined without q/k norm
    at::Tensor feedForwardNorm_C;
    LinearSlot gate, up, down;
};

// Angles of the packed row's tokens.
struct Transformer::Rope
{
    at::Tensor cos_TE, sin_TE; // E = D/2
};

struct Transformer::Embedding
{
    at::Tensor dense_VC; // or:
    const WeightSource *source = nullptr;
};

namespace {

// --- rope ---

// Llama 3: long waves are stretched by `factor`, short ones kept, those between blended.
double stretched(double frequency, const Llama3RopeScaling &scaling)
{
    const double wavelength = 2 * std::numbers::pi / frequency;
    const double turns = scaling.original_max_position_embeddings / wavelength;
    if (turns > scaling.high_freq_factor)
        return frequency;
    if (turns < scaling.low_freq_factor)
        return frequency / scaling.factor;
    const double smooth
        = (turns - scaling.low_freq_factor) / (scaling.high_freq_factor - scaling.low_freq_factor);
    return (1 - smooth) * frequency / scaling.factor + smooth * frequency;
}

at::Tensor ropeFrequencies(const TransformerConfig &config, const at::Tensor &factors)
{
    at::Tensor frequencies = at::empty({ config.head_dim / 2 }, at::kFloat);
    auto *out = frequencies.data_ptr<float>();
    for (int64_t i = 0; i < config.head_dim / 2; ++i) {
        const double exponent = double(2 * i) / double(config.head_dim);
        const double frequency = std::pow(config.rope_theta, -exponent) / config.rope_linear_factor;
        out[i] = float(config.rope_llama3 ? stretched(frequency, *config.rope_llama3) : frequency);
    }
    return factors.defined() ? frequencies / factors : frequencies;
}

int64_t totalLength(const std::vector<Segment> &segments)
{
    int64_t total = 0;
    for (const Segment &segment : segments)
        total += segment.length;
    return total;
}

int64_t pastOf(const Segment &segment) { return segment.cache ? segment.cache->length() : 0; }

} // namespace

Transformer::Rope Transformer::ropeFor(const std::vector<Segment> &segments) const
{
    at::Tensor positions_T = at::empty({ totalLength(segments) }, at::kFloat);
    auto *out = positions_T.data_ptr<float>();
    for (const Segment &segment : segments) {
        for (int64_t i = 0; i < segment.length; ++i)
            *out++ = float(pastOf(segment) + i);
    }
    const at::Tensor angles_TE = at::outer(positions_T, m_ropeFrequencies);
    return { angles_TE.cos().to(m_options.device), angles_TE.sin().to(m_options.device) };
}

// --- attention ---

at::Tensor Transformer::attend(const Block &block, int64_t layer, const at::Tensor &x_TC, const Rope &rope,
    const std::vector<Segment> &segments) const
{
    const int64_t D = m_config.head_dim;
    at::Tensor q_THD = block.q(x_TC).view({ -1, m_config.num_attention_heads, D });
    at::Tensor k_TGD = block.k(x_TC).view({ -1, m_config.num_key_value_heads, D });
    const at::Tensor v_TGD = block.v(x_TC).view({ -1, m_config.num_key_value_heads, D });
    if (m_config.qk_norm) {
        q_THD = rmsNorm(q_THD, block.qNorm_D, m_config.rms_norm_eps);
        k_TGD = rmsNorm(k_TGD, block.kNorm_D, m_config.rms_norm_eps);
    }
    q_THD = rotate(q_THD, rope.cos_TE, rope.sin_TE);
    k_TGD = rotate(k_TGD, rope.cos_TE, rope.sin_TE);

    std::vector<at::Tensor> parts_THD;
    int64_t begin = 0;
    for (const Segment &segment : segments) {
        const at::Tensor q = q_THD.narrow(0, begin, segment.length);
        at::Tensor k = k_TGD.narrow(0, begin, segment.length).transpose(0, 1);
        at::Tensor v = v_TGD.narrow(0, begin, segment.length).transpose(0, 1);
        if (segment.cache) {
            segment.cache->write(layer, k.transpose(0, 1), v.transpose(0, 1));
            k = segment.cache->keys(layer, segment.cache->length() + segment.length);
            v = segment.cache->values(layer, segment.cache->length() + segment.length);
        }
        parts_THD.push_back(causalAttention(q, k, v));
        begin += segment.length;
    }
    const at::Tensor mixed_THD = parts_THD.size() == 1 ? parts_THD[0] : at::cat(parts_THD);
    return block.o(mixed_THD.reshape({ x_TC.size(0), -1 }));
}

// --- feed-forward ---

at::Tensor Transformer::feedForward(const Block &block, const at::Tensor &x_TC) const
{
    return block.down(gatedSilu(block.gate(x_TC), block.up(x_TC)));
}

// --- model ---

Transformer::Transformer(std::shared_ptr<const Weights> weights, const LoadOptions &options)
    : m_config(weights->config())
    , m_weights(std::move(weights))
    , m_options(options)
{
    if (m_options.form == WeightForm::Packed && (!m_options.device.is_cpu() || m_options.type != at::kFloat))
        throw base::Failure(base::ErrorKind::Internal, "Transformer", {},
            { { "reason", "packed weights compute in fp32 on the CPU" } });
    LayerLoader load(m_weights, m_options);
    const int64_t C = m_config.hidden_size, F = m_config.intermediate_size, D = m_config.head_dim;
    const int64_t Q = m_config.num_attention_heads * D, KV = m_config.num_key_value_heads * D;

    m_embedding = std::make_unique<Embedding>();
    const std::string embedding = "model.embed_tokens.weight";
    if (m_options.form == WeightForm::Dense)
        m_embedding->dense_VC = load.tensor(embedding, { m_config.vocab_size, C });
    m_embedding->source = &m_weights->source(embedding, { m_config.vocab_size, C });

    for (int64_t i = 0; i < m_config.num_hidden_layers; ++i) {
        const std::string at = "model.layers." + std::to_string(i) + ".";
        auto block = std::make_unique<Block>();
        block->inputNorm_C = load.tensor(at + "input_layernorm.weight", { C });
        block->q = load.linear(at + "self_attn.q_proj", Q, C, m_config.qkv_bias);
        block->k = load.linear(at + "self_attn.k_proj", KV, C, m_config.qkv_bias);
        block->v = load.linear(at + "self_attn.v_proj", KV, C, m_config.qkv_bias);
        block->o = load.linear(at + "self_attn.o_proj", C, Q, m_config.o_bias);
        if (m_config.qk_norm) {
            block->qNorm_D = load.tensor(at + "self_attn.q_norm.weight", { D });
            block->kNorm_D = load.tensor(at + "self_attn.k_norm.weight", { D });
        }
        block->feedForwardNorm_C = load.tensor(at + "post_attention_layernorm.weight", { C });
        block->gate = load.linear(at + "mlp.gate_proj", F, C, m_config.mlp_bias);
        block->up = load.linear(at + "mlp.up_proj", F, C, m_config.mlp_bias);
        block->down = load.linear(at + "mlp.down_proj", C, F, m_config.mlp_bias);
        m_blocks.push_back(std::move(block));
    }
    m_norm_C = load.tensor("model.norm.weight", { C });
    m_head = m_config.tie_word_embeddings ? load.tiedHead(embedding, m_embedding->dense_VC, m_config.vocab_size, C)
                                          : load.linear("lm_head", m_config.vocab_size, C, false);
    m_ropeFrequencies = ropeFrequencies(m_config, m_weights->ropeFactors());
    m_parameters = load.parameters();
    m_weights->check();
}

Transformer::~Transformer() = default;

void Transformer::check() const
{
    if (!m_embedding->dense_VC.defined())
        m_weights->check();
}

at::Tensor Transformer::forward(const at::Tensor &ids_T, const std::vector<Segment> &segments) const
{
    checkInput(ids_T, segments);
    for (const Segment &segment : segments) {
        if (segment.cache)
            segment.cache->reserve(segment.length);
    }
    const Rope rope = ropeFor(segments);
    at::Tensor x_TC = m_embedding->dense_VC.defined() ? at::embedding(m_embedding->dense_VC, ids_T)
                                                      : lookUp(*m_embedding->source, ids_T);
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        const Block &block = *m_blocks[i];
        const at::Tensor attended
            = attend(block, int64_t(i), rmsNorm(x_TC, block.inputNorm_C, m_config.rms_norm_eps), rope, segments);
        x_TC = x_TC + attended;
        x_TC = x_TC + feedForward(block, rmsNorm(x_TC, block.feedForwardNorm_C, m_config.rms_norm_eps));
    }
    for (const Segment &segment : segments) {
        if (segment.cache)
            segment.cache->advance(segment.length);
    }
    return rmsNorm(x_TC, m_norm_C, m_config.rms_norm_eps);
}

at::Tensor Transformer::logits(const at::Tensor &hidden_NC) const { return m_head(hidden_NC).to(at::kFloat); }

void Transformer::checkInput(const at::Tensor &ids_T, const std::vector<Segment> &segments) const
{
    if (ids_T.dim() != 1 || ids_T.scalar_type() != at::kLong || ids_T.size(0) == 0
        || ids_T.size(0) != totalLength(segments))
        throw base::Failure(base::ErrorKind::Internal, "Transformer::forward", {},
            { { "reason", "ids and segments do not fit" } });
    const int64_t smallest = ids_T.min().item<int64_t>(), largest = ids_T.max().item<int64_t>();
    if (smallest < 0 || largest >= m_config.vocab_size)
        throw base::Failure(base::ErrorKind::InvalidValue, "token id", m_weights->path().string(),
            { { "value", std::to_string(smallest < 0 ? smallest : largest) },
                { "expected", "0 to " + std::to_string(m_config.vocab_size - 1) } });
    for (const Segment &segment : segments) {
        if (pastOf(segment) + segment.length > m_config.max_position_embeddings)
            throw base::Failure(base::ErrorKind::TooLong, "The text", {},
                { { "found", std::to_string(pastOf(segment) + segment.length) + " tokens" },
                    { "limit", std::to_string(m_config.max_position_embeddings) } });
    }
}

std::vector<LinearSlot *> Transformer::slots()
{
    std::vector<LinearSlot *> slots;
    for (const auto &block : m_blocks) {
        for (LinearSlot *slot :
            { &block->q, &block->k, &block->v, &block->o, &block->gate, &block->up, &block->down })
            slots.push_back(slot);
    }
    slots.push_back(&m_head);
    return slots;
}

LinearSlot *Transformer::slot(const std::string &name)
{
    for (LinearSlot *slot : slots()) {
        if (slot->name == name)
            return slot;
    }
    return nullptr;
}

std::vector<std::pair<std::string, at::Tensor>> Transformer::parameterTensors() const
{
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    const auto add = [&](const std::string &name, const at::Tensor &tensor) {
        if (tensor.defined())
            tensors.emplace_back(name, tensor);
    };
    const auto addSlot = [&](const LinearSlot &slot) {
        if (m_options.form == WeightForm::Dense)
            add(slot.name + ".weight", slot.linear->weight());
        add(slot.name + ".bias", slot.linear->bias());
    };
    add("model.embed_tokens.weight", m_embedding->dense_VC);
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        const Block &block = *m_blocks[i];
        const std::string at = "model.layers." + std::to_string(i) + ".";
        add(at + "input_layernorm.weight", block.inputNorm_C);
        add(at + "self_attn.q_norm.weight", block.qNorm_D);
        add(at + "self_attn.k_norm.weight", block.kNorm_D);
        add(at + "post_attention_layernorm.weight", block.feedForwardNorm_C);
        for (const LinearSlot *slot : { &block.q, &block.k, &block.v, &block.o, &block.gate, &block.up, &block.down })
            addSlot(*slot);
    }
    add("model.norm.weight", m_norm_C);
    if (!m_config.tie_word_embeddings)
        addSlot(m_head);
    return tensors;
}

} // namespace nn

// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/transformer_config.h"

#include "base/error.h"
#include "base/numbers.h"

#include <cmath>

namespace nn {

namespace {

using base::Json;

[[noreturn]] void unsupported(const std::string &subject, const std::string &reason)
{
    throw base::Failure(base::ErrorKind::UnsupportedModel, subject, {}, { { "reason", reason } });
}

void checkSize(int64_t value, int64_t most, const char *name, const std::string &subject)
{
    if (value < 1 || value > most)
        throw base::Failure(base::ErrorKind::InvalidValue, name, subject,
            { { "value", std::to_string(value) }, { "expected", "1 to " + std::to_string(most) } });
}

void checkNumber(double value, const char *name, const std::string &subject)
{
    if (!std::isfinite(value) || value <= 0)
        throw base::Failure(base::ErrorKind::InvalidValue, name, subject,
            { { "value", base::toText(value) }, { "expected", "a number above 0" } });
}

// Frequencies are divided by all of these, and by what lies between the last two.
void check(const Llama3RopeScaling &scaling, const std::string &subject)
{
    checkNumber(scaling.factor, "rope factor", subject);
    checkNumber(scaling.original_max_position_embeddings, "original_max_position_embeddings", subject);
    checkNumber(scaling.low_freq_factor, "low_freq_factor", subject);
    checkNumber(scaling.high_freq_factor, "high_freq_factor", subject);
    if (scaling.high_freq_factor <= scaling.low_freq_factor)
        throw base::Failure(base::ErrorKind::InvalidValue, "high_freq_factor", subject,
            { { "value", base::toText(scaling.high_freq_factor) },
                { "expected", "a number above low_freq_factor, " + base::toText(scaling.low_freq_factor) } });
}

// Sizes come from untrusted files and are multiplied later: bounds far above any known model keep that safe.
void check(const TransformerConfig &config, const std::string &subject)
{
    checkSize(config.vocab_size, 1 << 22, "vocab_size", subject);
    checkSize(config.hidden_size, 1 << 17, "hidden_size", subject);
    checkSize(config.intermediate_size, 1 << 20, "intermediate_size", subject);
    checkSize(config.num_hidden_layers, 4096, "num_hidden_layers", subject);
    checkSize(config.num_attention_heads, 4096, "num_attention_heads", subject);
    checkSize(config.num_key_value_heads, config.num_attention_heads, "num_key_value_heads", subject);
    checkSize(config.head_dim, 4096, "head_dim", subject);
    checkSize(config.max_position_embeddings, int64_t { 1 } << 31, "max_position_embeddings", subject);
    checkNumber(config.rms_norm_eps, "rms_norm_eps", subject);
    checkNumber(config.rope_theta, "rope_theta", subject);
    checkNumber(config.rope_linear_factor, "rope factor", subject);
    if (config.rope_llama3)
        check(*config.rope_llama3, subject);
    if (config.num_attention_heads % config.num_key_value_heads != 0)
        throw base::Failure(base::ErrorKind::InvalidValue, "num_key_value_heads", subject,
            { { "value", std::to_string(config.num_key_value_heads) },
                { "expected", "a divisor of " + std::to_string(config.num_attention_heads) + " attention heads" } });
    if (config.head_dim % 2 != 0)
        throw base::Failure(base::ErrorKind::InvalidValue, "head_dim", subject,
            { { "value", std::to_string(config.head_dim) }, { "expected", "an even number" } });
}

void setFamily(TransformerConfig &config, const std::string &subject)
{
    if (config.model_type != "llama" && config.model_type != "qwen2" && config.model_type != "qwen3")
        unsupported(subject, "its type is \"" + config.model_type + "\"; llama, qwen2 and qwen3 are known");
    config.qkv_bias = config.model_type == "qwen2";
    config.qk_norm = config.model_type == "qwen3";
}

std::vector<int64_t> endTokens(const Json &json, const std::string &subject)
{
    const Json value = base::fieldOr<Json>(json, "eos_token_id", Json(), subject);
    std::vector<int64_t> ids;
    for (const Json &id : value.is_array() ? value : value.is_null() ? Json::array() : Json::array({ value })) {
        if (id.is_number_integer())
            ids.push_back(id.get<int64_t>());
    }
    return ids;
}

// Older files say rope_theta and rope_scaling, newer ones put both into rope_parameters.
void readRope(TransformerConfig &config, const Json &json, const std::string &subject)
{
    const Json parameters = base::fieldOr<Json>(json, "rope_parameters", Json::object(), subject);
    // A table a kind of layer, of models whose layers differ.
    for (const auto &[name, value] : parameters.items()) {
        if (value.is_object())
            unsupported(subject, "its rope differs from layer to layer (rope_parameters, " + name + ")");
    }
    const double inner = base::fieldOr<double>(parameters, "rope_theta", 10000, subject);
    config.rope_theta = base::fieldOr<double>(json, "rope_theta", inner, subject);
    const Json old = base::fieldOr<Json>(json, "rope_scaling", Json::object(), subject);
    const Json &scaling = old.empty() ? parameters : old;
    const auto oldType = base::fieldOr<std::string>(scaling, "type", "default", subject);
    const auto type = base::fieldOr<std::string>(scaling, "rope_type", oldType, subject);
    if (type == "linear") {
        config.rope_linear_factor = base::field<double>(scaling, "factor", subject);
    } else if (type == "llama3") {
        config.rope_llama3 = Llama3RopeScaling { base::field<double>(scaling, "factor", subject),
            base::field<double>(scaling, "low_freq_factor", subject),
            base::field<double>(scaling, "high_freq_factor", subject),
            base::field<double>(scaling, "original_max_position_embeddings", subject) };
    } else if (type != "default") {
        unsupported(subject, "its rope type \"" + type + "\" is not known");
    }
    if (base::fieldOr<double>(json, "partial_rotary_factor", 1.0, subject) != 1.0)
        unsupported(subject, "it rotates only a part of each head (partial_rotary_factor)");
}

} // namespace

TransformerConfig configFromJson(const Json &json, const std::string &subject)
{
    TransformerConfig config;
    config.model_type = base::field<std::string>(json, "model_type", subject);
    setFamily(config, subject);
    config.vocab_size = base::field<int64_t>(json, "vocab_size", subject);
    config.hidden_size = base::field<int64_t>(json, "hidden_size", subject);
    config.intermediate_size = base::field<int64_t>(json, "intermediate_size", subject);
    config.num_hidden_layers = base::field<int64_t>(json, "num_hidden_layers", subject);
    config.num_attention_heads = base::field<int64_t>(json, "num_attention_heads", subject);
    checkSize(config.num_attention_heads, 4096, "num_attention_heads", subject);
    config.num_key_value_heads
        = base::fieldOr<int64_t>(json, "num_key_value_heads", config.num_attention_heads, subject);
    config.head_dim
        = base::fieldOr<int64_t>(json, "head_dim", config.hidden_size / config.num_attention_heads, subject);
    config.max_position_embeddings = base::fieldOr<int64_t>(json, "max_position_embeddings", 2048, subject);
    config.rms_norm_eps = base::fieldOr<double>(json, "rms_norm_eps", 1e-6, subject);
    config.tie_word_embeddings = base::fieldOr<bool>(json, "tie_word_embeddings", false, subject);
    config.eos_token_id = endTokens(json, subject);
    if (config.model_type != "qwen2") {
        config.qkv_bias = base::fieldOr<bool>(json, "attention_bias", false, subject);
        config.o_bias = config.qkv_bias;
    }
    if (config.model_type == "llama")
        config.mlp_bias = base::fieldOr<bool>(json, "mlp_bias", false, subject);
    readRope(config, json, subject);
    const auto activation = base::fieldOr<std::string>(json, "hidden_act", "silu", subject);
    if (activation != "silu")
        unsupported(subject, "its activation \"" + activation + "\" is not known");
    if (base::fieldOr<bool>(json, "use_sliding_window", false, subject))
        unsupported(subject, "it attends through a sliding window");
    check(config, subject);
    return config;
}

TransformerConfig configFromGguf(const modelfile::GgufFile &file)
{
    const std::string subject = file.path().string();
    TransformerConfig config;
    config.model_type = std::string(file.get<std::string_view>("general.architecture"));
    setFamily(config, subject);
    const auto key = [&](const char *name) { return config.model_type + "." + name; };
    config.hidden_size = file.get<int64_t>(key("embedding_length"));
    config.intermediate_size = file.get<int64_t>(key("feed_forward_length"));
    config.num_hidden_layers = file.get<int64_t>(key("block_count"));
    config.num_attention_heads = file.get<int64_t>(key("attention.head_count"));
    checkSize(config.num_attention_heads, 4096, "attention.head_count", subject);
    config.num_key_value_heads
        = file.getOr<int64_t>(key("attention.head_count_kv"), config.num_attention_heads);
    config.head_dim
        = file.getOr<int64_t>(key("attention.key_length"), config.hidden_size / config.num_attention_heads);
    config.max_position_embeddings = file.getOr<int64_t>(key("context_length"), 2048);
    config.rms_norm_eps = file.get<double>(key("attention.layer_norm_rms_epsilon"));
    config.rope_theta = file.getOr<double>(key("rope.freq_base"), 10000.0);
    const auto *embedding = file.findTensor("token_embd.weight");
    if (!embedding || embedding->shape.size() != 2)
        throw base::Failure(base::ErrorKind::CorruptFile, subject, "tensor token_embd.weight",
            { { "reason", "there is no such matrix" } });
    config.vocab_size = embedding->shape[0];
    config.tie_word_embeddings = !file.findTensor("output.weight");
    if (file.find("tokenizer.ggml.eos_token_id"))
        config.eos_token_id.push_back(file.get<int64_t>("tokenizer.ggml.eos_token_id"));
    config.qkv_bias = file.findTensor("blk.0.attn_q.bias") != nullptr;
    config.o_bias = file.findTensor("blk.0.attn_output.bias") != nullptr;
    config.mlp_bias = file.findTensor("blk.0.ffn_gate.bias") != nullptr;
    const auto scaling = file.getOr<std::string_view>(key("rope.scaling.type"), "none");
    if (scaling == "linear")
        config.rope_linear_factor = file.get<double>(key("rope.scaling.factor"));
    else if (scaling != "none")
        unsupported(subject, "its rope scaling \"" + std::string(scaling) + "\" is not known");
    if (file.getOr<int64_t>(key("rope.dimension_count"), config.head_dim) != config.head_dim)
        unsupported(subject, "it rotates only a part of each head");
    if (file.getOr<int64_t>(key("expert_count"), 0) > 0)
        unsupported(subject, "it is a mixture of experts");
    check(config, subject);
    return config;
}

} // namespace nn

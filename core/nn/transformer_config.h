// SPDX-License-Identifier: GPL-3.0-or-later
// What differs between Qwen2, Qwen2.5, Qwen3 and Llama-type models, as data.
#pragma once

#include "modelfile/gguf.h"

#include "base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nn {

// Llama 3's stretching of low rope frequencies (the "llama3" rope type of Hugging Face configs).
struct Llama3RopeScaling
{
    double factor = 8;
    double low_freq_factor = 1;
    double high_freq_factor = 4;
    double original_max_position_embeddings = 8192;

    bool operator==(const Llama3RopeScaling &) const = default;
};

// Field names as in a Hugging Face config.json.
struct TransformerConfig
{
    std::string model_type; // "llama", "qwen2", "qwen3"
    int64_t vocab_size = 0;
    int64_t hidden_size = 0;
    int64_t intermediate_size = 0;
    int64_t num_hidden_layers = 0;
    int64_t num_attention_heads = 0;
    int64_t num_key_value_heads = 0;
    int64_t head_dim = 0;
    int64_t max_position_embeddings = 0;
    double rms_norm_eps = 1e-6;
    double rope_theta = 10000;
    double rope_linear_factor = 1; // positions are divided by it
    std::optional<Llama3RopeScaling> rope_llama3;
    bool qkv_bias = false;
    bool o_bias = false;
    bool mlp_bias = false;
    bool qk_norm = false; // a norm over each head of q and k (Qwen3)
    bool tie_word_embeddings = false;
    std::vector<int64_t> eos_token_id; // all of them; may be empty

    bool operator==(const TransformerConfig &) const = default;
};

// `subject` names the file in errors. Throws MissingField, WrongShape, InvalidValue (a size out of range or sizes that do
// not fit each other) and UnsupportedModel, which names what is not known: another model_type, activation or rope type,
// sliding windows.
TransformerConfig configFromJson(const base::Json &json, const std::string &subject);
// The same from the metadata of a GGUF file.
TransformerConfig configFromGguf(const modelfile::GgufFile &file);

} // namespace nn

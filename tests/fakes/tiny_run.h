// SPDX-License-Identifier: GPL-3.0-or-later
// A complete model folder with random numbers, made on the spot: config.json, model.safetensors, a tokenizer that knows
// every byte, ChatML. It trains and answers in milliseconds and means nothing.
#pragma once

#include "base/files.h"
#include "base/json.h"
#include "modelfile/safetensors.h"
#include "run/run_folder.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace fakes {

struct TinyShape
{
    int64_t hidden = 32;
    int64_t feed_forward = 48;
    int64_t layers = 2;
    int64_t heads = 4;
    int64_t kv_heads = 2;
    int64_t context = 512;
    int poisoned_byte = -1; // its embedding is not a number
};

namespace detail {

inline constexpr const char *kControl[] = { "<|endoftext|>", "<|im_start|>", "<|im_end|>" };
inline constexpr int64_t kVocabulary = 256 + 3;

// The printable stand-in of a byte in GPT-2's alphabet, as UTF-8.
inline std::string byteSymbol(int byte)
{
    const auto own = [](int b) { return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE; };
    int code = byte;
    if (!own(byte)) {
        code = 256;
        for (int b = 0; b < byte; ++b)
            code += !own(b);
    }
    if (code < 0x80)
        return std::string(1, char(code));
    return { char(0xC0 | code >> 6), char(0x80 | (code & 0x3F)) };
}

inline base::Json tokenizer()
{
    using base::Json;
    Json vocabulary = Json::object();
    for (int byte = 0; byte < 256; ++byte)
        vocabulary[byteSymbol(byte)] = byte;
    Json added = Json::array();
    for (int i = 0; i < 3; ++i)
        added.push_back(Json { { "id", 256 + i }, { "content", kControl[i] }, { "special", true } });
    return Json { { "added_tokens", added }, { "normalizer", nullptr },
        { "pre_tokenizer", { { "type", "ByteLevel" }, { "add_prefix_space", false }, { "use_regex", true } } },
        { "decoder", { { "type", "ByteLevel" } } },
        { "model", { { "type", "BPE" }, { "vocab", vocabulary }, { "merges", Json::array() } } } };
}

inline base::Json config(const TinyShape &shape)
{
    return base::Json { { "model_type", "qwen2" }, { "architectures", { "Qwen2ForCausalLM" } }, { "hidden_act", "silu" },
        { "vocab_size", kVocabulary }, { "hidden_size", shape.hidden }, { "intermediate_size", shape.feed_forward },
        { "num_hidden_layers", shape.layers }, { "num_attention_heads", shape.heads },
        { "num_key_value_heads", shape.kv_heads }, { "max_position_embeddings", shape.context }, { "rms_norm_eps", 1e-6 },
        { "rope_theta", 10000.0 }, { "tie_word_embeddings", true }, { "eos_token_id", 258 } };
}

class WeightWriter
{
public:
    explicit WeightWriter(uint32_t seed)
        : m_random(seed)
    {
    }

    void add(const std::string &name, std::vector<int64_t> shape, float mean, float deviation)
    {
        size_t count = 1;
        for (const int64_t size : shape)
            count *= size_t(size);
        std::vector<float> values(count);
        std::normal_distribution<float> normal(mean, deviation);
        for (float &value : values)
            value = normal(m_random);
        m_values.push_back(std::move(values));
        m_names.push_back({ name, std::move(shape) });
    }

    // Of the first tensor.
    void poisonRow(int64_t row, int64_t columns)
    {
        std::fill_n(m_values[0].begin() + row * columns, columns, std::numeric_limits<float>::quiet_NaN());
    }

    void write(const std::filesystem::path &path) const
    {
        std::vector<modelfile::TensorView> views;
        for (size_t i = 0; i < m_names.size(); ++i)
            views.push_back({ m_names[i].first, *modelfile::safetensorsType(modelfile::ElementType::F32), m_names[i].second,
                std::as_bytes(std::span(m_values[i])) });
        modelfile::writeSafetensors(path, std::move(views));
    }

private:
    std::mt19937 m_random;
    std::vector<std::vector<float>> m_values;
    std::vector<std::pair<std::string, std::vector<int64_t>>> m_names;
};

inline void writeWeights(const std::filesystem::path &path, const TinyShape &s)
{
    const int64_t head = s.hidden / s.heads, kv = s.kv_heads * head;
    WeightWriter weights(7);
    weights.add("model.embed_tokens.weight", { kVocabulary, s.hidden }, 0, 0.2F);
    if (s.poisoned_byte >= 0)
        weights.poisonRow(s.poisoned_byte, s.hidden);
    for (int64_t i = 0; i < s.layers; ++i) {
        const std::string at = "model.layers." + std::to_string(i) + ".";
        weights.add(at + "input_layernorm.weight", { s.hidden }, 1, 0.1F);
        for (const auto &[name, out] : { std::pair("q_proj", s.hidden), std::pair("k_proj", kv), std::pair("v_proj", kv) }) {
            weights.add(at + "self_attn." + name + ".weight", { out, s.hidden }, 0, 0.15F);
            weights.add(at + "self_attn." + name + ".bias", { out }, 0, 0.1F);
        }
        weights.add(at + "self_attn.o_proj.weight", { s.hidden, s.hidden }, 0, 0.15F);
        weights.add(at + "post_attention_layernorm.weight", { s.hidden }, 1, 0.1F);
        weights.add(at + "mlp.gate_proj.weight", { s.feed_forward, s.hidden }, 0, 0.15F);
        weights.add(at + "mlp.up_proj.weight", { s.feed_forward, s.hidden }, 0, 0.15F);
        weights.add(at + "mlp.down_proj.weight", { s.hidden, s.feed_forward }, 0, 0.15F);
    }
    weights.add("model.norm.weight", { s.hidden }, 1, 0.1F);
    weights.write(path);
}

} // namespace detail

// Writes the model into `folder` and returns it. Specs that use it say chat_template "chatml".
inline std::filesystem::path writeTinyFolder(const std::filesystem::path &folder, const TinyShape &shape = {})
{
    std::filesystem::create_directories(folder);
    base::writeFileAtomically(folder / "config.json", detail::config(shape).dump(2));
    base::writeFileAtomically(folder / "tokenizer.json", detail::tokenizer().dump());
    base::writeFileAtomically(folder / "tokenizer_config.json", R"({"eos_token": "<|im_end|>"})");
    detail::writeWeights(folder / "model.safetensors", shape);
    return folder;
}

// A few short dialogues; split train but for the last two, which are validation and test.
inline std::vector<run::DatasetRow> tinyDataset(int dialogues = 8)
{
    static const char *const seekers[] = { "I lost my keys.", "I cannot sleep at all.", "My dog is ill and I worry.", "Hi." };
    static const char *const supporters[] = { "That is hard.", "Tell me more, please.", "I hear you.", "How long is it so?" };
    std::vector<run::DatasetRow> rows;
    for (int i = 0; i < dialogues; ++i) {
        run::DatasetRow row;
        row.split = i == dialogues - 1 ? run::Split::Test : i == dialogues - 2 ? run::Split::Validation : run::Split::Train;
        row.dialogue.id = "dialogue-" + std::to_string(i);
        row.dialogue.source_key = std::to_string(i);
        for (int t = 0; t < 2 * (1 + i % 3); ++t) {
            const bool seeker = t % 2 == 0;
            row.dialogue.turns.push_back({ row.dialogue.id + "-turn-" + std::to_string(t),
                seeker ? dialogue::Speaker::Seeker : dialogue::Speaker::Supporter,
                std::string(seeker ? seekers[(i + t) % 4] : supporters[(i * 3 + t) % 4]) + " " + std::to_string(i), std::nullopt });
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace fakes

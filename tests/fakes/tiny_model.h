// SPDX-License-Identifier: GPL-3.0-or-later
// A GGUF model small enough for any test: one token a byte, ChatML's control tokens, random fp32 weights.
#pragma once

#include "fakes/gguf_writer.h"

#include <random>

namespace fakes {

// The character that GPT-2's byte alphabet has for a byte, in UTF-8.
inline std::string byteLetter(int byte)
{
    static const auto alphabet = [] {
        std::vector<int> letters(256);
        int next = 256;
        for (int b = 0; b < 256; ++b)
            letters[size_t(b)] = (b > 32 && b < 127) || (b > 160 && b != 173) ? b : next++;
        return letters;
    }();
    const int letter = alphabet[size_t(byte)];
    if (letter < 128)
        return std::string(1, char(letter));
    return { char(0xc0 | letter >> 6), char(0x80 | (letter & 63)) };
}

inline std::vector<std::string> tinyVocabulary()
{
    std::vector<std::string> tokens { "<|endoftext|>", "<|im_start|>", "<|im_end|>" };
    for (int byte = 0; byte < 256; ++byte)
        tokens.push_back(byteLetter(byte));
    return tokens;
}

// `tokenizer` false: the vocabulary is left out.
inline void writeTinyModel(const std::string &path, bool tokenizer = true)
{
    constexpr int64_t channels = 32, forward = 64, layers = 2, heads = 4, groups = 2, size = 8;
    const auto tokens = tinyVocabulary();
    const auto vocabulary = int64_t(tokens.size());
    GgufWriter writer;
    writer.text("general.architecture", "llama").whole("llama.block_count", layers);
    writer.whole("llama.embedding_length", channels).whole("llama.feed_forward_length", forward);
    writer.whole("llama.attention.head_count", heads).whole("llama.attention.head_count_kv", groups);
    writer.whole("llama.context_length", 4096).number("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    writer.whole("tokenizer.ggml.eos_token_id", 2);
    if (tokenizer) {
        std::vector<int32_t> types(tokens.size(), 1);
        std::fill_n(types.begin(), 3, 3);
        writer.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", "gpt-2");
        writer.texts("tokenizer.ggml.tokens", tokens).wholes("tokenizer.ggml.token_type", types);
        writer.texts("tokenizer.ggml.merges", {});
    }
    std::mt19937 random(5);
    const auto add = [&](const std::string &name, const std::vector<int64_t> &shape) {
        std::string data;
        int64_t count = 1;
        for (const int64_t length : shape)
            count *= length;
        for (int64_t i = 0; i < count; ++i) {
            const float noise = float(random()) / float(std::mt19937::max()) - 0.5f;
            const float value = shape.size() == 1 ? 1 + 0.2f * noise : 0.6f * noise;
            data.append(reinterpret_cast<const char *>(&value), sizeof value);
        }
        writer.tensor(name, shape, 0, data);
    };
    add("token_embd.weight", { vocabulary, channels });
    for (int64_t i = 0; i < layers; ++i) {
        const std::string at = "blk." + std::to_string(i) + ".";
        add(at + "attn_norm.weight", { channels });
        add(at + "attn_q.weight", { heads * size, channels });
        add(at + "attn_k.weight", { groups * size, channels });
        add(at + "attn_v.weight", { groups * size, channels });
        add(at + "attn_output.weight", { channels, heads * size });
        add(at + "ffn_norm.weight", { channels });
        add(at + "ffn_gate.weight", { forward, channels });
        add(at + "ffn_up.weight", { forward, channels });
        add(at + "ffn_down.weight", { channels, forward });
    }
    add("output_norm.weight", { channels });
    writer.save(path);
}

} // namespace fakes

// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/gguf_names.h"

#include <array>
#include <utility>

namespace nn {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array kOutside {
    Pair { "token_embd", "model.embed_tokens" },
    Pair { "output_norm", "model.norm" },
    Pair { "output", "lm_head" },
};

constexpr std::array kInBlock {
    Pair { "attn_norm", "input_layernorm" },
    Pair { "attn_q", "self_attn.q_proj" },
    Pair { "attn_k", "self_attn.k_proj" },
    Pair { "attn_v", "self_attn.v_proj" },
    Pair { "attn_output", "self_attn.o_proj" },
    Pair { "attn_q_norm", "self_attn.q_norm" },
    Pair { "attn_k_norm", "self_attn.k_norm" },
    Pair { "ffn_norm", "post_attention_layernorm" },
    Pair { "ffn_gate", "mlp.gate_proj" },
    Pair { "ffn_up", "mlp.up_proj" },
    Pair { "ffn_down", "mlp.down_proj" },
};

template <typename Table> std::optional<std::string> lookUp(const Table &table, std::string_view stem)
{
    for (const auto &[from, to] : table) {
        if (from == stem)
            return std::string(to);
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> huggingFaceName(std::string_view name)
{
    const size_t dot = name.rfind('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const std::string_view stem = name.substr(0, dot);
    const std::string suffix(name.substr(dot)); // ".weight" or ".bias"
    if (!stem.starts_with("blk.")) {
        const auto found = lookUp(kOutside, stem);
        return found ? std::optional(*found + suffix) : std::nullopt;
    }
    const size_t second = stem.find('.', 4);
    if (second == std::string_view::npos)
        return std::nullopt;
    const auto found = lookUp(kInBlock, stem.substr(second + 1));
    const std::string layer(stem.substr(4, second - 4));
    return found ? std::optional("model.layers." + layer + "." + *found + suffix) : std::nullopt;
}

} // namespace nn

// SPDX-License-Identifier: GPL-3.0-or-later
// Tensor names of GGUF files and of Hugging Face checkpoints.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nn {

// "blk.3.attn_q.weight" -> "model.layers.3.self_attn.q_proj.weight"; nothing for names without a counterpart.
std::optional<std::string> huggingFaceName(std::string_view ggufName);

} // namespace nn

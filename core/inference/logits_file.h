// SPDX-License-Identifier: GPL-3.0-or-later
// The logits of a token sequence as a file, for comparisons with other programs.
#pragma once

#include "nn/transformer.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace inference {

// One fp32 tensor `logits`, shape (T, V), as safetensors. Throws what forward() throws, FileUnwritable, DiskFull.
void writeLogits(const nn::Transformer &model, const std::vector<int64_t> &ids, const std::filesystem::path &file);

} // namespace inference

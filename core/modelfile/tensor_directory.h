// SPDX-License-Identifier: GPL-3.0-or-later
// Checks that both containers need: sizes without overflow, data inside the file, no two tensors on one byte.
#pragma once

#include "modelfile/tensor_view.h"

#include <optional>
#include <string>

namespace modelfile {

// Bytes of a tensor of this type and shape; nothing when a size is negative, overflows, or the innermost dimension is
// no whole number of blocks.
std::optional<uint64_t> tensorBytes(const TypeInfo &type, const std::vector<int64_t> &shape);

// Throws CorruptFile naming both when the data of two tensors overlap.
void checkNoOverlap(const std::vector<TensorView> &tensors, const std::string &subject);

} // namespace modelfile

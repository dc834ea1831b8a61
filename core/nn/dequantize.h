// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as files hold them, turned into floats.
#pragma once

#include "modelfile/element_type.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace nn {

// Whether dequantizeRow() knows the type: F32, F16, BF16, Q8_0, Q4_0, Q4_1.
bool canDequantize(modelfile::ElementType type);

// `count` elements (a whole number of blocks). A Q8_0 block is a half scale d and 32 int8 q: w = d q. A Q4_0 block is d and
// 16 bytes, low nibbles first: w = d (q - 8). A Q4_1 block is d, a half offset m and 16 bytes: w = d q + m.
// Format: ggml-org/ggml. Throws Internal for other types.
void dequantizeRow(modelfile::ElementType type, const std::byte *bytes, int64_t count, float *out);

float halfToFloat(uint16_t half);
uint16_t floatToHalf(float value); // nearest, ties to even

} // namespace nn

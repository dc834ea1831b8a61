// SPDX-License-Identifier: GPL-3.0-or-later
// How the numbers of a tensor lie in a file. One list for safetensors and GGUF.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace modelfile {

// The types that other rooms read. Everything else a file may legally hold is Other: known by name and size, so that a
// model can be listed and refused by name.
enum class ElementType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool, Q8_0, Q4_0, Q4_1, Other };

// A type as a format lists it. Quantized types come in blocks along the innermost dimension.
struct TypeInfo
{
    ElementType type;
    std::string_view name; // "F32", "Q4_1", "Q6_K"
    int64_t block_elements; // 1 for plain types
    int64_t block_bytes;
};

// By the number in a GGUF tensor directory.
std::optional<TypeInfo> ggufType(uint32_t number);
// By the dtype in a safetensors header.
std::optional<TypeInfo> safetensorsType(std::string_view dtype);
// The safetensors dtype of a plain type; nothing for quantized types and Other.
std::optional<TypeInfo> safetensorsType(ElementType type);

} // namespace modelfile

// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelfile/element_type.h"

#include <array>

namespace modelfile {

namespace {

using enum ElementType;

struct GgufEntry
{
    uint32_t number;
    TypeInfo info;
};

// Numbers and block sizes of the GGUF format, version 3.
constexpr std::array kGguf {
    GgufEntry { 0, { F32, "F32", 1, 4 } },
    GgufEntry { 1, { F16, "F16", 1, 2 } },
    GgufEntry { 2, { Q4_0, "Q4_0", 32, 18 } },
    GgufEntry { 3, { Q4_1, "Q4_1", 32, 20 } },
    GgufEntry { 6, { Other, "Q5_0", 32, 22 } },
    GgufEntry { 7, { Other, "Q5_1", 32, 24 } },
    GgufEntry { 8, { Q8_0, "Q8_0", 32, 34 } },
    GgufEntry { 9, { Other, "Q8_1", 32, 36 } },
    GgufEntry { 10, { Other, "Q2_K", 256, 84 } },
    GgufEntry { 11, { Other, "Q3_K", 256, 110 } },
    GgufEntry { 12, { Other, "Q4_K", 256, 144 } },
    GgufEntry { 13, { Other, "Q5_K", 256, 176 } },
    GgufEntry { 14, { Other, "Q6_K", 256, 210 } },
    GgufEntry { 15, { Other, "Q8_K", 256, 292 } },
    GgufEntry { 16, { Other, "IQ2_XXS", 256, 66 } },
    GgufEntry { 17, { Other, "IQ2_XS", 256, 74 } },
    GgufEntry { 18, { Other, "IQ3_XXS", 256, 98 } },
    GgufEntry { 19, { Other, "IQ1_S", 256, 50 } },
    GgufEntry { 20, { Other, "IQ4_NL", 32, 18 } },
    GgufEntry { 21, { Other, "IQ3_S", 256, 110 } },
    GgufEntry { 22, { Other, "IQ2_S", 256, 82 } },
    GgufEntry { 23, { Other, "IQ4_XS", 256, 136 } },
    GgufEntry { 24, { I8, "I8", 1, 1 } },
    GgufEntry { 25, { I16, "I16", 1, 2 } },
    GgufEntry { 26, { I32, "I32", 1, 4 } },
    GgufEntry { 27, { I64, "I64", 1, 8 } },
    GgufEntry { 28, { F64, "F64", 1, 8 } },
    GgufEntry { 29, { Other, "IQ1_M", 256, 56 } },
    GgufEntry { 30, { BF16, "BF16", 1, 2 } },
    GgufEntry { 34, { Other, "TQ1_0", 256, 54 } },
    GgufEntry { 35, { Other, "TQ2_0", 256, 66 } },
    GgufEntry { 39, { Other, "MXFP4", 32, 17 } },
};

constexpr std::array kSafetensors {
    TypeInfo { F64, "F64", 1, 8 },
    TypeInfo { F32, "F32", 1, 4 },
    TypeInfo { F16, "F16", 1, 2 },
    TypeInfo { BF16, "BF16", 1, 2 },
    TypeInfo { I64, "I64", 1, 8 },
    TypeInfo { I32, "I32", 1, 4 },
    TypeInfo { I16, "I16", 1, 2 },
    TypeInfo { I8, "I8", 1, 1 },
    TypeInfo { U8, "U8", 1, 1 },
    TypeInfo { Bool, "BOOL", 1, 1 },
    TypeInfo { Other, "U64", 1, 8 },
    TypeInfo { Other, "U32", 1, 4 },
    TypeInfo { Other, "U16", 1, 2 },
    TypeInfo { Other, "F8_E4M3", 1, 1 },
    TypeInfo { Other, "F8_E5M2", 1, 1 },
    TypeInfo { Other, "F8_E8M0", 1, 1 },
    TypeInfo { Other, "C64", 1, 8 },
};

} // namespace

std::optional<TypeInfo> ggufType(uint32_t number)
{
    for (const GgufEntry &entry : kGguf) {
        if (entry.number == number)
            return entry.info;
    }
    return std::nullopt;
}

std::optional<TypeInfo> safetensorsType(std::string_view dtype)
{
    for (const TypeInfo &info : kSafetensors) {
        if (info.name == dtype)
            return info;
    }
    return std::nullopt;
}

std::optional<TypeInfo> safetensorsType(ElementType type)
{
    for (const TypeInfo &info : kSafetensors) {
        if (info.type == type && type != Other)
            return info;
    }
    return std::nullopt;
}

} // namespace modelfile

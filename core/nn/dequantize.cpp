// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/dequantize.h"

#include "base/error.h"

#include <c10/util/Half.h>

#include <bit>
#include <cstring>

namespace nn {

namespace {

using modelfile::ElementType;

constexpr int64_t kBlock = 32;

template <typename T> T load(const std::byte *from)
{
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

void fromHalf(const std::byte *bytes, int64_t count, float *out)
{
    for (int64_t i = 0; i < count; ++i)
        out[i] = halfToFloat(load<uint16_t>(bytes + 2 * i));
}

void fromBfloat(const std::byte *bytes, int64_t count, float *out)
{
    for (int64_t i = 0; i < count; ++i)
        out[i] = std::bit_cast<float>(uint32_t { load<uint16_t>(bytes + 2 * i) } << 16);
}

void fromQ8(const std::byte *bytes, int64_t count, float *out)
{
    for (int64_t b = 0; b < count / kBlock; ++b, bytes += 34, out += kBlock) {
        const float d = halfToFloat(load<uint16_t>(bytes));
        for (int i = 0; i < kBlock; ++i)
            out[i] = d * float(load<int8_t>(bytes + 2 + i));
    }
}

void fromQ4(const std::byte *bytes, int64_t count, bool hasOffset, float *out)
{
    const int64_t stride = hasOffset ? 20 : 18;
    for (int64_t b = 0; b < count / kBlock; ++b, bytes += stride, out += kBlock) {
        const float d = halfToFloat(load<uint16_t>(bytes));
        const float m = hasOffset ? halfToFloat(load<uint16_t>(bytes + 2)) : 0.f;
        const int shift = hasOffset ? 0 : 8;
        const std::byte *nibbles = bytes + (hasOffset ? 4 : 2);
        for (int i = 0; i < kBlock / 2; ++i) {
            const int both = int(nibbles[i]);
            out[i] = d * float((both & 15) - shift) + m;
            out[i + kBlock / 2] = d * float((both >> 4) - shift) + m;
        }
    }
}

} // namespace

float halfToFloat(uint16_t half) { return c10::detail::fp16_ieee_to_fp32_value(half); }
uint16_t floatToHalf(float value) { return c10::detail::fp16_ieee_from_fp32_value(value); }

bool canDequantize(ElementType type)
{
    using enum ElementType;
    return type == F32 || type == F16 || type == BF16 || type == Q8_0 || type == Q4_0 || type == Q4_1;
}

void dequantizeRow(ElementType type, const std::byte *bytes, int64_t count, float *out)
{
    switch (type) {
    case ElementType::F32:
        std::memcpy(out, bytes, static_cast<size_t>(count) * sizeof(float));
        return;
    case ElementType::F16:
        return fromHalf(bytes, count, out);
    case ElementType::BF16:
        return fromBfloat(bytes, count, out);
    case ElementType::Q8_0:
        return fromQ8(bytes, count, out);
    case ElementType::Q4_0:
        return fromQ4(bytes, count, false, out);
    case ElementType::Q4_1:
        return fromQ4(bytes, count, true, out);
    default:
        throw base::Failure(base::ErrorKind::Internal, "dequantizeRow", {}, { { "reason", "unknown type" } });
    }
}

} // namespace nn

// SPDX-License-Identifier: GPL-3.0-or-later
// The reference: no vector instructions asked for; products are rounded before they are added, otherwise the same order of
// operations as in the others.
#include "nn/kernels/tiles.h"

#include "nn/dequantize.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace nn::kernels {

namespace {

using modelfile::ElementType;

template <typename T> T at(const std::byte *from, int64_t index)
{
    T value;
    std::memcpy(&value, from + index * static_cast<int64_t>(sizeof(T)), sizeof value);
    return value;
}

float plainWeight(ElementType type, const std::byte *tile, int64_t k, int64_t row)
{
    const int64_t index = k * kTileRows + row;
    if (type == ElementType::F32)
        return at<float>(tile, index);
    const auto bits = at<uint16_t>(tile, index);
    return type == ElementType::F16 ? halfToFloat(bits) : std::bit_cast<float>(uint32_t { bits } << 16);
}

struct BlockView
{
    ElementType type;
    const std::byte *block;

    float scale(int64_t row) const { return halfToFloat(at<uint16_t>(block, row)); }
    float offset(int64_t row) const
    {
        return type == ElementType::Q4_1 ? halfToFloat(at<uint16_t>(block, kTileRows + row)) : 0.f;
    }
    int quant(int64_t k, int64_t row) const
    {
        if (type == ElementType::Q8_0)
            return at<int8_t>(block + 2 * kTileRows, k * kTileRows + row);
        const std::byte *nibbles = block + (type == ElementType::Q4_1 ? 4 : 2) * kTileRows;
        const auto word = at<uint32_t>(nibbles, k / 8 * kTileRows + row);
        const int q = static_cast<int>(word >> (4 * (k % 8)) & 15);
        return type == ElementType::Q4_0 && q >= 8 ? q - 16 : q;
    }
};

struct Rows
{
    float value[kTileRows] = {};
};

Rows quantizedDots(const TileJob &job, const std::byte *tile, int column)
{
    const int64_t stride = tileBytes(job.type, kBlock);
    Rows sum;
    for (int64_t b = 0; b < job.inputs / kBlock; ++b) {
        const BlockView block { job.type, tile + b * stride };
        Rows t;
        for (int64_t k = 0; k < kBlock; ++k) {
            const float x = job.x[(b * kBlock + k) * job.columns + column];
            for (int64_t row = 0; row < kTileRows; ++row)
                t.value[row] += static_cast<float>(block.quant(k, row)) * x;
        }
        const float blockSum = job.type == ElementType::Q4_1 ? job.sums[b * job.columns + column] : 0.f;
        for (int64_t row = 0; row < kTileRows; ++row)
            sum.value[row] += block.scale(row) * t.value[row] + block.offset(row) * blockSum;
    }
    return sum;
}

Rows plainDots(const TileJob &job, const std::byte *tile, int column)
{
    Rows sum;
    for (int64_t k = 0; k < job.inputs; ++k) {
        const float x = job.x[k * job.columns + column];
        for (int64_t row = 0; row < kTileRows; ++row)
            sum.value[row] += plainWeight(job.type, tile, k, row) * x;
    }
    return sum;
}

} // namespace

int64_t tileBytes(ElementType type, int64_t inputs)
{
    const int64_t blocks = inputs / kBlock;
    switch (type) {
    case ElementType::F32:
        return inputs * kTileRows * 4;
    case ElementType::F16:
    case ElementType::BF16:
        return inputs * kTileRows * 2;
    case ElementType::Q8_0:
        return blocks * kTileRows * (2 + kBlock);
    case ElementType::Q4_0:
        return blocks * kTileRows * (2 + kBlock / 2);
    case ElementType::Q4_1:
        return blocks * kTileRows * (4 + kBlock / 2);
    default:
        return 0;
    }
}

void multiplyTilesPlain(const TileJob &job)
{
    const bool quantized = job.type == ElementType::Q8_0 || job.type == ElementType::Q4_0 || job.type == ElementType::Q4_1;
    const int64_t stride = tileBytes(job.type, job.inputs);
    for (int64_t n = 0; n < job.tile_count; ++n) {
        const std::byte *tile = job.tiles + n * stride;
        for (int c = 0; c < job.columns; ++c) {
            const Rows rows = quantized ? quantizedDots(job, tile, c) : plainDots(job, tile, c);
            std::copy_n(rows.value, kTileRows, job.y + c * job.y_stride + n * kTileRows);
        }
    }
}

} // namespace nn::kernels

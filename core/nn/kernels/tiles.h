// SPDX-License-Identifier: GPL-3.0-or-later
// Weights in tiles of 16 output rows, and their product with a few columns of activations.
//
// One vector of a tile holds the same input k of 16 rows, so a product needs no sums across lanes, reads the weights as one
// stream, and unpacks each weight once for all columns. Per 16 rows and, for quantized types, block of 32 inputs:
//   F32, F16, BF16   [k][16 rows]
//   Q8_0             16 half scales d, then int8 [32 k][16 rows]:           w = d q
//   Q4_0             16 half scales d, then 4 groups of 8 k: uint32 [16 rows], nibble j is k = 8 group + j, as q - 8 in
//                    two's complement:                                      w = d (q - 8)
//   Q4_1             16 half scales d, 16 half offsets m, nibbles q as above: w = d q + m
// Arithmetic is fp32: for each output, blocks in the order of k, within a block one fused multiply-add an input in the order
// of k; then acc += d * t, and for Q4_1 acc += m * (sum of the block's activations). Each output's result does not depend on
// how many columns are computed together.
#pragma once

#include "modelfile/element_type.h"

#include <cstddef>
#include <cstdint>

namespace nn::kernels {

inline constexpr int64_t kTileRows = 16;
inline constexpr int64_t kBlock = 32; // inputs of a quantized block
inline constexpr int kMostColumns = 12;

// Bytes of one tile of `inputs` inputs. Quantized types need a multiple of kBlock.
int64_t tileBytes(modelfile::ElementType type, int64_t inputs);

struct TileJob
{
    modelfile::ElementType type;
    const std::byte *tiles = nullptr; // consecutive tiles, 64-byte aligned
    int64_t tile_count = 0;
    int64_t inputs = 0;
    int columns = 1; // 1, 2, 4, 8 or 12
    const float *x = nullptr; // [inputs][columns]
    const float *sums = nullptr; // [inputs / kBlock][columns], sums of x over each block
    float *y = nullptr; // column c of tile n goes to y + c * y_stride + n * kTileRows
    int64_t y_stride = 0;
};

// The same results to fp32 rounding; the last two need the named instruction sets.
void multiplyTilesPlain(const TileJob &job);
void multiplyTilesAvx2(const TileJob &job);
void multiplyTilesAvx512(const TileJob &job);

} // namespace nn::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
// A weight matrix in tiles, and its product with any number of activation rows.
#pragma once

#include "nn/kernels/tile_memory.h"
#include "nn/weights.h"

#include <memory>

namespace nn::kernels {

// Immutable after packing; multiply() may be called from several threads.
class PackedMatrix
{
public:
    // Keeps the numbers of the source bit for bit, in another order.
    PackedMatrix(const WeightSource &source, TileMemory &memory);

    int64_t rows() const { return m_rows; }
    int64_t columns() const { return m_columns; }
    int64_t bytes() const { return m_bytes; } // read by one multiply()

    // y (count, rows) = x (count, columns) W^T, both contiguous, on ATen's threads. The result for a row of x does not
    // depend on the other rows. Uses the kernels of activeIsa().
    void multiply(const float *x, int64_t count, float *y) const;

private:
    modelfile::ElementType m_type;
    int64_t m_rows = 0;
    int64_t m_columns = 0;
    int64_t m_tiles = 0;
    int64_t m_bytes = 0;
    std::shared_ptr<std::byte> m_data;
};

} // namespace nn::kernels

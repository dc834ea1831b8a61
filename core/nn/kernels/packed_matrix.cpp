// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/kernels/packed_matrix.h"

#include "nn/device.h"
#include "nn/kernels/team.h"
#include "nn/kernels/tiles.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace nn::kernels {

namespace {

using modelfile::ElementType;

constexpr int64_t kFewRows = 16;

bool isQuantized(ElementType type)
{
    return type == ElementType::Q8_0 || type == ElementType::Q4_0 || type == ElementType::Q4_1;
}

// Nibble of input k of a file's block: the low halves are the first 16 inputs.
unsigned fileNibble(const std::byte *nibbles, int64_t k)
{
    const auto both = static_cast<unsigned>(nibbles[k % 16]);
    return k < 16 ? both & 15 : both >> 4;
}

// One block of one row goes to its place in a tile's block.
void packBlock(ElementType type, const std::byte *from, int64_t row, std::byte *block)
{
    std::memcpy(block + 2 * row, from, 2);
    if (type == ElementType::Q8_0) {
        for (int64_t k = 0; k < kBlock; ++k)
            block[2 * kTileRows + k * kTileRows + row] = from[2 + k];
        return;
    }
    const bool hasOffset = type == ElementType::Q4_1;
    const int64_t header = hasOffset ? 4 : 2;
    if (hasOffset)
        std::memcpy(block + 2 * kTileRows + 2 * row, from + 2, 2);
    const unsigned flip = hasOffset ? 0 : 8; // q - 8 in two's complement
    for (int64_t group = 0; group < 4; ++group) {
        uint32_t word = 0;
        for (unsigned j = 0; j < 8; ++j)
            word |= (fileNibble(from + header, group * 8 + j) ^ flip) << (4 * j);
        std::memcpy(block + header * kTileRows + (group * kTileRows + row) * 4, &word, 4);
    }
}

void packRow(ElementType type, int64_t columns, const std::byte *from, int64_t row, std::byte *tile)
{
    if (isQuantized(type)) {
        const int64_t block = tileBytes(type, kBlock), fileBlock = block / kTileRows;
        for (int64_t b = 0; b < columns / kBlock; ++b)
            packBlock(type, from + b * fileBlock, row, tile + b * block);
        return;
    }
    const int64_t size = type == ElementType::F32 ? 4 : 2;
    for (int64_t k = 0; k < columns; ++k)
        std::memcpy(tile + (k * kTileRows + row) * size, from + k * size, size_t(size));
}

void multiplyTiles(const TileJob &job)
{
    switch (activeIsa()) {
    case Isa::Avx512:
        return multiplyTilesAvx512(job);
    case Isa::Avx2:
        return multiplyTilesAvx2(job);
    case Isa::Plain:
        return multiplyTilesPlain(job);
    }
}

// A few rows of x beside each other, [k][columns], with the sums of each block.
struct Group
{
    int64_t begin = 0; // first row of x
    int columns = 0;
    const float *x = nullptr;
    std::vector<float> interleaved;
    std::vector<float> sums;
};

int groupColumns(int64_t rows)
{
    for (const int columns : { 12, 8, 4, 2 }) {
        if (rows >= columns)
            return columns;
    }
    return 1;
}

using Lanes = float __attribute__((vector_size(32)));

// In a fixed order, whatever the instruction set.
float blockSum(const float *x)
{
    Lanes sum {};
    for (int64_t k = 0; k < kBlock; k += 8) {
        Lanes next;
        std::memcpy(&next, x + k, sizeof next);
        sum += next;
    }
    return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
}

void fill(Group &group, const float *x, int64_t inputs, bool withSums)
{
    const float *from = x + group.begin * inputs;
    group.x = from;
    if (group.columns > 1) {
        group.interleaved.resize(size_t(group.columns * inputs));
        for (int64_t c = 0; c < group.columns; ++c) {
            for (int64_t k = 0; k < inputs; ++k)
                group.interleaved[size_t(k * group.columns + c)] = from[c * inputs + k];
        }
        group.x = group.interleaved.data();
    }
    if (!withSums)
        return;
    group.sums.resize(size_t(inputs / kBlock * group.columns));
    for (int64_t b = 0; b < inputs / kBlock; ++b) {
        for (int64_t c = 0; c < group.columns; ++c)
            group.sums[size_t(b * group.columns + c)] = blockSum(from + c * inputs + b * kBlock);
    }
}

std::vector<Group> makeGroups(const float *x, int64_t count, int64_t inputs, bool withSums)
{
    std::vector<Group> groups;
    for (int64_t begin = 0; begin < count; begin += groups.back().columns) {
        groups.emplace_back();
        groups.back().begin = begin;
        groups.back().columns = groupColumns(count - begin);
    }
    const int64_t grain = std::max<int64_t>(1, 65536 / (inputs * kMostColumns));
    forEachStretch(int64_t(groups.size()), grain, [&](int64_t first, int64_t last) {
        for (int64_t i = first; i < last; ++i)
            fill(groups[size_t(i)], x, inputs, withSums);
    });
    return groups;
}

} // namespace

PackedMatrix::PackedMatrix(const WeightSource &source, TileMemory &memory)
    : m_type(source.view.type.type)
    , m_rows(source.rows())
    , m_columns(source.columns())
    , m_tiles((m_rows + kTileRows - 1) / kTileRows)
    , m_bytes(m_tiles * tileBytes(m_type, m_columns))
    , m_data(memory.allocate(m_bytes))
{
    const int64_t stride = tileBytes(m_type, m_columns);
    forEachStretch(m_tiles, std::max<int64_t>(1, 65536 / (kTileRows * m_columns)), [&](int64_t begin, int64_t end) {
        for (int64_t r = begin * kTileRows; r < std::min(end * kTileRows, m_rows); ++r)
            packRow(m_type, m_columns, source.row(r), r % kTileRows, m_data.get() + r / kTileRows * stride);
    });
}

void PackedMatrix::multiply(const float *x, int64_t count, float *y) const
{
    const std::vector<Group> groups = makeGroups(x, count, m_columns, m_type == ElementType::Q4_1);
    const int64_t stride = tileBytes(m_type, m_columns);
    // So many tiles at most stay in the second-level cache while all groups pass over them.
    const int64_t together = std::max<int64_t>(4, (256 << 10) / stride);
    const auto some = [&](int64_t first, int64_t last) {
        TileJob job;
        job.type = m_type;
        job.tiles = m_data.get() + first * stride;
        job.tile_count = last - first;
        job.inputs = m_columns;
        for (const Group &group : groups) {
            job.columns = group.columns;
            job.x = group.x;
            job.sums = group.sums.data();
            if (last * kTileRows <= m_rows) {
                job.y = y + group.begin * m_rows + first * kTileRows;
                job.y_stride = m_rows;
                multiplyTiles(job);
                continue;
            }
            // The last tile is wider than the matrix.
            std::vector<float> wide(size_t(group.columns * job.tile_count * kTileRows));
            job.y = wide.data();
            job.y_stride = job.tile_count * kTileRows;
            multiplyTiles(job);
            for (int64_t c = 0; c < group.columns; ++c)
                std::copy_n(wide.data() + c * job.y_stride, m_rows - first * kTileRows,
                    y + (group.begin + c) * m_rows + first * kTileRows);
        }
    };
    const auto inPieces = [&](int64_t each) {
        forEachPiece((m_tiles + each - 1) / each,
            [&](int64_t piece) { some(piece * each, std::min((piece + 1) * each, m_tiles)); });
    };
    const int64_t threads = at::get_num_threads();
    if (count <= kFewRows) {
        // Small pieces, so that a thread that starts late or is pushed aside holds nothing up.
        const int64_t pieces = std::min(8 * threads, (m_tiles + 3) / 4);
        return inPieces((m_tiles + pieces * 4 - 1) / (pieces * 4) * 4);
    }
    // Each piece reads all of x, so there are no more of them than needed, and equally many for every thread.
    const int64_t pieces = (m_tiles + together * threads - 1) / (together * threads) * threads;
    inPieces(std::max<int64_t>(4, (m_tiles + pieces - 1) / pieces));
}

} // namespace nn::kernels

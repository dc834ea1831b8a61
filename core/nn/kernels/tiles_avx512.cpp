// SPDX-License-Identifier: GPL-3.0-or-later
// One zmm register holds one input of a tile's 16 rows.
#include "nn/kernels/tiles.h"

// g++ 12's own header begins with deliberately undefined registers and then warns about them.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <immintrin.h>

#define ATTUNE_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c")))
#define ATTUNE_INLINE ATTUNE_TARGET inline __attribute__((always_inline))

namespace nn::kernels {

namespace {

using modelfile::ElementType;

constexpr int kPrefetch = 2048; // bytes ahead: more than a page fault's worth of latency, less than the L1 cache

ATTUNE_INLINE __m512 halves(const std::byte *from)
{
    return _mm512_cvtph_ps(_mm256_load_si256(reinterpret_cast<const __m256i *>(from)));
}

// acc[n][c] += w[n] * x[c] for tiles n and columns c.
template <int Tiles, int Columns>
ATTUNE_INLINE void multiplyAdd(const __m512 (&w)[Tiles], const float *x, __m512 (&acc)[Tiles][Columns])
{
#pragma GCC unroll 16
    for (int c = 0; c < Columns; ++c) {
        const __m512 broadcast = _mm512_set1_ps(x[c]);
#pragma GCC unroll 8
        for (int n = 0; n < Tiles; ++n)
            acc[n][c] = _mm512_fmadd_ps(w[n], broadcast, acc[n][c]);
    }
}

template <int Tiles, int Columns> ATTUNE_INLINE void clear(__m512 (&acc)[Tiles][Columns])
{
#pragma GCC unroll 8
    for (int n = 0; n < Tiles; ++n) {
#pragma GCC unroll 16
        for (int c = 0; c < Columns; ++c)
            acc[n][c] = _mm512_setzero_ps();
    }
}

// The 32 inputs of a block of nibbles, 8 at a time.
template <bool Signed, int Tiles, int Columns>
ATTUNE_INLINE void addNibbles(const std::byte *nibbles, int64_t tileStride, const float *x, __m512 (&t)[Tiles][Columns])
{
    // A permutation looks at the low 4 bits of each lane: it is the conversion from nibble to float.
    const __m512 table = Signed
        ? _mm512_setr_ps(0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2, -1)
        : _mm512_setr_ps(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    for (int group = 0; group < 4; ++group) {
        __m512i words[Tiles];
#pragma GCC unroll 8
        for (int n = 0; n < Tiles; ++n) {
            const std::byte *from = nibbles + n * tileStride + group * 64;
            words[n] = _mm512_loadu_si512(from); // Q4_0 blocks are multiples of 32 bytes only
            _mm_prefetch(reinterpret_cast<const char *>(from) + kPrefetch, _MM_HINT_T0);
        }
#pragma GCC unroll 8
        for (int j = 0; j < 8; ++j) {
            __m512 w[Tiles];
#pragma GCC unroll 8
            for (int n = 0; n < Tiles; ++n) {
                w[n] = _mm512_permutexvar_ps(words[n], table);
                words[n] = _mm512_srli_epi32(words[n], 4);
            }
            multiplyAdd<Tiles, Columns>(w, x + (group * 8 + j) * Columns, t);
        }
    }
}

template <int Tiles, int Columns>
ATTUNE_INLINE void addBytes(const std::byte *bytes, int64_t tileStride, const float *x, __m512 (&t)[Tiles][Columns])
{
#pragma GCC unroll 4
    for (int k = 0; k < kBlock; ++k) {
        __m512 w[Tiles];
#pragma GCC unroll 8
        for (int n = 0; n < Tiles; ++n) {
            const std::byte *from = bytes + n * tileStride + k * kTileRows;
            w[n] = _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_load_si128(reinterpret_cast<const __m128i *>(from))));
            if (k % 4 == 0)
                _mm_prefetch(reinterpret_cast<const char *>(from) + kPrefetch, _MM_HINT_T0);
        }
        multiplyAdd<Tiles, Columns>(w, x + k * Columns, t);
    }
}

template <ElementType Type, int Tiles, int Columns>
ATTUNE_TARGET void quantized(const TileJob &job, const std::byte *tile, float *y)
{
    const int64_t tileStride = tileBytes(Type, job.inputs), blockStride = tileBytes(Type, kBlock);
    __m512 acc[Tiles][Columns];
    clear<Tiles, Columns>(acc);
    const float *x = job.x, *sums = job.sums;
    for (int64_t b = 0; b < job.inputs / kBlock; ++b, tile += blockStride, x += kBlock * Columns, sums += Columns) {
        __m512 t[Tiles][Columns];
        clear<Tiles, Columns>(t);
        if constexpr (Type == ElementType::Q8_0)
            addBytes<Tiles, Columns>(tile + 2 * kTileRows, tileStride, x, t);
        else if constexpr (Type == ElementType::Q4_0)
            addNibbles<true, Tiles, Columns>(tile + 2 * kTileRows, tileStride, x, t);
        else
            addNibbles<false, Tiles, Columns>(tile + 4 * kTileRows, tileStride, x, t);
#pragma GCC unroll 8
        for (int n = 0; n < Tiles; ++n) {
            const __m512 d = halves(tile + n * tileStride);
#pragma GCC unroll 16
            for (int c = 0; c < Columns; ++c)
                acc[n][c] = _mm512_fmadd_ps(d, t[n][c], acc[n][c]);
            if constexpr (Type == ElementType::Q4_1) {
                const __m512 m = halves(tile + n * tileStride + 2 * kTileRows);
#pragma GCC unroll 16
                for (int c = 0; c < Columns; ++c)
                    acc[n][c] = _mm512_fmadd_ps(m, _mm512_set1_ps(sums[c]), acc[n][c]);
            }
        }
    }
#pragma GCC unroll 8
    for (int n = 0; n < Tiles; ++n) {
#pragma GCC unroll 16
        for (int c = 0; c < Columns; ++c)
            _mm512_storeu_ps(y + c * job.y_stride + n * kTileRows, acc[n][c]);
    }
}

template <ElementType Type> ATTUNE_INLINE __m512 plainWeights(const std::byte *from)
{
    if constexpr (Type == ElementType::F32)
        return _mm512_load_ps(from);
    else if constexpr (Type == ElementType::F16)
        return halves(from);
    else
        return _mm512_castsi512_ps(_mm512_slli_epi32(
            _mm512_cvtepu16_epi32(_mm256_load_si256(reinterpret_cast<const __m256i *>(from))), 16));
}

template <ElementType Type, int Tiles, int Columns>
ATTUNE_TARGET void plain(const TileJob &job, const std::byte *tile, float *y)
{
    const int64_t tileStride = tileBytes(Type, job.inputs);
    constexpr int64_t vector = kTileRows * (Type == ElementType::F32 ? 4 : 2);
    __m512 acc[Tiles][Columns];
    clear<Tiles, Columns>(acc);
#pragma GCC unroll 4
    for (int64_t k = 0; k < job.inputs; ++k) {
        __m512 w[Tiles];
#pragma GCC unroll 8
        for (int n = 0; n < Tiles; ++n) {
            const std::byte *from = tile + n * tileStride + k * vector;
            w[n] = plainWeights<Type>(from);
            _mm_prefetch(reinterpret_cast<const char *>(from) + kPrefetch, _MM_HINT_T0);
        }
        multiplyAdd<Tiles, Columns>(w, job.x + k * Columns, acc);
    }
#pragma GCC unroll 8
    for (int n = 0; n < Tiles; ++n) {
#pragma GCC unroll 16
        for (int c = 0; c < Columns; ++c)
            _mm512_storeu_ps(y + c * job.y_stride + n * kTileRows, acc[n][c]);
    }
}

template <ElementType Type, int Tiles, int Columns>
void some(const TileJob &job, int64_t n)
{
    const std::byte *tile = job.tiles + n * tileBytes(Type, job.inputs);
    float *y = job.y + n * kTileRows;
    if constexpr (Type == ElementType::Q8_0 || Type == ElementType::Q4_0 || Type == ElementType::Q4_1)
        quantized<Type, Tiles, Columns>(job, tile, y);
    else
        plain<Type, Tiles, Columns>(job, tile, y);
}

// Few columns take several tiles at once: a chain of dependent additions alone would leave the units idle.
template <ElementType Type, int Columns> void all(const TileJob &job)
{
    constexpr int together = Columns == 1 ? 4 : Columns == 2 ? 4 : Columns == 4 ? 2 : 1;
    int64_t n = 0;
    for (; n + together <= job.tile_count; n += together)
        some<Type, together, Columns>(job, n);
    for (; n < job.tile_count; ++n)
        some<Type, 1, Columns>(job, n);
}

template <ElementType Type> void withColumns(const TileJob &job)
{
    switch (job.columns) {
    case 1:
        return all<Type, 1>(job);
    case 2:
        return all<Type, 2>(job);
    case 4:
        return all<Type, 4>(job);
    case 8:
        return all<Type, 8>(job);
    default:
        return all<Type, 12>(job);
    }
}

} // namespace

void multiplyTilesAvx512(const TileJob &job)
{
    switch (job.type) {
    case ElementType::F32:
        return withColumns<ElementType::F32>(job);
    case ElementType::F16:
        return withColumns<ElementType::F16>(job);
    case ElementType::BF16:
        return withColumns<ElementType::BF16>(job);
    case ElementType::Q8_0:
        return withColumns<ElementType::Q8_0>(job);
    case ElementType::Q4_0:
        return withColumns<ElementType::Q4_0>(job);
    default:
        return withColumns<ElementType::Q4_1>(job);
    }
}

} // namespace nn::kernels

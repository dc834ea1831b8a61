// SPDX-License-Identifier: GPL-3.0-or-later
// A ymm register holds one input of half a tile: 8 of its 16 rows, called a strip here.
#include "nn/kernels/tiles.h"

#include <immintrin.h>

#define ATTUNE_TARGET __attribute__((target("avx2,fma,f16c")))
#define ATTUNE_INLINE ATTUNE_TARGET inline __attribute__((always_inline))

namespace nn::kernels {

namespace {

using modelfile::ElementType;

constexpr int kPrefetch = 2048; // bytes ahead
constexpr int64_t kStripRows = 8;

// Half `half` (0 or 1) of a tile.
struct Strip
{
    const std::byte *tile;
    int64_t half;
};

ATTUNE_INLINE __m256 halves(const std::byte *from)
{
    return _mm256_cvtph_ps(_mm_load_si128(reinterpret_cast<const __m128i *>(from)));
}

template <int Strips, int Columns>
ATTUNE_INLINE void multiplyAdd(const __m256 (&w)[Strips], const float *x, __m256 (&acc)[Strips][Columns])
{
#pragma GCC unroll 16
    for (int c = 0; c < Columns; ++c) {
        const __m256 broadcast = _mm256_broadcast_ss(x + c);
#pragma GCC unroll 4
        for (int n = 0; n < Strips; ++n)
            acc[n][c] = _mm256_fmadd_ps(w[n], broadcast, acc[n][c]);
    }
}

template <int Strips, int Columns> ATTUNE_INLINE void clear(__m256 (&acc)[Strips][Columns])
{
#pragma GCC unroll 4
    for (int n = 0; n < Strips; ++n) {
#pragma GCC unroll 16
        for (int c = 0; c < Columns; ++c)
            acc[n][c] = _mm256_setzero_ps();
    }
}

template <int Strips, int Columns>
ATTUNE_INLINE void store(const TileJob &job, int64_t strip, const __m256 (&acc)[Strips][Columns])
{
#pragma GCC unroll 4
    for (int n = 0; n < Strips; ++n) {
#pragma GCC unroll 16
        for (int c = 0; c < Columns; ++c)
            _mm256_storeu_ps(job.y + c * job.y_stride + (strip + n) * kStripRows, acc[n][c]);
    }
}

template <bool Signed, int Strips, int Columns>
ATTUNE_INLINE void addNibbles(const Strip (&strips)[Strips], int64_t offset, const float *x, __m256 (&t)[Strips][Columns])
{
    for (int group = 0; group < 4; ++group) {
        __m256i words[Strips];
#pragma GCC unroll 4
        for (int n = 0; n < Strips; ++n) {
            const std::byte *from = strips[n].tile + offset + group * 64 + strips[n].half * 32;
            words[n] = _mm256_load_si256(reinterpret_cast<const __m256i *>(from));
            if (n % 2 == 0)
                _mm_prefetch(reinterpret_cast<const char *>(from) + kPrefetch, _MM_HINT_T0);
        }
#pragma GCC unroll 8
        for (int j = 0; j < 8; ++j) {
            __m256 w[Strips];
#pragma GCC unroll 4
            for (int n = 0; n < Strips; ++n) {
                const __m256i q = Signed ? _mm256_srai_epi32(_mm256_slli_epi32(words[n], 28 - 4 * j), 28)
                                         : _mm256_and_si256(_mm256_srli_epi32(words[n], 4 * j), _mm256_set1_epi32(15));
                w[n] = _mm256_cvtepi32_ps(q);
            }
            multiplyAdd<Strips, Columns>(w, x + (group * 8 + j) * Columns, t);
        }
    }
}

template <int Strips, int Columns>
ATTUNE_INLINE void addBytes(const Strip (&strips)[Strips], int64_t offset, const float *x, __m256 (&t)[Strips][Columns])
{
#pragma GCC unroll 4
    for (int k = 0; k < kBlock; ++k) {
        __m256 w[Strips];
#pragma GCC unroll 4
        for (int n = 0; n < Strips; ++n) {
            const std::byte *from = strips[n].tile + offset + k * kTileRows + strips[n].half * kStripRows;
            w[n] = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i *>(from))));
            if (k % 4 == 0 && n % 2 == 0)
                _mm_prefetch(reinterpret_cast<const char *>(from) + kPrefetch, _MM_HINT_T0);
        }
        multiplyAdd<Strips, Columns>(w, x + k * Columns, t);
    }
}

template <int Strips> ATTUNE_INLINE void find(const TileJob &job, int64_t strip, int64_t tileStride, Strip (&strips)[Strips])
{
#pragma GCC unroll 4
    for (int n = 0; n < Strips; ++n)
        strips[n] = { job.tiles + (strip + n) / 2 * tileStride, (strip + n) % 2 };
}

template <ElementType Type, int Strips, int Columns> ATTUNE_TARGET void quantized(const TileJob &job, int64_t strip)
{
    const int64_t blockStride = tileBytes(Type, kBlock);
    Strip strips[Strips];
    find<Strips>(job, strip, tileBytes(Type, job.inputs), strips);
    __m256 acc[Strips][Columns];
    clear<Strips, Columns>(acc);
    const float *x = job.x, *sums = job.sums;
    for (int64_t b = 0; b < job.inputs / kBlock; ++b, x += kBlock * Columns, sums += Columns) {
        __m256 t[Strips][Columns];
        clear<Strips, Columns>(t);
        if constexpr (Type == ElementType::Q8_0)
            addBytes<Strips, Columns>(strips, 2 * kTileRows, x, t);
        else if constexpr (Type == ElementType::Q4_0)
            addNibbles<true, Strips, Columns>(strips, 2 * kTileRows, x, t);
        else
            addNibbles<false, Strips, Columns>(strips, 4 * kTileRows, x, t);
#pragma GCC unroll 4
        for (int n = 0; n < Strips; ++n) {
            const std::byte *scales = strips[n].tile + strips[n].half * 16;
            const __m256 d = halves(scales);
#pragma GCC unroll 16
            for (int c = 0; c < Columns; ++c)
                acc[n][c] = _mm256_fmadd_ps(d, t[n][c], acc[n][c]);
            if constexpr (Type == ElementType::Q4_1) {
                const __m256 m = halves(scales + 2 * kTileRows);
#pragma GCC unroll 16
                for (int c = 0; c < Columns; ++c)
                    acc[n][c] = _mm256_fmadd_ps(m, _mm256_broadcast_ss(sums + c), acc[n][c]);
            }
            strips[n].tile += blockStride;
        }
    }
    store<Strips, Columns>(job, strip, acc);
}

template <ElementType Type> ATTUNE_INLINE __m256 plainWeights(const std::byte *from)
{
    if constexpr (Type == ElementType::F32)
        return _mm256_load_ps(reinterpret_cast<const float *>(from));
    else if constexpr (Type == ElementType::F16)
        return halves(from);
    else
        return _mm256_castsi256_ps(_mm256_slli_epi32(
            _mm256_cvtepu16_epi32(_mm_load_si128(reinterpret_cast<const __m128i *>(from))), 16));
}

template <ElementType Type, int Strips, int Columns> ATTUNE_TARGET void plain(const TileJob &job, int64_t strip)
{
    constexpr int64_t vector = kTileRows * (Type == ElementType::F32 ? 4 : 2);
    Strip strips[Strips];
    find<Strips>(job, strip, tileBytes(Type, job.inputs), strips);
    __m256 acc[Strips][Columns];
    clear<Strips, Columns>(acc);
#pragma GCC unroll 4
    for (int64_t k = 0; k < job.inputs; ++k) {
        __m256 w[Strips];
#pragma GCC unroll 4
        for (int n = 0; n < Strips; ++n) {
            const std::byte *from = strips[n].tile + k * vector + strips[n].half * vector / 2;
            w[n] = plainWeights<Type>(from);
            if (n % 2 == 0)
                _mm_prefetch(reinterpret_cast<const char *>(from) + kPrefetch, _MM_HINT_T0);
        }
        multiplyAdd<Strips, Columns>(w, job.x + k * Columns, acc);
    }
    store<Strips, Columns>(job, strip, acc);
}

template <ElementType Type, int Strips, int Columns> void some(const TileJob &job, int64_t strip)
{
    if constexpr (Type == ElementType::Q8_0 || Type == ElementType::Q4_0 || Type == ElementType::Q4_1)
        quantized<Type, Strips, Columns>(job, strip);
    else
        plain<Type, Strips, Columns>(job, strip);
}

// 16 registers: few columns take several strips, many columns one.
template <ElementType Type, int Columns> void all(const TileJob &job)
{
    constexpr int together = Columns == 1 ? 4 : Columns <= 4 ? 2 : 1;
    const int64_t strips = 2 * job.tile_count;
    int64_t n = 0;
    for (; n + together <= strips; n += together)
        some<Type, together, Columns>(job, n);
    for (; n < strips; ++n)
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

void multiplyTilesAvx2(const TileJob &job)
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

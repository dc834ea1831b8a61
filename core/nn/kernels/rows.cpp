// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/kernels/rows.h"

#include "nn/device.h"
#include "nn/kernels/team.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

// A body that is always inlined takes the instruction set of the function around it.
#define ATTUNE_BODY static inline __attribute__((always_inline))
#define ATTUNE_FOR_EACH_ISA(name, Params) \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))) void name##Avx512(const Params &p) { name##Body(p); } \
    __attribute__((target("avx2"))) void name##Avx2(const Params &p) { name##Body(p); } \
    void name##Plain(const Params &p) { name##Body(p); } \
    void name##Any(const Params &p) \
    { \
        switch (activeIsa()) { \
        case Isa::Avx512: \
            return name##Avx512(p); \
        case Isa::Avx2: \
            return name##Avx2(p); \
        case Isa::Plain: \
            return name##Plain(p); \
        } \
    }

// Vectors wider than the baseline's registers are only used inside inlined bodies, never passed between functions.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace nn::kernels {

namespace {

using Vector = float __attribute__((vector_size(64)));
using Half = float __attribute__((vector_size(32)));
using Quarter = float __attribute__((vector_size(16)));
using Integers = int32_t __attribute__((vector_size(64)));

ATTUNE_BODY void load(Vector &v, const float *from) { std::memcpy(&v, from, sizeof v); }
ATTUNE_BODY void store(float *to, const Vector &v) { std::memcpy(to, &v, sizeof v); }

ATTUNE_BODY float sum(const Vector &v)
{
    Half halves[2];
    std::memcpy(halves, &v, sizeof v);
    const Half eight = halves[0] + halves[1];
    Quarter quarters[2];
    std::memcpy(quarters, &eight, sizeof eight);
    const Quarter four = quarters[0] + quarters[1];
    return (four[0] + four[2]) + (four[1] + four[3]);
}

// exp(x) for x <= 88: 2^n e^r with |r| <= ln 2 / 2 and the series of e^r to the seventh power. Below -87 it is 0.
ATTUNE_BODY void exponential(Vector &x)
{
    const Vector tiny = x < -87.f ? Vector {} : Vector {} + 1.f;
    x = x < -87.f ? Vector {} - 87.f : x;
    const float magic = 12582912.f; // 1.5 * 2^23: adding it rounds to a whole number
    const Vector n = (x * 1.44269504088896341f + magic) - magic;
    const Vector r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    Vector p = r * (1.f / 5040) + 1.f / 720;
    p = p * r + 1.f / 120;
    p = p * r + 1.f / 24;
    p = p * r + 1.f / 6;
    p = p * r + 0.5f;
    p = p * r + 1.f;
    p = p * r + 1.f;
    const Integers exponent = (__builtin_convertvector(n, Integers) + 127) << 23;
    Vector scale;
    std::memcpy(&scale, &exponent, sizeof scale);
    x = p * scale * tiny;
}

// --- norm ---

struct NormRow
{
    const float *x;
    const float *weight;
    int64_t size;
    float eps;
    float *y;
};

ATTUNE_BODY void normBody(const NormRow &p)
{
    Vector squares {};
    int64_t i = 0;
    for (; i + kLanes <= p.size; i += kLanes) {
        Vector x;
        load(x, p.x + i);
        squares += x * x;
    }
    float total = sum(squares);
    for (; i < p.size; ++i)
        total += p.x[i] * p.x[i];
    const float scale = 1.f / std::sqrt(total / float(p.size) + p.eps);
    for (i = 0; i + kLanes <= p.size; i += kLanes) {
        Vector x, w;
        load(x, p.x + i);
        load(w, p.weight + i);
        store(p.y + i, x * scale * w);
    }
    for (; i < p.size; ++i)
        p.y[i] = p.x[i] * scale * p.weight[i];
}
ATTUNE_FOR_EACH_ISA(norm, NormRow)

// --- gate ---

struct GatePiece
{
    const float *gate;
    const float *up;
    int64_t count;
    float *y;
};

ATTUNE_BODY void gateVector(const float *gate, const float *up, float *y)
{
    Vector g, u;
    load(g, gate);
    load(u, up);
    Vector e = -g;
    e = e > 88.f ? Vector {} + 88.f : e;
    exponential(e);
    store(y, g / (e + 1.f) * u);
}

ATTUNE_BODY void gateBody(const GatePiece &p)
{
    int64_t i = 0;
    for (; i + kLanes <= p.count; i += kLanes)
        gateVector(p.gate + i, p.up + i, p.y + i);
    if (i < p.count) {
        float gate[kLanes] = {}, up[kLanes] = {}, y[kLanes];
        std::copy(p.gate + i, p.gate + p.count, gate);
        std::copy(p.up + i, p.up + p.count, up);
        gateVector(gate, up, y);
        std::copy_n(y, p.count - i, p.y + i);
    }
}
ATTUNE_FOR_EACH_ISA(gate, GatePiece)

// --- attention ---

// One head of one token.
struct HeadJob
{
    const float *q;
    const float *k;
    const float *v;
    float *y;
    float *scores; // room for `seen` rounded up to kLanes
    int64_t seen;
    int64_t size;
    int64_t k_stride;
    int64_t v_stride;
};

ATTUNE_BODY float scoreAll(const HeadJob &p, float scale)
{
    float most = -std::numeric_limits<float>::infinity();
    for (int64_t s = 0; s < p.seen; ++s) {
        const float *key = p.k + s * p.k_stride;
        Vector dot {};
        for (int64_t i = 0; i < p.size; i += kLanes) {
            Vector q, k;
            load(q, p.q + i);
            load(k, key + i);
            dot += q * k;
        }
        p.scores[s] = sum(dot) * scale;
        most = std::max(most, p.scores[s]);
    }
    return most;
}

ATTUNE_BODY void headBody(const HeadJob &p)
{
    const float most = scoreAll(p, 1.f / std::sqrt(float(p.size)));
    for (int64_t s = p.seen; s % kLanes != 0; ++s)
        p.scores[s] = -std::numeric_limits<float>::infinity();
    Vector weights {};
    for (int64_t s = 0; s < p.seen; s += kLanes) {
        Vector e;
        load(e, p.scores + s);
        e -= most;
        exponential(e);
        weights += e;
        store(p.scores + s, e);
    }
    const float normal = 1.f / sum(weights);
    // Channels in groups of 64, so that their sums stay in registers over all keys.
    for (int64_t begin = 0; begin < p.size; begin += 4 * kLanes) {
        const int64_t vectors = std::min<int64_t>(4, (p.size - begin) / kLanes);
        Vector y[4] = {};
        for (int64_t s = 0; s < p.seen; ++s) {
            const float *value = p.v + s * p.v_stride + begin;
            for (int64_t j = 0; j < vectors; ++j) {
                Vector v;
                load(v, value + j * kLanes);
                y[j] += v * p.scores[s];
            }
        }
        for (int64_t j = 0; j < vectors; ++j)
            store(p.y + begin + j * kLanes, y[j] * normal);
    }
}
ATTUNE_FOR_EACH_ISA(head, HeadJob)

// Below this many floats a second thread costs more than it gives.
constexpr int64_t kGrain = 32768;

} // namespace

void rmsNormRows(const float *x, const float *weight, int64_t rows, int64_t size, float eps, float *y)
{
    forEachStretch(rows, std::max<int64_t>(1, kGrain / size), [&](int64_t begin, int64_t end) {
        for (int64_t r = begin; r < end; ++r)
            normAny({ x + r * size, weight, size, eps, y + r * size });
    });
}

void gatedSilu(const float *gate, const float *up, int64_t count, float *y)
{
    forEachStretch(count, kGrain, [&](int64_t begin, int64_t end) {
        gateAny({ gate + begin, up + begin, end - begin, y + begin });
    });
}

void rotateHeads(const float *x, const float *cos, const float *sin, int64_t tokens, int64_t heads, int64_t size, float *y)
{
    const int64_t half = size / 2;
    forEachStretch(tokens * heads, std::max<int64_t>(1, kGrain / size), [&](int64_t begin, int64_t end) {
        for (int64_t n = begin; n < end; ++n) {
            const float *c = cos + n / heads * half, *s = sin + n / heads * half;
            const float *low = x + n * size, *high = low + half;
            float *out = y + n * size;
            for (int64_t i = 0; i < half; ++i) {
                out[i] = low[i] * c[i] - high[i] * s[i];
                out[half + i] = high[i] * c[i] + low[i] * s[i];
            }
        }
    });
}

void attend(const AttentionJob &job)
{
    const int64_t tasks = job.tokens * job.heads;
    const int64_t work = std::max<int64_t>(1, 2 * job.seen * job.size);
    // At most so many heads a piece; short dialogues are done by one thread.
    const int64_t each = std::clamp<int64_t>(kGrain / work, 1, tasks);
    forEachPiece((tasks + each - 1) / each, [&](int64_t piece) {
        std::vector<float> scores(size_t((job.seen + kLanes - 1) / kLanes * kLanes));
        for (int64_t n = piece * each; n < std::min((piece + 1) * each, tasks); ++n) {
            const int64_t token = n / job.heads, group = n % job.heads / (job.heads / job.groups);
            headAny({ job.q + n * job.size, job.k + group * job.k_group_stride, job.v + group * job.v_group_stride,
                job.y + n * job.size, scores.data(), job.seen - job.tokens + token + 1, job.size, job.k_stride,
                job.v_stride });
        }
    });
}

} // namespace nn::kernels

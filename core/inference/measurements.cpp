// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/measurements.h"

#include "base/clock.h"
#include "nn/kernels/team.h"
#include "nn/kernels/tile_memory.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace inference {

namespace {

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

using Lanes = uint64_t __attribute__((vector_size(32)));

// The sum keeps the compiler from leaving the reads out.
uint64_t readAll(const std::byte *from, int64_t bytes)
{
    Lanes sums[4] = {};
    for (int64_t i = 0; i + int64_t(sizeof sums) <= bytes; i += int64_t(sizeof sums)) {
        Lanes values[4];
        std::memcpy(values, from + i, sizeof values);
        for (int lane = 0; lane < 4; ++lane)
            sums[lane] += values[lane];
    }
    const Lanes total = sums[0] + sums[1] + sums[2] + sums[3];
    return total[0] + total[1] + total[2] + total[3];
}

double measureRead(const base::CancelToken &cancel)
{
    constexpr int64_t size = 256 << 20; // far above any cache
    nn::kernels::TileMemory memory;
    const auto data = memory.allocate(size);
    std::memset(data.get(), 1, size);
    double best = 1e9;
    std::atomic<uint64_t> sink = 0;
    for (int round = 0; round < 6; ++round) {
        cancel.throwIfCancelled("Measuring");
        const double start = base::steadySeconds();
        nn::kernels::forEachStretch(
            size, 4 << 20, [&](int64_t begin, int64_t end) { sink += readAll(data.get() + begin, end - begin); });
        best = std::min(best, base::steadySeconds() - start);
    }
    return double(size) / best / 1e9 + (sink == 0 ? 1e-9 : 0);
}

double measureGemm(const base::CancelToken &cancel)
{
    constexpr int64_t rows = 512, size = 2048;
    const at::Tensor a = torch::randn({ rows, size }), b = torch::randn({ size, size });
    double best = 1e9;
    for (int round = 0; round < 8; ++round) {
        cancel.throwIfCancelled("Measuring");
        const double start = base::steadySeconds();
        const at::Tensor c = at::mm(a, b.t());
        best = std::min(best, base::steadySeconds() - start);
    }
    return 2.0 * rows * size * size / best / 1e9;
}

at::Tensor randomIds(const nn::Transformer &model, int64_t count)
{
    torch::manual_seed(17);
    return torch::randint(model.config().vocab_size, { count }, at::kLong).to(model.device());
}

int64_t weightBytes(nn::Transformer const &model)
{
    int64_t bytes = 0;
    for (const nn::LinearSlot *slot : const_cast<nn::Transformer &>(model).slots())
        bytes += slot->linear->bytes();
    return bytes;
}

} // namespace

MachineFigures measureMachine(const base::CancelToken &cancel)
{
    const at::NoGradGuard noGrad;
    return { at::get_num_threads(), measureRead(cancel), measureGemm(cancel) };
}

DecodeFigures measureDecode(
    const nn::Transformer &model, int64_t promptTokens, int64_t newTokens, const base::CancelToken &cancel)
{
    const at::NoGradGuard noGrad;
    nn::KvCache cache = model.makeCache();
    const at::Tensor hidden_TC = model.forward(randomIds(model, promptTokens), { { promptTokens, &cache } });
    at::Tensor next = model.logits(hidden_TC.narrow(0, promptTokens - 1, 1)).argmax(-1);
    std::vector<double> steps;
    const double start = base::steadySeconds();
    for (int64_t i = 0; i < newTokens; ++i) {
        cancel.throwIfCancelled("Measuring");
        const double before = base::steadySeconds();
        next = model.logits(model.forward(next, { { 1, &cache } })).argmax(-1);
        next.item<int64_t>(); // waits for the device
        steps.push_back(base::steadySeconds() - before);
    }
    const nn::TransformerConfig &config = model.config();
    const int64_t cachePerToken = 2 * config.num_hidden_layers * config.num_key_value_heads * config.head_dim
        * int64_t(c10::elementSize(model.type()));
    DecodeFigures figures { promptTokens, newTokens, base::steadySeconds() - start };
    figures.tokens_per_second = 1 / median(steps);
    figures.bytes_per_token = weightBytes(model) + cachePerToken * (promptTokens + newTokens / 2);
    return figures;
}

PrefillFigures measurePrefill(const nn::Transformer &model, int64_t tokens, int rounds, const base::CancelToken &cancel)
{
    const at::NoGradGuard noGrad;
    const at::Tensor ids = randomIds(model, tokens);
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        cancel.throwIfCancelled("Measuring");
        const double start = base::steadySeconds();
        nn::KvCache cache = model.makeCache();
        const at::Tensor hidden_TC = model.forward(ids, { { tokens, &cache } });
        model.logits(hidden_TC.narrow(0, tokens - 1, 1)).argmax(-1).item<int64_t>();
        times.push_back(base::steadySeconds() - start);
    }
    const nn::TransformerConfig &config = model.config();
    const int64_t qDim = config.num_attention_heads * config.head_dim;
    const int64_t kvDim = config.num_key_value_heads * config.head_dim;
    const int64_t linear = config.num_hidden_layers
        * (config.hidden_size * (2 * qDim + 2 * kvDim) + 3 * config.hidden_size * config.intermediate_size);
    PrefillFigures figures { tokens, median(times) };
    figures.tokens_per_second = double(tokens) / figures.seconds;
    figures.flop_per_token = 2.0 * double(linear) + 2.0 * double(config.num_hidden_layers * qDim * tokens)
        + 2.0 * double(config.vocab_size * config.hidden_size) / double(tokens);
    return figures;
}

} // namespace inference

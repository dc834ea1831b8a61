// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/step_bench.h"

#include "training/loss.h"
#include "training/machine.h"
#include "training/optimizer.h"
#include "training/packing.h"

#include "base/clock.h"
#include "nn/device.h"
#include "nn/lora.h"
#include "nn/transformer.h"

#include <torch/torch.h>

#include <algorithm>
#include <vector>

namespace training {

namespace {

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// A GPU computes while the program goes on; a number read back has waited for it.
void waitFor(const at::Tensor &tensor) { tensor.reshape({ -1 })[0].item(); }

// The best of a few products of the size that training has.
double measureGemm(at::ScalarType type, at::Device device)
{
    constexpr int64_t rows = 512, size = 1536;
    const at::Tensor a = at::randn({ rows, size }).to(device, type), b = at::randn({ size, size }).to(device, type);
    double best = 0;
    for (int i = 0; i < 12; ++i) {
        waitFor(b);
        const double start = base::steadySeconds();
        waitFor(at::mm(a, b));
        best = std::max(best, 2.0 * rows * size * size / (base::steadySeconds() - start));
    }
    return best;
}

Batch randomBatch(const StepBenchSettings &s, int64_t vocabulary, at::Device device)
{
    Batch batch;
    batch.ids_T = at::randint(vocabulary, { s.tokens }, at::kLong);
    batch.labels_T = at::randint(vocabulary, { s.tokens }, at::kLong);
    batch.loss_tokens = std::max<int64_t>(1, int64_t(double(s.tokens) * s.loss_share));
    batch.labels_T.slice(0, 0, s.tokens - batch.loss_tokens).fill_(kIgnore);
    batch.documents = { { s.tokens } };
    batch.ids_T = batch.ids_T.to(device);
    batch.labels_T = batch.labels_T.to(device);
    return batch;
}

// Multiplications and additions of one step that no implementation of LoRA training can avoid.
double necessaryOperations(nn::Transformer &model, const Batch &batch)
{
    double operations = 0;
    for (const nn::LinearSlot *slot : model.slots()) {
        const double weights = double(slot->linear->inFeatures()) * double(slot->linear->outFeatures());
        operations += 4 * weights * double(slot->name == "lm_head" ? batch.loss_tokens : batch.tokens());
    }
    return operations;
}

} // namespace

base::Json benchTraining(const StepBenchSettings &settings)
{
    const Machine machine = setUpMachine(settings.device, settings.compute_type, settings.threads);
    nn::LoadOptions options;
    options.type = machine.torchType();
    options.device = machine.torchDevice();
    nn::Transformer model(nn::Weights::open(settings.model), options);
    const Batch batch = randomBatch(settings, model.config().vocab_size, options.device);
    const double operations = necessaryOperations(model, batch);
    nn::LoraAdapter adapter = nn::LoraAdapter::make(model, { settings.rank, 2.0 * settings.rank, 0, { "all" } }, 1);
    adapter.requireGradients();
    adapter.attach(model);
    AdamW optimizer(adapter.tensors(), {});
    const at::Tensor head_VC = model.slot("lm_head")->linear->weight();

    std::vector<double> seconds;
    for (int step = 0; step <= settings.steps; ++step) {
        const double start = base::steadySeconds();
        chunkedCrossEntropy(model.forward(batch.ids_T, batch.documents), head_VC, batch.labels_T, batch.loss_tokens).backward();
        optimizer.clipGradients(1);
        optimizer.step(1e-4);
        waitFor(adapter.pairs().back().b_OR);
        if (step > 0)
            seconds.push_back(base::steadySeconds() - start);
    }
    const double gemm = measureGemm(options.type, options.device);
    const double speed = double(settings.tokens) / median(seconds);
    const double bound = double(settings.tokens) * gemm / operations;
    base::Json figures { { "what", "train" }, { "model", settings.model }, { "parameters", model.parameters() },
        { "tokens", settings.tokens }, { "loss_tokens", batch.loss_tokens }, { "lora_rank", settings.rank } };
    figures.update(toJson(machine));
    figures["cpu"] = nn::cpu().name;
    figures["gemm_gflop_s"] = gemm / 1e9;
    figures["seconds"] = seconds;
    figures["tokens_per_second"] = speed;
    figures["bound_tokens_per_second"] = bound;
    figures["share_of_bound"] = speed / bound;
    return figures;
}

} // namespace training

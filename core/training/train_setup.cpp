// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/train_setup.h"

#include "base/error_text.h"
#include "base/folders.h"
#include "base/numbers.h"
#include "run/model_card.h"

#include <torch/torch.h>

#include <algorithm>
#include <optional>

namespace training {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

struct Found
{
    fs::path path;
    TrainState state;
};

// The newest checkpoint that can be read; a damaged one is passed over with a notice.
std::optional<Found> findCheckpoint(const run::JobSpec &job, run::JobMonitor &monitor)
{
    monitor.within([](const fs::path &folder) {
        recoverCheckpoints(run::RunFolder(folder).checkpointsDir());
        base::recoverFolder(run::RunFolder(folder).adapterDir());
    });
    std::vector<fs::path> candidates = run::wholeCheckpoints(monitor.folder().checkpointsDir());
    std::reverse(candidates.begin(), candidates.end());
    for (const fs::path &path : candidates) {
        try {
            TrainState state = readWholeState(path);
            if (state.run_id == job.run_id)
                return Found { path, std::move(state) };
            monitor.notice({ run::NoticeKind::ForeignCheckpoint, { { "path", path.string() } }, {}, {} });
        } catch (const Failure &failure) {
            monitor.notice({ run::NoticeKind::DamagedCheckpoint, {}, failure.error(), {} });
        }
    }
    return std::nullopt;
}

// A resumed run gets the threads and the compute type it began with, where they were left open.
Machine chooseMachine(const run::TrainSpec &spec, const std::optional<Found> &found, run::JobMonitor &monitor)
{
    const bool wasBf16 = found && found->state.machine.compute_type == "bf16";
    const auto type = found && spec.compute_type == run::ComputeType::Auto
        ? (wasBf16 ? run::ComputeType::Bf16 : run::ComputeType::Fp32)
        : spec.compute_type;
    const Machine machine = setUpMachine(spec.device, type, found ? found->state.machine.threads : spec.threads);
    monitor.started(toEvent(machine));
    if (!found)
        return machine;
    for (const MachineDifference &d : differences(found->state.machine, machine))
        monitor.notice({ run::NoticeKind::NotBitForBit, { { "what", d.what }, { "before", d.before }, { "now", d.now } }, {}, {} });
    return machine;
}

text::Renderer makeRenderer(const run::TrainSpec &spec, const fs::path &model)
{
    text::RenderOptions options;
    options.cutoff_len = spec.cutoff_len;
    options.loss_on = spec.loss_on;
    options.merge_consecutive = spec.merge_consecutive;
    const text::PromptTemplate prompt
        = spec.prompt.empty() ? text::PromptTemplate {} : text::promptFromJson(spec.prompt, "prompt");
    return text::Renderer(text::loadModelText(model, spec.chat_template), prompt, options);
}

void noteReport(const SampleReport &report, const std::string &split, run::JobMonitor &monitor)
{
    if (report.left_out > 0)
        monitor.notice({ run::NoticeKind::NothingToLearn,
            { { "count", std::to_string(report.left_out) }, { "part", split }, { "first", report.first_left_out } }, {}, {} });
    if (report.cut_dialogues > 0)
        monitor.notice({ run::NoticeKind::TurnsCut, { { "count", std::to_string(report.cut_dialogues) }, { "part", split } }, {}, {} });
}

std::vector<Example> examplesOf(run::Split split, const text::Renderer &renderer, const std::vector<run::DatasetRow> &rows,
    run::JobMonitor &monitor)
{
    SampleReport report;
    std::vector<Example> examples = renderExamples(renderer, rows, split, report, monitor.stopToken());
    const std::string name(run::splitName(split));
    noteReport(report, name, monitor);
    if (!examples.empty() || split != run::Split::Train)
        return examples;
    if (report.left_out == 0)
        throw Failure(ErrorKind::WrongShape, "dataset.jsonl", "split train",
            { { "expected", "at least one dialogue to learn from" } });
    throw Failure(ErrorKind::InvalidValue, "cutoff_len", {},
        { { "value", std::to_string(renderer.options().cutoff_len) },
            { "expected",
                "no dialogue of the train split keeps a supporter turn; the first: " + report.first_left_out
                    + ". Raise the cutoff length or shorten the prompt" } });
}

std::unique_ptr<nn::Transformer> loadModel(const fs::path &path, const Machine &machine, const run::JobMonitor &monitor)
{
    nn::LoadOptions options;
    options.type = machine.torchType();
    options.device = machine.torchDevice();
    options.progress = [&monitor](int64_t, int64_t) { monitor.stopToken().throwIfCancelled("the run"); };
    return std::make_unique<nn::Transformer>(nn::Weights::open(path), options);
}

nn::LoraAdapter makeAdapter(nn::Transformer &model, const run::TrainSpec &spec)
{
    nn::LoraAdapter adapter = nn::LoraAdapter::make(
        model, { spec.lora_rank, spec.lora_alpha, spec.lora_dropout, spec.lora_target }, static_cast<uint64_t>(spec.seed));
    adapter.requireGradients();
    adapter.attach(model);
    return adapter;
}

void checkLengths(const run::TrainSpec &spec, const nn::TransformerConfig &config)
{
    if (spec.cutoff_len > config.max_position_embeddings)
        throw Failure(ErrorKind::InvalidValue, "cutoff_len", {},
            { { "value", std::to_string(spec.cutoff_len) },
                { "expected", "at most " + std::to_string(config.max_position_embeddings) + ", the model's context" } });
}

// The spec is frozen, but a person may have written another one since.
void requireStepsLeft(const run::TrainSpec &spec, int64_t total, const Found &found)
{
    if (found.state.step <= total)
        return;
    throw Failure(ErrorKind::InvalidValue, spec.max_steps > 0 ? "max_steps" : "num_train_epochs", {},
        { { "value", spec.max_steps > 0 ? std::to_string(spec.max_steps) : base::toText(spec.num_train_epochs) },
            { "expected", "the run has " + std::to_string(total) + " steps so, but its checkpoint " + found.path.string()
                    + " stands behind them; remove the checkpoint to train anew" } });
}

} // namespace

Training setUpTraining(const run::JobSpec &job, const std::vector<run::DatasetRow> &rows, run::JobMonitor &monitor)
{
    const run::TrainSpec &spec = std::get<run::TrainSpec>(job.job);
    run::check(spec);
    if (spec.finetuning_type != run::FinetuningType::Lora)
        throw Failure(ErrorKind::InvalidValue, "finetuning_type", {},
            { { "value", "full" }, { "expected", "lora; this version does not train all weights yet" } });
    const auto found = findCheckpoint(job, monitor);
    const Machine machine = chooseMachine(spec, found, monitor);
    const fs::path modelPath = run::resolveModel(spec.base_model);

    monitor.stage("tokenizing");
    const text::Renderer renderer = makeRenderer(spec, modelPath);
    std::vector<Example> train = examplesOf(run::Split::Train, renderer, rows, monitor);
    std::vector<Example> validation = examplesOf(run::Split::Validation, renderer, rows, monitor);

    monitor.stage("loading model");
    auto model = loadModel(modelPath, machine, monitor);
    checkLengths(spec, model->config());
    at::manual_seed(static_cast<uint64_t>(spec.seed));
    nn::LoraAdapter adapter = makeAdapter(*model, spec);
    AdamW optimizer(adapter.tensors(), { spec.adam_beta1, spec.adam_beta2, spec.adam_epsilon, spec.weight_decay });
    SampleSource source(train, spec.cutoff_len, spec.packing, static_cast<uint64_t>(spec.seed),
        int64_t(spec.per_device_train_batch_size) * spec.gradient_accumulation_steps);
    const int64_t total = spec.max_steps > 0 ? spec.max_steps : source.stepsFor(spec.num_train_epochs);

    TrainState state = found ? found->state : TrainState {};
    state.run_id = job.run_id;
    state.gradient_accumulation_steps = spec.gradient_accumulation_steps;
    if (found) {
        requireStepsLeft(spec, total, *found);
        loadCheckpoint(found->path, adapter, optimizer, model->device());
        source.seek(state.position, found->path.string());
        monitor.resumed(state.step);
    }
    state.machine = machine;
    return { std::move(model), std::move(adapter), std::move(optimizer), std::move(train), std::move(validation),
        std::move(source), std::move(state), total };
}

} // namespace training

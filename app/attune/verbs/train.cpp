// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/data_options.h"
#include "attune_verbs/run_summary.h"
#include "attune_verbs/run_watch.h"
#include "attune_verbs/verbs.h"
#include "jobs/job_queue.h"
#include "jobs/start.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

struct Options
{
    run::TrainSpec spec;
    DataOptions data;
    std::string workspace;
    std::string name;
    std::string resume;
    std::string computeType = "auto";
    std::string lossOn = "every_supporter_turn";
    bool noPacking = false;
    bool json = false;
};

std::string start(jobs::WorkspaceJobs &jobs, const Options &options, const base::CancelToken &cancel, base::Json &frozen)
{
    workspace::Workspace &workspace = jobs.workspace();
    if (!options.resume.empty()) {
        const storage::RunRow row = workspace.runs().resolve(options.resume);
        jobs.queue().resume(QString::fromStdString(row.id));
        return row.id;
    }
    run::TrainSpec spec = options.spec;
    spec.packing = !options.noPacking;
    spec.prompt = promptJson(workspace, options.data.prompt);
    spec.compute_type = options.computeType == "fp32" ? run::ComputeType::Fp32
        : options.computeType == "bf16"               ? run::ComputeType::Bf16
                                                      : run::ComputeType::Auto;
    spec.loss_on = text::lossOnFromName(options.lossOn).value_or(spec.loss_on);
    const workspace::Frozen data = freezeData(workspace, options.data, cancel);
    std::cerr << "Data: " << data.sizes[0] << " dialogues to train on, " << data.sizes[1] << " to validate, " << data.sizes[2]
              << " to test (" << run::splitText(data.split) << ")\n";
    frozen = dataJson(data);
    return jobs::startTraining(jobs, spec, data, options.name);
}

void train(const Options &options)
{
    if (options.resume.empty())
        requireRanges(options.spec, "train");
    const Headless headless;
    const auto workspace = headless.openWorkspace(options.workspace);
    jobs::WorkspaceJobs jobs(*workspace, verbOptions());
    base::Json frozen; // null for one that is gone on with
    const std::string runId = start(jobs, options, headless.cancel(), frozen);
    watchRun(headless, jobs, runId);
    const storage::RunRow row = workspace->runs().get(runId);
    if (options.json) {
        base::Json json = runToJson(*workspace, row);
        json["data"] = std::move(frozen);
        std::cout << base::toLine(json) << '\n';
        return;
    }
    std::cout << "Finished " << row.name << '\n'
              << "  loss       " << firstAndLast(*workspace, runId, "loss") << '\n'
              << "  eval_loss  " << firstAndLast(*workspace, runId, "eval_loss") << " nats a loss token\n"
              << "  adapter    " << row.adapter.string() << '\n';
}

void addSpecOptions(CLI::App &verb, Options &options)
{
    run::TrainSpec &spec = options.spec;
    const auto add = [&verb](const char *field, auto &value, const char *help) {
        verb.add_option(optionNames(field), value, help)->capture_default_str();
    };
    spec.base_model = "smollm2-135m-instruct";
    add("base_model", spec.base_model, "A known name, a Hugging Face folder or a .gguf file");
    add("chat_template", spec.chat_template, "A known chat template; default: recognised from the model");
    add("lora_rank", spec.lora_rank, "Rank of the adapter");
    add("lora_alpha", spec.lora_alpha, "LoRA's alpha; the adapter is scaled by alpha / rank");
    add("lora_dropout", spec.lora_dropout, "Dropout before the adapter");
    add("lora_target", spec.lora_target, "Linear layers that get an adapter");
    add("learning_rate", spec.learning_rate, "Peak learning rate");
    add("num_train_epochs", spec.num_train_epochs, "Times through the training dialogues");
    add("max_steps", spec.max_steps, "Optimizer steps; above 0 it wins over the epochs");
    add("per_device_train_batch_size", spec.per_device_train_batch_size, "Rows of cutoff_len tokens a micro-step");
    add("gradient_accumulation_steps", spec.gradient_accumulation_steps, "Micro-steps an optimizer step");
    add("cutoff_len", spec.cutoff_len, "Tokens a row; longer dialogues lose their oldest turns");
    add("lr_scheduler_type", spec.lr_scheduler_type, "cosine, linear or constant");
    add("warmup_ratio", spec.warmup_ratio, "Share of the steps in which the rate rises");
    add("weight_decay", spec.weight_decay, "Of AdamW");
    add("max_grad_norm", spec.max_grad_norm, "Clip gradients to this norm; 0: never");
    add("seed", spec.seed, "Of the order, the adapter's start and dropout");
    add("eval_steps", spec.eval_steps, "Validate every so many steps; 0: before the first and after the last");
    add("save_steps", spec.save_steps, "Checkpoint every so many steps; 0: at the end only");
    add("save_total_limit", spec.save_total_limit, "Checkpoints that are kept");
    add("logging_steps", spec.logging_steps, "Report every so many steps");
    add("device", spec.device, "auto, cpu or cuda:0");
    add("threads", spec.threads, "0: the machine's physical cores");
    verb.add_option(optionNames("compute_type"), options.computeType, "What the model computes with")
        ->check(CLI::IsMember({ "auto", "fp32", "bf16" }))
        ->capture_default_str();
    verb.add_option(optionNames("loss_on"), options.lossOn, "Which replies carry loss")
        ->check(CLI::IsMember({ "every_supporter_turn", "last_supporter_turn", "chosen_turns" }))
        ->capture_default_str();
    verb.add_flag("--no_packing,--no-packing", options.noPacking, "One dialogue a row");
}

} // namespace

void addTrain(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("train", "Fine-tunes a model with LoRA on the dialogues of a workspace");
    addWorkspaceOption(*verb, options->workspace);
    verb->add_option("--name", options->name, "What the run is called");
    verb->add_option("--resume", options->resume, "Go on with this unfinished run from its last checkpoint");
    addDataOptions(*verb, options->data);
    addSpecOptions(*verb, *options);
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { train(*options); });
}

} // namespace verbs

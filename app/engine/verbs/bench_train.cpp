// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/verbs.h"

#include "base/json.h"
#include "base/numbers.h"
#include "run/model_card.h"
#include "training/step_bench.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

struct Options
{
    training::StepBenchSettings settings;
    std::string model;
    std::string type = "auto";
    bool json = false;
};

void benchTrain(const Options &options)
{
    training::StepBenchSettings settings = options.settings;
    settings.model = run::resolveModel(options.model).string();
    settings.compute_type = options.type == "bf16" ? run::ComputeType::Bf16
        : options.type == "fp32"                   ? run::ComputeType::Fp32
                                                   : run::ComputeType::Auto;
    const base::Json figures = training::benchTraining(settings);
    if (options.json) {
        std::cout << base::toLine(figures) << '\n';
        return;
    }
    for (const auto &[key, value] : figures.items()) {
        const bool text = value.is_string();
        std::cout << key << std::string(key.size() < 26 ? 27 - key.size() : 1, ' ')
                  << (text                     ? value.get<std::string>()
                             : value.is_number_float() ? base::toFixed(value.get<double>(), 3)
                                                       : value.dump())
                  << '\n';
    }
}

} // namespace

void addBenchTrain(CLI::App &bench)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = bench.add_subcommand("train", "LoRA steps on the seven linear layers, random tokens");
    verb->add_option("MODEL", options->model, "A Hugging Face folder, a .gguf file, or a known name")->required();
    verb->add_option("--tokens", options->settings.tokens, "Tokens a step")->check(CLI::Range(2, 1000000));
    verb->add_option("--steps", options->settings.steps, "Timed steps; the median is told")->check(CLI::Range(1, 1000));
    verb->add_option("--rank", options->settings.rank, "LoRA rank")->check(CLI::Range(1, 1024));
    verb->add_option("--loss-share", options->settings.loss_share, "Share of tokens that carry loss")->check(CLI::Range(0.0, 1.0));
    verb->add_option("--device", options->settings.device, "auto, cpu, cuda or cuda:0");
    verb->add_option("--compute-type", options->type, "auto, fp32 or bf16")->check(CLI::IsMember({ "auto", "fp32", "bf16" }));
    verb->add_option("--threads", options->settings.threads, "0: the physical cores")->check(CLI::Range(0, 1024));
    verb->add_flag("--json", options->json, "One JSON object");
    verb->callback([options] { benchTrain(*options); });
}

} // namespace verbs

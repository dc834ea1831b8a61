// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/interrupt.h"
#include "engine_verbs/model_argument.h"
#include "engine_verbs/openmp_waits.h"
#include "engine_verbs/verbs.h"

#include "base/json.h"
#include "inference/measurements.h"
#include "nn/device.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>

namespace verbs {

namespace {

struct Options
{
    ModelArgument model;
    int64_t prompt = 64;
    int64_t tokens = 64;
    int rounds = 3;
    bool json = false;
};

base::Json machineFields(const inference::MachineFigures &machine)
{
    base::Json fields;
    fields["cpu"] = nn::cpu().name;
    fields["isa"] = nn::isaName(nn::activeIsa());
    fields["threads"] = machine.threads;
    fields["omp_wait_policy"] = openmpWaitPolicy();
    fields["read_gb_s"] = machine.read_gb_s;
    fields["gemm_gflop_s"] = machine.gemm_gflop_s;
    return fields;
}

void addModel(base::Json &answer, const Options &options, const nn::Transformer &model)
{
    answer["model"] = options.model.model;
    answer["parameters"] = model.parameters();
    answer["weights"] = model.form() == nn::WeightForm::Dense ? "dense" : "packed";
    answer["device"] = model.device().str();
    answer["compute_type"] = nn::computeTypeName(model.type());
}

// The machine's figures are the CPU's; they bound nothing elsewhere.
void addBound(base::Json &answer, const nn::Transformer &model, double tokensPerSecond, double bound)
{
    answer["tokens_per_second"] = tokensPerSecond;
    if (!model.device().is_cpu())
        return;
    answer["bound_tokens_per_second"] = bound;
    answer["share_of_bound"] = tokensPerSecond / bound;
}

void print(const base::Json &answer, bool json)
{
    if (json) {
        std::cout << base::toLine(answer) << '\n';
        return;
    }
    for (const auto &[key, value] : answer.items()) {
        std::cout << std::left << std::setw(27) << key;
        if (value.is_number_float())
            std::cout << std::setprecision(4) << value.get<double>() << '\n';
        else
            std::cout << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
    }
}

void benchDecode(const Options &options)
{
    const auto cancel = cancelOnInterrupt();
    const auto model = options.model.load(cancel);
    base::Json answer { { "what", "decode" } };
    addModel(answer, options, *model);
    const auto machine = inference::measureMachine(cancel);
    const auto figures = inference::measureDecode(*model, options.prompt, options.tokens, cancel);
    model->check();
    answer.update(machineFields(machine));
    const double bound = machine.read_gb_s * 1e9 / double(figures.bytes_per_token);
    answer["prompt_tokens"] = figures.prompt_tokens;
    answer["new_tokens"] = figures.new_tokens;
    answer["seconds"] = figures.seconds;
    answer["bytes_per_token"] = figures.bytes_per_token;
    addBound(answer, *model, figures.tokens_per_second, bound);
    print(answer, options.json);
}

void benchPrefill(const Options &options)
{
    const auto cancel = cancelOnInterrupt();
    const auto model = options.model.load(cancel);
    base::Json answer { { "what", "prefill" } };
    addModel(answer, options, *model);
    const auto machine = inference::measureMachine(cancel);
    const auto figures = inference::measurePrefill(*model, options.tokens, options.rounds, cancel);
    model->check();
    answer.update(machineFields(machine));
    const double bound = machine.gemm_gflop_s * 1e9 / figures.flop_per_token;
    answer["prompt_tokens"] = figures.tokens;
    answer["seconds"] = figures.seconds;
    answer["flop_per_token"] = figures.flop_per_token;
    addBound(answer, *model, figures.tokens_per_second, bound);
    print(answer, options.json);
}

void benchMachine(const Options &options)
{
    nn::setThreads(options.model.threads);
    base::Json answer { { "what", "machine" } };
    answer.update(machineFields(inference::measureMachine(cancelOnInterrupt())));
    answer["avx512_bf16"] = nn::cpu().avx512_bf16;
    answer["amx_bf16"] = nn::cpu().amx_bf16;
    answer["cuda"] = nn::loadCuda().text;
    print(answer, options.json);
}

} // namespace

CLI::App *addBench(CLI::App &program)
{
    CLI::App *bench = program.add_subcommand("bench", "Measures speed, with the machine's bounds of the same run");
    bench->require_subcommand(1);

    auto decode = std::make_shared<Options>();
    CLI::App *verb = bench->add_subcommand("decode", "One token at a time");
    decode->model.addTo(*verb);
    verb->add_option("--prompt", decode->prompt, "Tokens before the first new one")->check(CLI::Range(1, 1000000));
    verb->add_option("--tokens", decode->tokens, "New tokens")->check(CLI::Range(1, 1000000));
    verb->add_flag("--json", decode->json, "One JSON object");
    verb->callback([decode] { benchDecode(*decode); });

    auto prefill = std::make_shared<Options>();
    prefill->tokens = 512;
    verb = bench->add_subcommand("prefill", "A prompt at once");
    prefill->model.addTo(*verb);
    verb->add_option("--tokens", prefill->tokens, "Tokens of the prompt")->check(CLI::Range(1, 1000000));
    verb->add_option("--rounds", prefill->rounds, "The median of so many is told")->check(CLI::Range(1, 1000));
    verb->add_flag("--json", prefill->json, "One JSON object");
    verb->callback([prefill] { benchPrefill(*prefill); });

    auto machine = std::make_shared<Options>();
    verb = bench->add_subcommand("machine", "Read bandwidth and fp32 products, no model");
    std::string *ignored = &machine->model.model;
    verb->add_option("MODEL", *ignored, "Not needed; taken so that all benches are called alike");
    verb->add_option("--threads", machine->model.threads, "0: the physical cores")->check(CLI::Range(0, 1024));
    verb->add_flag("--json", machine->json, "One JSON object");
    verb->callback([machine] { benchMachine(*machine); });
    return bench;
}

} // namespace verbs

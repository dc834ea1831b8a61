// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/model_argument.h"
#include "engine_verbs/verbs.h"

#include "base/json.h"
#include "base/numbers.h"
#include "inference/logits_file.h"
#include "nn/lora_folder.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

struct Options
{
    ModelArgument model;
    std::string adapter;
    std::vector<std::string> ids;
    std::string out;
    bool json = false;
};

std::vector<int64_t> parseIds(const std::vector<std::string> &texts)
{
    std::vector<int64_t> ids;
    for (const std::string &text : texts) {
        const auto id = base::toInteger(text);
        if (!id)
            throw base::Failure(base::ErrorKind::Usage, "--ids", {}, { { "reason", "\"" + text + "\" is no token id" } });
        ids.push_back(*id);
    }
    return ids;
}

void writeLogits(const Options &options)
{
    const std::vector<int64_t> ids = parseIds(options.ids);
    const auto model = options.model.load();
    if (!options.adapter.empty())
        nn::loadAdapter(options.adapter).attach(*model);
    inference::writeLogits(*model, ids, options.out);
    if (options.json) {
        base::Json answer;
        answer["out"] = options.out;
        answer["shape"] = { ids.size(), model->config().vocab_size };
        std::cout << base::toLine(answer) << '\n';
    }
}

} // namespace

void addLogits(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("logits", "Writes the logits of a token sequence, fp32, shape (T, V)");
    options->model.addTo(*verb);
    options->model.fp32 = true; // a reference, wherever it is computed
    verb->add_option("--adapter", options->adapter, "A PEFT folder with a LoRA adapter of this model");
    verb->add_option("--ids", options->ids, "Token ids, separated by commas")->required()->delimiter(',');
    verb->add_option("--out", options->out, "The .safetensors file to write")->required();
    verb->add_flag("--json", options->json, "Says what was written as one JSON object");
    verb->callback([options] { writeLogits(*options); });
}

} // namespace verbs

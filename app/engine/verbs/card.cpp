// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/verbs.h"

#include "base/json.h"
#include "nn/weights.h"
#include "run/model_card.h"
#include "text/model_text.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>

namespace verbs {

namespace {

base::Json configJson(const nn::TransformerConfig &config)
{
    base::Json json;
    json["model_type"] = config.model_type;
    json["hidden_size"] = config.hidden_size;
    json["intermediate_size"] = config.intermediate_size;
    json["num_hidden_layers"] = config.num_hidden_layers;
    json["num_attention_heads"] = config.num_attention_heads;
    json["num_key_value_heads"] = config.num_key_value_heads;
    json["head_dim"] = config.head_dim;
    json["vocab_size"] = config.vocab_size;
    json["max_position_embeddings"] = config.max_position_embeddings;
    json["rms_norm_eps"] = config.rms_norm_eps;
    json["rope_theta"] = config.rope_theta;
    json["tie_word_embeddings"] = config.tie_word_embeddings;
    return json;
}

base::Json typeCounts(const nn::Weights &weights)
{
    base::Json counts = base::Json::object();
    for (const std::string &name : weights.names()) {
        auto &count = counts[std::string(weights.source(name).view.type.name)];
        count = count.is_null() ? 1 : count.get<int>() + 1;
    }
    return counts;
}

// A model without a tokenizer still has a card; it says what is missing.
void addText(base::Json &card, const std::filesystem::path &path)
{
    card["tokenizer"] = nullptr;
    card["chat_template"] = nullptr;
    card["missing"] = base::Json::object();
    try {
        card["tokenizer"] = text::loadTokenizer(path)->description();
    } catch (const base::Failure &failure) {
        card["missing"]["tokenizer"] = failure.what();
        return;
    }
    try {
        card["chat_template"] = text::loadModelText(path).chatTemplate.name();
    } catch (const base::Failure &failure) {
        card["missing"]["chat_template"] = failure.what();
    }
}

base::Json makeCard(const std::string &model)
{
    const auto path = run::resolveModel(model);
    const auto weights = nn::Weights::open(path);
    base::Json card;
    card["model"] = model;
    card["path"] = path.string();
    card["format"] = weights->gguf() ? "gguf" : "safetensors";
    card["parameters"] = weights->parameters();
    card["bytes"] = weights->bytes();
    card["config"] = configJson(weights->config());
    card["tensor_types"] = typeCounts(*weights);
    card["identity"] = weights->identity();
    addText(card, path);
    return card;
}

void printLine(const std::string &name, const base::Json &value)
{
    std::cout << std::left << std::setw(25) << name << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
}

void print(const base::Json &card)
{
    for (const auto &[key, value] : card.items()) {
        if (!value.is_object()) {
            printLine(key, value);
            continue;
        }
        for (const auto &[inner, number] : value.items())
            printLine(key == "config" ? inner : key + " " + inner, number);
    }
}

} // namespace

void addCard(CLI::App &program)
{
    struct Options
    {
        std::string model;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("card", "Says what a model is, without loading its weights");
    verb->add_option("MODEL", options->model, "A Hugging Face folder, a .gguf file, or a known name")->required();
    verb->add_flag("--json", options->json, "One JSON object");
    verb->callback([options] {
        const base::Json card = makeCard(options->model);
        if (options->json)
            std::cout << base::toLine(card) << '\n';
        else
            print(card);
    });
}

} // namespace verbs

// SPDX-License-Identifier: GPL-3.0-or-later
// What is known about a model before it is opened: the cards in models/*.json, and where a name leads.
#pragma once

#include "base/json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace run {

// One file models/<id>.json. Weights are never shipped; `source` says where a person gets them.
struct ModelCard
{
    std::string id; // "qwen2.5-0.5b-instruct"
    std::string name; // "Qwen2.5-0.5B-Instruct"
    std::string family; // "qwen2", "llama"
    std::string licence; // SPDX id or the licence's name
    std::string source; // in words: wheel and file, or the hub's repository
    std::string sha256; // of the weight file, when known
    std::string notes;
    std::vector<std::string> languages;
    int64_t parameters = 0;
    int64_t hidden_size = 0;
    int64_t intermediate_size = 0;
    int64_t num_hidden_layers = 0;
    int64_t num_attention_heads = 0;
    int64_t num_key_value_heads = 0;
    int64_t head_dim = 0;
    int64_t vocab_size = 0;
    bool tie_word_embeddings = false;
    int64_t context_length = 0; // tokens
    int64_t bytes = 0; // of the weights as published
    // Path under base::cacheDir() when packaging fetches the model itself; empty for the user's own.
    std::string cached_path;
};

// Throws MissingField, WrongShape with the file's name.
ModelCard modelCardFromJson(const base::Json &json, const std::string &subject);
// All cards of a folder, by parameters; unreadable ones throw.
std::vector<ModelCard> readModelCards(const std::filesystem::path &folder);
// The cards that come with Attune: base::dataDir()/models.
std::vector<ModelCard> knownModelCards();

// A Hugging Face folder, a .gguf file, or the id of a known card whose file is in the cache -> an absolute path.
// Throws NotFound (with the known names) or MissingResource (a known model that was not fetched or is the user's to get).
std::filesystem::path resolveModel(const std::string &nameOrPath);

} // namespace run

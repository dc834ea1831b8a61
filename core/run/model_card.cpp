// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/model_card.h"

#include "base/data_dir.h"

#include <algorithm>

namespace run {

namespace fs = std::filesystem;
using base::Json;

ModelCard modelCardFromJson(const Json &json, const std::string &subject)
{
    const auto text = [&](const char *name) { return base::fieldOr<std::string>(json, name, "", subject); };
    const auto number = [&](const char *name) { return base::fieldOr<int64_t>(json, name, 0, subject); };
    ModelCard card;
    card.id = base::field<std::string>(json, "id", subject);
    card.name = base::field<std::string>(json, "name", subject);
    card.family = text("family");
    card.licence = text("licence");
    card.source = text("source");
    card.sha256 = text("sha256");
    card.notes = text("notes");
    card.cached_path = text("cached_path");
    card.parameters = base::field<int64_t>(json, "parameters", subject);
    card.hidden_size = number("hidden_size");
    card.intermediate_size = number("intermediate_size");
    card.num_hidden_layers = number("num_hidden_layers");
    card.num_attention_heads = number("num_attention_heads");
    card.num_key_value_heads = number("num_key_value_heads");
    card.head_dim = number("head_dim");
    card.vocab_size = number("vocab_size");
    card.context_length = number("context_length");
    card.bytes = number("bytes");
    card.tie_word_embeddings = base::fieldOr<bool>(json, "tie_word_embeddings", false, subject);
    for (const Json &language : base::fieldOr<Json>(json, "languages", Json::array(), subject)) {
        if (language.is_string())
            card.languages.push_back(language.get<std::string>());
    }
    return card;
}

std::vector<ModelCard> readModelCards(const fs::path &folder)
{
    std::vector<ModelCard> cards;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, ec)) {
        if (entry.path().extension() == ".json")
            cards.push_back(modelCardFromJson(base::readJson(entry.path()), entry.path().string()));
    }
    std::sort(cards.begin(), cards.end(), [](const ModelCard &a, const ModelCard &b) {
        return std::pair(a.parameters, a.id) < std::pair(b.parameters, b.id);
    });
    return cards;
}

std::vector<ModelCard> knownModelCards() { return readModelCards(base::dataDir() / "models"); }

fs::path resolveModel(const std::string &nameOrPath)
{
    std::error_code ec;
    if (fs::exists(nameOrPath, ec))
        return fs::absolute(nameOrPath).lexically_normal();
    std::string known;
    for (const ModelCard &card : knownModelCards()) {
        if (card.id != nameOrPath) {
            known += (known.empty() ? "" : ", ") + card.id;
            continue;
        }
        if (card.cached_path.empty()) {
            throw base::Failure(base::ErrorKind::MissingResource, card.name, {},
                { { "reason", "its weights are not shipped" },
                    { "remedy", "Get them from " + card.source + " and give the path of the folder or file." } });
        }
        const fs::path path = base::cacheDir() / card.cached_path;
        if (!fs::exists(path, ec)) {
            throw base::Failure(base::ErrorKind::MissingResource, card.name, {},
                { { "reason", path.string() + " does not exist" }, { "remedy", "Run packaging/fetch.sh." } });
        }
        return path;
    }
    throw base::Failure(base::ErrorKind::NotFound, "The model " + nameOrPath, "the file system and the known models",
        { { "remedy", "Give a model folder, a .gguf file or one of: " + known + "." } });
}

} // namespace run

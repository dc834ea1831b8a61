// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/model_text.h"

#include "base/files.h"
#include "base/json.h"
#include "modelfile/gguf.h"

#include <fmt/format.h>

#include <algorithm>

namespace text {

namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;
using base::Json;

bool isGgufFile(const fs::path &model)
{
    std::error_code ec;
    return fs::is_regular_file(model, ec) && modelfile::GgufFile::isGguf(model);
}

fs::path folderOf(const fs::path &model)
{
    std::error_code ec;
    return fs::is_directory(model, ec) ? model : model.parent_path();
}

Json jsonOrEmpty(const fs::path &path)
{
    std::error_code ec;
    return fs::exists(path, ec) ? base::readJson(path) : Json::object();
}

// `chat_template` is a text or a list of {name, template}.
std::string templateOf(const Json &config)
{
    const auto found = config.is_object() ? config.find("chat_template") : config.end();
    if (!config.is_object() || found == config.end())
        return {};
    if (found->is_string())
        return found->get<std::string>();
    if (found->is_array()) {
        for (const Json &item : *found) {
            const auto textOf = [&item](const char *name) {
                const auto member = item.is_object() ? item.find(name) : item.end();
                return item.is_object() && member != item.end() && member->is_string() ? member->get<std::string>() : std::string();
            };
            if (textOf("name") == "default")
                return textOf("template");
        }
    }
    return {};
}

void add(std::vector<TokenId> &ids, std::optional<TokenId> id)
{
    if (id && std::find(ids.begin(), ids.end(), *id) == ids.end())
        ids.push_back(*id);
}

// eos tokens of the model's files: tokenizer_config.json by text, generation_config.json by id or ids, GGUF by id.
void addEndIds(const fs::path &model, const Tokenizer &tokenizer, std::vector<TokenId> &ids)
{
    const auto addId = [&](const Json &value) {
        if (value.is_number_integer() && value.get<int64_t>() >= 0 && value.get<int64_t>() < tokenizer.vocabularySize())
            add(ids, value.get<TokenId>());
    };
    if (isGgufFile(model)) {
        const modelfile::GgufFile file(model);
        for (const char *key : { "tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id" })
            addId(Json(file.getOr<int64_t>(key, -1)));
        return;
    }
    const Json config = jsonOrEmpty(folderOf(model) / "tokenizer_config.json");
    if (config.is_object() && config.contains("eos_token")) {
        const Json &eos = config["eos_token"];
        const Json &content = eos.is_object() && eos.contains("content") ? eos["content"] : eos;
        if (content.is_string())
            add(ids, tokenizer.idOf(content.get<std::string>()));
    }
    for (const char *name : { "generation_config.json", "config.json" }) {
        const Json other = jsonOrEmpty(folderOf(model) / name);
        if (!other.is_object() || !other.contains("eos_token_id"))
            continue;
        const Json &eos = other["eos_token_id"];
        if (eos.is_array())
            std::for_each(eos.begin(), eos.end(), addId);
        else
            addId(eos);
    }
}

ChatTemplate chooseTemplate(const fs::path &model, const std::string &name)
{
    if (!name.empty())
        return ChatTemplate::byName(name);
    const std::string source = chatTemplateSource(model);
    if (source.empty())
        throw Failure(ErrorKind::UnsupportedTemplate, model.string(), {},
            { { "reason", "its files hold none" }, { "nearest", "chatml" } });
    if (auto found = ChatTemplate::recognise(source))
        return *found;
    throw Failure(ErrorKind::UnsupportedTemplate, model.string(), {},
        { { "reason", "its text is none of those that Attune lays out exactly" },
            { "nearest", ChatTemplate::nearest(source).name() } });
}

} // namespace

std::string chatTemplateSource(const fs::path &model)
{
    if (isGgufFile(model)) {
        const modelfile::GgufFile file(model);
        return modelfile::readWhole(file, [&] { return std::string(file.getOr<std::string_view>("tokenizer.chat_template", "")); });
    }
    std::error_code ec;
    const fs::path folder = folderOf(model);
    if (fs::exists(folder / "chat_template.jinja", ec))
        return base::readFile(folder / "chat_template.jinja");
    for (const char *name : { "tokenizer_config.json", "chat_template.json" }) {
        if (std::string source = templateOf(jsonOrEmpty(folder / name)); !source.empty())
            return source;
    }
    return {};
}

ModelText loadModelText(const fs::path &model, const std::string &templateName)
{
    auto tokenizer = loadTokenizer(model);
    ModelText result { model.string(), tokenizer, chooseTemplate(model, templateName), -1, {} };
    for (const std::string &token : result.chatTemplate.controlTokens()) {
        const auto id = tokenizer->idOf(token);
        if (!id || tokenizer->encode(token, AddedTokens::Match) != std::vector<TokenId> { *id })
            throw Failure(ErrorKind::UnsupportedTemplate, model.string(), {},
                { { "reason", fmt::format("the template {} needs the token {}, which the tokenizer does not have", result.chatTemplate.name(), token) } });
    }
    result.endOfTurn = *tokenizer->idOf(result.chatTemplate.endOfTurn());
    add(result.stopIds, result.endOfTurn);
    addEndIds(model, *tokenizer, result.stopIds);
    return result;
}

} // namespace text

// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about a model that concerns text: its tokenizer, its chat template, where a reply ends.
#pragma once

#include "text/chat_template.h"
#include "text/tokenizer.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace text {

struct ModelText
{
    std::string model; // the path it came from
    std::shared_ptr<const Tokenizer> tokenizer;
    ChatTemplate chatTemplate;
    TokenId endOfTurn = -1; // the id of chatTemplate.endOfTurn()
    std::vector<TokenId> stopIds; // a reply ends at any of these: end of turn, the model's eos ids; never empty
};

// The text of the model's own chat template: chat_template.jinja, tokenizer_config.json (chat_template, also as a list
// of named ones: "default"), GGUF tokenizer.chat_template. Empty when it has none.
std::string chatTemplateSource(const std::filesystem::path &model);

// `templateName` empty: recognised from the model; otherwise that known template is used.
// Throws what loadTokenizer throws, and UnsupportedTemplate with the nearest known one when the model's template is
// unknown or absent, or when its control tokens are not in the vocabulary.
ModelText loadModelText(const std::filesystem::path &model, const std::string &templateName = {});

} // namespace text

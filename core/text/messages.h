// SPDX-License-Identifier: GPL-3.0-or-later
// Messages as chat programs write them, laid out by a model's own template alone: to compare with what the model's makers
// print, and to refuse with a reason what Attune does not carry.
#pragma once

#include "base/json.h"
#include "text/model_text.h"

#include <string>
#include <vector>

namespace text {

// [{"role": "system"|"user"|"assistant", "content": "..."}, ...] or {"messages": [...]}. Throws WrongShape for tool turns
// (a role of tools, "tool_calls", "function_call"), for contents that are no text and for other roles, naming the message;
// MissingField.
std::vector<Message> messagesFromJson(const base::Json &json, const std::string &subject);

struct RenderedMessages
{
    std::string text; // what apply_chat_template prints
    std::vector<Piece> pieces;
    std::vector<TokenId> ids; // the pieces' tokens: contents as text, the rest with its control tokens
    bool default_system = false; // the template added its own system message
};

// As the model's own template does it (History::AsModel), `generation` with the header of a reply. Throws WrongShape.
RenderedMessages renderMessages(const ModelText &model, const std::vector<Message> &messages, bool generation);

base::Json toJson(const RenderedMessages &rendered);

} // namespace text

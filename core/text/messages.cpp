// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/messages.h"

#include "text/conversation.h"
#include "text/unicode.h"

#include <algorithm>

namespace text {

namespace {

using base::ErrorKind;
using base::Failure;
using base::Json;

[[noreturn]] void refuse(const std::string &subject, const std::string &place, const std::string &expected, const std::string &found)
{
    throw Failure(ErrorKind::WrongShape, subject, place, { { "expected", expected }, { "found", found } });
}

bool isToolTurn(const Json &message, const std::string &role)
{
    const auto holds = [&](const char *key) { return message.contains(key) && !message[key].is_null() && !message[key].empty(); };
    return role == "tool" || role == "function" || role == "ipython" || role == "tool_results" || holds("tool_calls") || holds("function_call");
}

Message messageFrom(const Json &json, const std::string &subject, const std::string &place)
{
    if (!json.is_object())
        refuse(subject, place, "an object with \"role\" and \"content\"", json.type_name());
    const auto role = base::field<std::string>(json, "role", subject);
    if (isToolTurn(json, role))
        refuse(subject, place, "turns of people (Attune has no tools, and each template prints their turns in its own way)", "a tool turn");
    if (role != "system" && role != "user" && role != "assistant")
        refuse(subject, place, "the role system, user or assistant", base::toLine(json["role"]));
    const Json content = base::field<Json>(json, "content", subject);
    if (!content.is_string())
        refuse(subject, place, "a content that is text; lists of parts (images, sounds) are not known", content.type_name());
    const auto text = content.get<std::string>();
    return { role == "system" ? Role::System : role == "user" ? Role::User : Role::Assistant, isValidUtf8(text) ? text : repaired(text) };
}

const char *pieceName(PieceKind kind)
{
    switch (kind) {
    case PieceKind::Start: return "start";
    case PieceKind::Header: return "header";
    case PieceKind::Content: return "content";
    case PieceKind::End: return "end_of_turn";
    case PieceKind::Newline: return "newline";
    }
    return "";
}

} // namespace

std::vector<Message> messagesFromJson(const Json &json, const std::string &subject)
{
    const Json &list = json.is_object() && json.contains("messages") ? json["messages"] : json;
    if (!list.is_array())
        refuse(subject, {}, "a list of messages", list.type_name());
    std::vector<Message> messages;
    for (const Json &item : list)
        messages.push_back(messageFrom(item, subject, "message " + std::to_string(messages.size() + 1)));
    return messages;
}

RenderedMessages renderMessages(const ModelText &model, const std::vector<Message> &messages, bool generation)
{
    RenderedMessages result;
    result.pieces = model.chatTemplate.pieces(messages, generation, History::AsModel);
    result.text = wholeText(result.pieces);
    for (const Piece &piece : result.pieces) {
        encodePiece(*model.tokenizer, piece, result.ids);
        result.default_system = result.default_system
            || (piece.kind == PieceKind::Content && piece.role == Role::System && piece.message < 0 && !piece.text.empty());
    }
    return result;
}

Json toJson(const RenderedMessages &rendered)
{
    Json pieces = Json::array();
    for (const Piece &piece : rendered.pieces) {
        pieces.push_back(Json { { "kind", pieceName(piece.kind) }, { "role", roleName(piece.role) },
            { "message", piece.message < 0 ? Json() : Json(piece.message) }, { "text", piece.text } });
    }
    return Json { { "text", rendered.text }, { "ids", rendered.ids }, { "default_system", rendered.default_system },
        { "pieces", std::move(pieces) } };
}

} // namespace text

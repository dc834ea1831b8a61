// SPDX-License-Identifier: GPL-3.0-or-later
// How a model's own chat template lays out messages, for the templates Attune knows. The layout is made of pieces that
// are tokenized one by one, in training as in generation, so that nobody has to search for markers afterwards.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace text {

enum class Role { System, User, Assistant };
std::string_view roleName(Role role); // "system", "user", "assistant"

struct Message
{
    Role role = Role::User;
    std::string content; // UTF-8
};

enum class PieceKind {
    Start, // what opens the whole text: "<|begin_of_text|>"
    Header, // "<|im_start|>user\n"
    Content, // the message's own text: tokenized as text, never as control tokens
    End, // "<|im_end|>": what the model says when its turn is over
    Newline, // what follows the end
};

struct Piece
{
    PieceKind kind = PieceKind::Content;
    int message = -1; // index into the messages; -1: the template's own (start, default system message, next header)
    Role role = Role::System;
    std::string text;
    bool fresh = false; // tokenized like the beginning of a text (sentencepiece puts its space before it)
};

// How the replies that lie before the last one are laid out.
enum class History {
    AsModel, // exactly as the model's own template does
    Uniform, // every reply under the header a new reply gets, so that one training example can hold them all;
             // differs from AsModel only for Qwen3
};

enum class TemplateFamily { ChatMl, ChatMlWithStart, Qwen3, Llama2, Llama3, Llama31, Mistral, MistralPlain, MistralSpaced };

// A value; immutable.
class ChatTemplate
{
public:
    // "qwen2.5", "smollm2", "chatml", "qwen3-no-thinking", "llama-2", "llama-3", "llama-3.1", "mistral"...; docs/text.md lists them
    const std::string &name() const { return m_name; }
    TemplateFamily family() const { return m_family; }
    // The system message that the model's template adds when there is none; empty: it adds none.
    const std::string &defaultSystem() const { return m_defaultSystem; }
    // The control token that ends a reply, "<|im_end|>".
    const std::string &endOfTurn() const { return m_endOfTurn; }
    // Control tokens that the tokenizer must have for this template.
    const std::vector<std::string> &controlTokens() const { return m_controlTokens; }

    // The pieces of a conversation; their texts in a row are what the model's own template prints. With `generation`
    // the header of a new reply follows. Throws WrongShape when the template cannot hold the messages (two replies in a
    // row under Llama 2, a system message under Mistral's first templates, no messages at all).
    std::vector<Piece> pieces(const std::vector<Message> &messages, bool generation, History history = History::Uniform) const;

    // All known ones, in the order people should see them.
    static const std::vector<ChatTemplate> &known();
    // By name. Throws UnsupportedTemplate with the nearest name.
    static const ChatTemplate &byName(const std::string &name);
    // By the text of a Jinja template, as in tokenizer_config.json or GGUF `tokenizer.chat_template`; layout (spaces,
    // quotes) may differ. Nothing when it is not a known one.
    static std::optional<ChatTemplate> recognise(std::string_view jinja);
    // The known template that shares most of its control tokens with the text: to offer, never to use unasked.
    static const ChatTemplate &nearest(std::string_view jinja);

    // For tables of templates; see chat_template.cpp.
    ChatTemplate(std::string name, TemplateFamily family, std::string defaultSystem, std::string endOfTurn,
        std::vector<std::string> controlTokens);
    // The same layout with another default system message.
    ChatTemplate withDefaultSystem(std::string defaultSystem) const;

private:
    std::string m_name;
    TemplateFamily m_family;
    std::string m_defaultSystem;
    std::string m_endOfTurn;
    std::vector<std::string> m_controlTokens;
};

// The pieces' texts in a row.
std::string wholeText(const std::vector<Piece> &pieces);

} // namespace text

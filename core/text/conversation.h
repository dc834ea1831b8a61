// SPDX-License-Identifier: GPL-3.0-or-later
// A dialogue as the messages of a chat template, and the pieces of it as tokens: the inside of the renderer.
#pragma once

#include "text/renderer.h"

#include <span>

namespace text {

// A message of the dialogue: one turn, or several of one speaker.
struct DialogueMessage
{
    dialogue::Speaker speaker = dialogue::Speaker::Seeker;
    std::string content; // trimmed, valid UTF-8
    size_t first_turn = 0;
    size_t last_turn = 0;
};

// `turns`: the first ones of the dialogue.
std::vector<DialogueMessage> messagesOf(std::span<const dialogue::Turn> turns, bool merge);

// The system message (none when empty) and the messages from `first` on.
std::vector<Message> chatMessages(const std::string &system, std::span<const DialogueMessage> messages);

// Appends what one piece becomes.
void encodePiece(const Tokenizer &tokenizer, const Piece &piece, std::vector<TokenId> &ids);

} // namespace text

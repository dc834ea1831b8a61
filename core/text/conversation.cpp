// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/conversation.h"

#include "text/unicode.h"

namespace text {

std::vector<DialogueMessage> messagesOf(std::span<const dialogue::Turn> turns, bool merge)
{
    std::vector<DialogueMessage> messages;
    for (size_t i = 0; i < turns.size(); ++i) {
        const dialogue::Turn &turn = turns[i];
        const std::string whole = isValidUtf8(turn.text) ? turn.text : repaired(turn.text);
        const std::string_view content = trimmed(whole);
        if (merge && !messages.empty() && messages.back().speaker == turn.speaker) {
            messages.back().content.append(messages.back().content.empty() || content.empty() ? "" : "\n").append(content);
            messages.back().last_turn = i;
        } else {
            messages.push_back({ turn.speaker, std::string(content), i, i });
        }
    }
    return messages;
}

std::vector<Message> chatMessages(const std::string &system, std::span<const DialogueMessage> messages)
{
    std::vector<Message> result;
    if (!system.empty())
        result.push_back({ Role::System, system });
    for (const DialogueMessage &message : messages)
        result.push_back({ message.speaker == dialogue::Speaker::Seeker ? Role::User : Role::Assistant, message.content });
    return result;
}

void encodePiece(const Tokenizer &tokenizer, const Piece &piece, std::vector<TokenId> &ids)
{
    const AddedTokens added = piece.kind == PieceKind::Content ? AddedTokens::AsText : AddedTokens::Match;
    if (piece.fresh)
        tokenizer.encodeTo(piece.text, added, ids);
    else
        tokenizer.encodePieceTo(piece.text, added, ids);
}

} // namespace text

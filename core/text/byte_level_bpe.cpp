// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/byte_level_bpe.h"

#include "text/unicode.h"

#include <fmt/format.h>

#include <algorithm>

namespace text {

ByteLevelBpe::ByteLevelBpe(BpeParts parts) : m_parts(std::move(parts)), m_size(m_parts.vocabulary->count())
{
    std::vector<AddedToken> raw;
    std::vector<AddedToken> normalized;
    for (AddedToken token : m_parts.added) {
        m_size = std::max(m_size, token.id + 1);
        if (token.normalized && m_parts.nfc)
            token.content = toNfc(token.content);
        (token.normalized ? normalized : raw).push_back(std::move(token));
    }
    m_raw = AddedTokenMatcher(std::move(raw));
    m_normalized = AddedTokenMatcher(std::move(normalized));
    std::sort(m_parts.added.begin(), m_parts.added.end(),
        [](const AddedToken &a, const AddedToken &b) { return a.id < b.id; });
}

std::string ByteLevelBpe::normalized(std::string_view text) const
{
    if (!isValidUtf8(text))
        return normalized(repaired(text));
    return m_parts.nfc ? toNfc(text) : std::string(text);
}

void ByteLevelBpe::encodeText(std::string_view text, std::vector<TokenId> &ids) const
{
    m_parts.preTokenizer.split(
        text, [&](std::string_view piece) { m_parts.vocabulary->encodePiece(piece, m_parts.wholePieces, ids); });
}

// `text` as it is, free of raw added tokens.
void ByteLevelBpe::encodeNormalized(std::string_view text, std::vector<TokenId> &ids) const
{
    std::string changed;
    if (m_parts.nfc && !isCertainlyNfc(text)) {
        changed = toNfc(text);
        text = changed;
    }
    m_normalized.split(
        text, [&](std::string_view between) { encodeText(between, ids); },
        [&](const AddedToken &token) { ids.push_back(token.id); });
}

void ByteLevelBpe::encodeTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const
{
    if (!isValidUtf8(text)) {
        encodeTo(repaired(text), added, ids);
        return;
    }
    if (added == AddedTokens::Match) {
        m_raw.split(
            text, [&](std::string_view between) { encodeNormalized(between, ids); },
            [&](const AddedToken &token) { ids.push_back(token.id); });
        return;
    }
    if (m_parts.nfc && !isCertainlyNfc(text))
        encodeText(toNfc(text), ids);
    else
        encodeText(text, ids);
}

const AddedToken *ByteLevelBpe::addedToken(TokenId id) const
{
    const auto at = std::lower_bound(m_parts.added.begin(), m_parts.added.end(), id,
        [](const AddedToken &token, TokenId wanted) { return token.id < wanted; });
    return at != m_parts.added.end() && at->id == id ? &*at : nullptr;
}

std::string ByteLevelBpe::bytesOf(TokenId id) const
{
    const AddedToken *token = addedToken(id);
    return token ? token->content : std::string(m_parts.vocabulary->bytesOf(id));
}

bool ByteLevelBpe::isSpecial(TokenId id) const
{
    const AddedToken *token = addedToken(id);
    return token && token->special;
}

std::optional<TokenId> ByteLevelBpe::idOf(std::string_view token) const
{
    for (const AddedToken &added : m_parts.added) {
        if (added.content == token)
            return added.id;
    }
    const int32_t id = isValidUtf8(token) ? m_parts.vocabulary->idOfSpelling(token) : -1;
    return id < 0 ? std::nullopt : std::optional<TokenId>(id);
}

std::string ByteLevelBpe::description() const
{
    return fmt::format("byte-level BPE, {} tokens ({})", m_size, m_parts.kind);
}

} // namespace text

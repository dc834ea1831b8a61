// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tokenizer.h"

#include "text/unicode.h"

namespace text {

std::vector<TokenId> Tokenizer::encode(std::string_view text, AddedTokens added) const
{
    std::vector<TokenId> ids;
    encodeTo(text, added, ids);
    return ids;
}

void Tokenizer::encodePieceTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const
{
    encodeTo(text, added, ids);
}

std::string Tokenizer::decode(std::span<const TokenId> ids, bool skipSpecial) const
{
    std::string bytes;
    for (const TokenId id : ids) {
        if (!skipSpecial || !isSpecial(id))
            bytes += bytesOf(id);
    }
    return isValidUtf8(bytes) ? bytes : repaired(bytes);
}

StreamDecoder::StreamDecoder(std::shared_ptr<const Tokenizer> tokenizer, bool skipSpecial)
    : m_tokenizer(std::move(tokenizer)), m_skipSpecial(skipSpecial)
{
}

std::string StreamDecoder::push(TokenId id)
{
    if (!m_skipSpecial || !m_tokenizer->isSpecial(id))
        m_pending += m_tokenizer->bytesOf(id);
    std::string_view rest = m_pending;
    size_t complete = 0;
    while (complete < rest.size()) {
        bool torn = false;
        const size_t size = validCharacter(rest.substr(complete), &torn);
        if (torn)
            break;
        complete += size > 0 ? size : 1;
    }
    // A broken sequence may be several bytes long and is one U+FFFD: `repaired` decides, on what is complete.
    std::string out = repaired(rest.substr(0, complete));
    m_pending.erase(0, complete);
    return out;
}

std::string StreamDecoder::finish()
{
    std::string out = repaired(m_pending);
    m_pending.clear();
    return out;
}

} // namespace text

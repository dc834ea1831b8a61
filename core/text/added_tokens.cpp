// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/added_tokens.h"

#include "text/unicode.h"

#include <algorithm>

namespace text {

namespace {

// Where the last character of `text` begins; `text` is not empty.
size_t lastCharacter(std::string_view text)
{
    size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80)
        --start;
    return start;
}

bool is(std::string_view text, size_t at, CharacterClass wanted)
{
    return (classOf(characterAt(text, at).code) & wanted) != 0;
}

// Whether a word goes on from before `begin` or behind `end`.
bool insideWord(std::string_view all, size_t begin, size_t end)
{
    return (begin > 0 && is(all, lastCharacter(all.substr(0, begin)), Word)) || (end < all.size() && is(all, end, Word));
}

size_t spaceBefore(std::string_view text)
{
    size_t begin = text.size();
    while (begin > 0) {
        const size_t start = lastCharacter(text.substr(0, begin));
        if (!is(text, start, Space))
            break;
        begin = start;
    }
    return begin;
}

size_t spaceBehind(std::string_view text)
{
    size_t end = 0;
    while (end < text.size()) {
        const DecodedCharacter c = characterAt(text, end);
        if (!(classOf(c.code) & Space))
            break;
        end += c.size;
    }
    return end;
}

} // namespace

AddedTokenMatcher::AddedTokenMatcher(std::vector<AddedToken> tokens) : m_tokens(std::move(tokens))
{
    std::stable_sort(m_tokens.begin(), m_tokens.end(),
        [](const AddedToken &a, const AddedToken &b) { return a.content.size() > b.content.size(); });
    for (uint32_t i = 0; i < m_tokens.size(); ++i)
        m_byFirstByte[static_cast<unsigned char>(m_tokens[i].content[0])].push_back(i);
}

const AddedToken *AddedTokenMatcher::find(std::string_view content) const
{
    const auto found = std::find_if(
        m_tokens.begin(), m_tokens.end(), [&](const AddedToken &token) { return token.content == content; });
    return found == m_tokens.end() ? nullptr : &*found;
}

const AddedToken *AddedTokenMatcher::longestAt(std::string_view text) const
{
    for (const uint32_t i : m_byFirstByte[static_cast<unsigned char>(text[0])]) {
        if (text.starts_with(m_tokens[i].content))
            return &m_tokens[i];
    }
    return nullptr;
}

void AddedTokenMatcher::split(std::string_view all, const std::function<void(std::string_view)> &text,
    const std::function<void(const AddedToken &)> &token) const
{
    size_t done = 0; // everything before is reported
    for (size_t at = 0; at < all.size();) {
        const AddedToken *found = longestAt(all.substr(at));
        if (!found) {
            ++at;
            continue;
        }
        const size_t begin = at;
        const size_t end = at + found->content.size();
        at = end; // the peer looks on here, also inside white space that was swallowed
        if (found->single_word && insideWord(all, begin, end))
            continue;
        const size_t start
            = found->lstrip && begin > done ? done + spaceBefore(all.substr(done, begin - done)) : begin;
        if (start > done)
            text(all.substr(done, start - done));
        token(*found);
        done = found->rstrip ? end + spaceBehind(all.substr(end)) : end;
    }
    if (done < all.size())
        text(all.substr(done));
}

} // namespace text

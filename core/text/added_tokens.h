// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens beside the vocabulary's own: control tokens and what was added later. They are found in a text before anything
// else, the longest at the leftmost place first, as the peer's AddedVocabulary does it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace text {

struct AddedToken
{
    int32_t id = -1;
    std::string content; // UTF-8, not empty
    bool special = true; // a control token, not shown to people
    bool lstrip = false; // swallows white space before it
    bool rstrip = false; // and behind it
    bool normalized = false; // is looked for in the normalized text
    bool single_word = false; // not beside a character of a word
};

class AddedTokenMatcher
{
public:
    AddedTokenMatcher() = default;
    explicit AddedTokenMatcher(std::vector<AddedToken> tokens);

    bool empty() const { return m_tokens.empty(); }
    const std::vector<AddedToken> &tokens() const { return m_tokens; }
    const AddedToken *find(std::string_view content) const;

    // Calls `text` for what lies between and `token` for every token found, in order. Empty texts are not reported. `all` is
    // valid UTF-8.
    void split(std::string_view all, const std::function<void(std::string_view)> &text,
        const std::function<void(const AddedToken &)> &token) const;

private:
    const AddedToken *longestAt(std::string_view text) const;

    std::vector<AddedToken> m_tokens; // longest first
    std::array<std::vector<uint32_t>, 256> m_byFirstByte; // indexes into m_tokens, longest first
};

} // namespace text

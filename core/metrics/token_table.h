// SPDX-License-Identifier: GPL-3.0-or-later
// Words and n-grams as small whole numbers, so that the metrics compare numbers instead of texts.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace metrics {

using TokenId = uint32_t;
using Tokens = std::vector<TokenId>;

// Every different text has one number, from 0 on. Not thread-safe.
class TokenTable
{
public:
    TokenId intern(std::string_view text);
    const std::string &text(TokenId id) const { return m_texts[id]; }
    size_t size() const { return m_texts.size(); }

private:
    std::deque<std::string> m_texts; // a deque: the views in the map stay valid
    std::unordered_map<std::string_view, TokenId> m_ids;
};

// Numbers pairs of numbers from 0 on, exactly (no hash collisions): an n-gram is the pair of the (n-1)-gram before its
// last word and that word.
class PairIndex
{
public:
    PairIndex();
    uint32_t idOf(uint32_t first, uint32_t second);
    uint32_t size() const { return m_size; }
    void clear();

private:
    struct Slot
    {
        uint64_t key = 0;
        uint32_t id = 0;
        uint32_t round = 0; // filled in this round of use, so that clearing costs nothing
    };
    void grow();
    Slot &slotFor(uint64_t key);

    std::vector<Slot> m_slots; // a power of two
    uint32_t m_size = 0;
    uint32_t m_round = 1;
};

} // namespace metrics

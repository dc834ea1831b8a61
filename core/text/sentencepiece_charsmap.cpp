// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentencepiece_charsmap.h"

#include "base/error.h"
#include "text/unicode.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace text {

namespace {

// As many rules may be prefixes of one text; the library keeps them in an array of this size.
constexpr unsigned kMostPrefixes = 32;

uint32_t littleEndian(std::string_view bytes, size_t at)
{
    const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(bytes[at + i])); };
    return byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
}

// A cell of the double array, as darts.h reads it.
struct Unit
{
    uint32_t bits = 0;
    bool hasLeaf() const { return (bits >> 8 & 1) != 0; }
    uint32_t value() const { return bits & 0x7FFFFFFFu; }
    uint32_t label() const { return bits & 0x800000FFu; }
    uint32_t offset() const { return (bits >> 10) << ((bits & 0x200u) >> 6); }
};

// The states that a text can reach, each once: common endings share theirs, so this is no tree, but it has no circle.
class CharsMap
{
public:
    CharsMap(std::string_view trie, std::string_view texts, const std::string &subject)
        : m_texts(texts), m_subject(subject), m_units(trie.size() / 4), m_states(m_units.size())
    {
        for (size_t at = 0; at < m_units.size(); ++at)
            m_units[at].bits = littleEndian(trie, at * 4);
    }

    void check()
    {
        m_open.push_back({ 0, unit(0).offset(), 0, 0, 0 });
        while (m_open.size() > 1 || m_open.back().next < 256) {
            if (m_open.back().next < 256)
                step();
            else
                close();
        }
    }

private:
    struct State
    {
        bool entered = false;
        bool left = false;
        uint8_t rules = 0; // the most that end on one way from here on, this state's own with them
    };
    struct Open
    {
        uint32_t at; // the cell
        uint32_t base; // of the cells that follow
        uint32_t next; // the byte to try
        unsigned own; // a rule ends here
        unsigned rules; // of what follows
    };

    [[noreturn]] void corrupt() const
    {
        throw base::Failure(base::ErrorKind::CorruptFile, m_subject, {}, { { "reason", "its normalization rules are damaged" } });
    }
    Unit unit(uint32_t at) const
    {
        if (at >= m_units.size())
            corrupt();
        return m_units[at];
    }

    void step()
    {
        Open &open = m_open.back();
        const uint32_t byte = open.next++;
        const uint32_t at = open.base ^ byte;
        const Unit here = unit(at);
        if (here.label() != byte)
            return;
        State &state = m_states[at];
        if (state.entered && !state.left)
            corrupt(); // a circle
        if (state.left) {
            add(open, state.rules);
            return;
        }
        state.entered = true;
        const uint32_t base = at ^ here.offset();
        if (here.hasLeaf())
            checkText(unit(base).value());
        m_open.push_back({ at, base, 0, here.hasLeaf() ? 1u : 0u, 0 });
    }

    void close()
    {
        const Open done = m_open.back();
        m_open.pop_back();
        m_states[done.at].left = true;
        m_states[done.at].rules = static_cast<uint8_t>(done.rules + done.own);
        add(m_open.back(), done.rules + done.own);
    }

    void add(Open &open, unsigned rules) const
    {
        open.rules = std::max(open.rules, rules);
        if (open.rules + open.own > kMostPrefixes)
            corrupt();
    }

    // Texts lie one behind the other, each with a zero at its end.
    void checkText(uint32_t begin) const
    {
        if (begin >= m_texts.size() || (begin > 0 && m_texts[begin - 1] != '\0'))
            corrupt();
    }

    std::string_view m_texts;
    const std::string &m_subject;
    std::vector<Unit> m_units;
    std::vector<State> m_states;
    std::vector<Open> m_open; // the way to the state that is looked at
};

} // namespace

void checkCharsMap(std::string_view charsmap, const std::string &subject)
{
    if (charsmap.empty())
        return;
    const uint32_t size = charsmap.size() < 4 ? 0 : littleEndian(charsmap, 0);
    const bool fits = size >= 4 && size % 4 == 0 && size < charsmap.size() - 4;
    const std::string_view texts = fits ? charsmap.substr(4 + size_t { size }) : std::string_view();
    if (!fits || texts.back() != '\0' || !isValidUtf8(texts))
        throw base::Failure(base::ErrorKind::CorruptFile, subject, {}, { { "reason", "its normalization rules are damaged" } });
    CharsMap(charsmap.substr(4, size), texts, subject).check();
}

} // namespace text

// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/unicode.h"

#include "base/error.h"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

namespace text {

namespace {

struct Range
{
    uint32_t first;
    uint32_t last;
};

#include "text/unicode_tables.inc"

// Two stages: equal blocks of 256 characters are kept once (about 40 KiB for all of Unicode).
class ClassTable
{
public:
    ClassTable()
    {
        std::vector<uint8_t> flat(0x110000, 0);
        const auto mark = [&](const auto &ranges, CharacterClass bit) {
            for (const Range &range : ranges) {
                for (uint32_t c = range.first; c <= range.last; ++c)
                    flat[c] |= bit;
            }
        };
        mark(kLetters, Letter);
        mark(kNumbers, Number);
        mark(kSpaces, Space);
        mark(kDigits, Digit);
        mark(kNotInert, NotInert);
        mark(kLate, LateMark);
        mark(kWords, Word);
        for (size_t block = 0; block < m_block.size(); ++block)
            m_block[block] = keep(flat.data() + block * 256);
    }
    uint8_t operator[](char32_t c) const { return m_classes[m_block[c >> 8] * 256 + (c & 0xFF)]; }

private:
    uint16_t keep(const uint8_t *block)
    {
        for (size_t i = 0; i * 256 < m_classes.size(); ++i) {
            if (std::equal(block, block + 256, m_classes.begin() + static_cast<std::ptrdiff_t>(i * 256)))
                return static_cast<uint16_t>(i);
        }
        m_classes.insert(m_classes.end(), block, block + 256);
        return static_cast<uint16_t>(m_classes.size() / 256 - 1);
    }

    std::array<uint16_t, 0x1100> m_block {};
    std::vector<uint8_t> m_classes;
};

const ClassTable kClasses;

bool isContinuation(std::string_view text, size_t i, unsigned low = 0x80, unsigned high = 0xBF)
{
    const auto byte = static_cast<unsigned char>(text[i]);
    return byte >= low && byte <= high;
}

// Length and the allowed range of the second byte, after Unicode table 3-7.
struct LeadByte
{
    size_t size = 0;
    unsigned low = 0x80;
    unsigned high = 0xBF;
};

LeadByte leadByte(unsigned char first)
{
    if (first < 0x80)
        return { 1 };
    if (first >= 0xC2 && first <= 0xDF)
        return { 2 };
    if (first >= 0xE0 && first <= 0xEF)
        return { 3, first == 0xE0 ? 0xA0u : 0x80u, first == 0xED ? 0x9Fu : 0xBFu };
    if (first >= 0xF0 && first <= 0xF4)
        return { 4, first == 0xF0 ? 0x90u : 0x80u, first == 0xF4 ? 0x8Fu : 0xBFu };
    return {};
}

// How many bytes belong to the character or to the broken beginning of one, and whether it is whole.
struct Sequence
{
    size_t size = 1;
    bool whole = false;
    bool torn = false; // the text ends before the character does
};

Sequence sequenceAt(std::string_view text)
{
    const LeadByte lead = leadByte(static_cast<unsigned char>(text[0]));
    if (lead.size == 0)
        return {};
    for (size_t i = 1; i < lead.size; ++i) {
        if (i == text.size())
            return { i, false, true };
        if (!(i == 1 ? isContinuation(text, i, lead.low, lead.high) : isContinuation(text, i)))
            return { i, false, false };
    }
    return { lead.size, true, false };
}

void appendNfc(std::string_view text, std::string &out)
{
    if (text.empty())
        return;
    utf8proc_uint8_t *result = nullptr;
    const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t *>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()), &result,
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> guard(result, &std::free);
    if (size == UTF8PROC_ERROR_NOMEM)
        throw std::bad_alloc();
    if (size < 0)
        throw base::Failure(base::ErrorKind::Internal, "NFC", {}, { { "reason", utf8proc_errmsg(size) } });
    out.append(reinterpret_cast<const char *>(result), static_cast<size_t>(size));
}

bool isPythonSpace(char32_t c) { return (c >= 0x1C && c <= 0x1F) || (classOf(c) & Space) != 0; }

} // namespace

uint8_t classOf(char32_t c) { return c < 0x110000 ? kClasses[c] : uint8_t { 0 }; }

void appendUtf8(char32_t c, std::string &out)
{
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | c >> 6);
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3F));
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

size_t validCharacter(std::string_view text, bool *incomplete)
{
    if (incomplete)
        *incomplete = false;
    if (text.empty())
        return 0;
    const Sequence sequence = sequenceAt(text);
    if (incomplete)
        *incomplete = sequence.torn;
    return sequence.whole ? sequence.size : 0;
}

bool isValidUtf8(std::string_view text)
{
    size_t i = 0;
    while (i < text.size()) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            ++i;
            continue;
        }
        const Sequence sequence = sequenceAt(text.substr(i, 4));
        if (!sequence.whole)
            return false;
        i += sequence.size;
    }
    return true;
}

std::string repaired(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size();) {
        const Sequence sequence = sequenceAt(text.substr(i, 4));
        if (sequence.whole)
            out.append(text.substr(i, sequence.size));
        else
            out += "\xEF\xBF\xBD";
        i += sequence.size;
    }
    return out;
}

bool isCertainlyNfc(std::string_view text)
{
    for (size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            ++i;
            continue;
        }
        const DecodedCharacter c = characterAt(text, i);
        if (kClasses[c.code] & (NotInert | LateMark))
            return false;
        i += c.size;
    }
    return true;
}

std::string toNfc(std::string_view text)
{
    if (isCertainlyNfc(text))
        return std::string(text);
    std::string out;
    out.reserve(text.size());
    size_t begin = 0;
    for (size_t i = 0; i < text.size();) {
        const DecodedCharacter c = characterAt(text, i);
        if (kClasses[c.code] & LateMark) {
            appendNfc(text.substr(begin, i - begin), out);
            out.append(text.substr(i, c.size));
            begin = i + c.size;
        }
        i += c.size;
    }
    appendNfc(text.substr(begin), out);
    return out;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty()) {
        const size_t size = validCharacter(text);
        if (size == 0 || !isPythonSpace(characterAt(text, 0).code))
            break;
        text.remove_prefix(size);
    }
    while (!text.empty()) {
        size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80)
            --start;
        const std::string_view last = text.substr(start);
        if (validCharacter(last) != last.size() || !isPythonSpace(characterAt(last, 0).code))
            break;
        text.remove_suffix(last.size());
    }
    return text;
}

} // namespace text

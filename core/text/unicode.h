// SPDX-License-Identifier: GPL-3.0-or-later
// Characters as the tokenizers of the field see them: classes and NFC equal those of the pinned `tokenizers` wheel
// (tests/peers/text_unicode_tables.py), not those of the newest Unicode.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace text {

enum CharacterClass : uint8_t {
    Letter = 1, // \p{L}
    Number = 2, // \p{N}
    Space = 4, // \s
    Digit = 8, // split off by the pre-tokenizer "Digits"
    NotInert = 16, // NFC may change a text that holds it
    LateMark = 32, // newer than the peer's NFC, which leaves it alone
    Word = 64, // \w, as the peer looks at it beside an added token that asks for single_word
};

// Bits of CharacterClass; 0 beyond U+10FFFF.
uint8_t classOf(char32_t c);

struct DecodedCharacter
{
    char32_t code = 0;
    uint32_t size = 1; // bytes
};

// The character at `at` of valid UTF-8; `at` < text.size().
inline DecodedCharacter characterAt(std::string_view text, size_t at)
{
    const auto byte = [&](size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[at + i])); };
    const char32_t first = byte(0);
    if (first < 0x80)
        return { first, 1 };
    if (first < 0xE0)
        return { (first & 0x1F) << 6 | (byte(1) & 0x3F), 2 };
    if (first < 0xF0)
        return { (first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3 };
    return { (first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F), 4 };
}

void appendUtf8(char32_t c, std::string &out);

// How many bytes from the start of `text` are one valid character (1 to 4); 0 when they are none. `incomplete` is set
// when the text ends inside a character that is valid so far.
size_t validCharacter(std::string_view text, bool *incomplete = nullptr);

bool isValidUtf8(std::string_view text);
// Every longest broken sequence becomes one U+FFFD, as Unicode recommends and Python and Rust do.
std::string repaired(std::string_view text);

// NFC of valid UTF-8. Fast when nothing has to change.
std::string toNfc(std::string_view text);
bool isCertainlyNfc(std::string_view text);

// Without outer white space as Python's str.strip() and the templates' `trim` understand it.
std::string_view trimmed(std::string_view text);

} // namespace text

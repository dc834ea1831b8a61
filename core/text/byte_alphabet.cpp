// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/byte_alphabet.h"

#include "text/unicode.h"

#include <array>

namespace text {

namespace {

constexpr bool isPrinted(unsigned byte)
{
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || (byte >= 0xAE && byte <= 0xFF);
}

struct Alphabet
{
    std::array<char32_t, 256> character {};
    std::array<int16_t, 0x144> byte {}; // -1: not of the alphabet

    constexpr Alphabet()
    {
        byte.fill(-1);
        char32_t next = 0x100;
        for (unsigned b = 0; b < 256; ++b) {
            character[b] = isPrinted(b) ? b : next++;
            byte[character[b]] = static_cast<int16_t>(b);
        }
    }
};

constexpr Alphabet kAlphabet;

} // namespace

bool appendBytesOfSpelling(std::string_view spelling, std::string &out)
{
    const size_t before = out.size();
    for (size_t i = 0; i < spelling.size();) {
        const DecodedCharacter c = characterAt(spelling, i);
        if (c.code >= kAlphabet.byte.size() || kAlphabet.byte[c.code] < 0) {
            out.resize(before);
            return false;
        }
        out += static_cast<char>(kAlphabet.byte[c.code]);
        i += c.size;
    }
    return true;
}

std::optional<std::string> bytesOfSpelling(std::string_view spelling)
{
    std::string bytes;
    if (!appendBytesOfSpelling(spelling, bytes))
        return std::nullopt;
    return bytes;
}

std::string spellingOf(std::string_view bytes)
{
    std::string out;
    for (const char byte : bytes)
        appendUtf8(kAlphabet.character[static_cast<unsigned char>(byte)], out);
    return out;
}

} // namespace text

// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/outer_whitespace.h"

#include <algorithm>
#include <array>

namespace dialogue {

namespace {

// U+0085, 00A0, 1680, 2000 to 200A, 2028, 2029, 202F, 205F, 3000 in UTF-8.
constexpr std::array<std::string_view, 19> kWideSpaces { "\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81",
    "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
    "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80" };

bool isAsciiSpace(char c) { return (c >= '\t' && c <= '\r') || (c >= '\x1C' && c <= ' '); }

// Bytes of the whitespace character at the start, 0 when there is none.
size_t spaceAtStart(std::string_view text)
{
    if (text.empty())
        return 0;
    if (isAsciiSpace(text.front()))
        return 1;
    const auto wide = std::ranges::find_if(kWideSpaces, [&](std::string_view space) { return text.starts_with(space); });
    return wide == kWideSpaces.end() ? 0 : wide->size();
}

size_t spaceAtEnd(std::string_view text)
{
    if (text.empty())
        return 0;
    if (isAsciiSpace(text.back()))
        return 1;
    const auto wide = std::ranges::find_if(kWideSpaces, [&](std::string_view space) { return text.ends_with(space); });
    return wide == kWideSpaces.end() ? 0 : wide->size();
}

} // namespace

Trimmed trimmed(std::string_view text)
{
    size_t start = 0;
    while (const size_t step = spaceAtStart(text.substr(start)))
        start += step;
    size_t end = text.size();
    while (const size_t step = spaceAtEnd(text.substr(start, end - start)))
        end -= step;
    return { text.substr(0, start), text.substr(start, end - start), text.substr(end) };
}

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/format.h"

namespace dialogue {

namespace {

struct LetterCounts
{
    size_t ideographs = 0;
    size_t kana = 0;
    size_t latin = 0;
    size_t other = 0; // letters of further scripts, roughly
};

// Lead byte and two followers give enough of a code point to tell scripts apart.
void count(std::string_view text, LetterCounts &counts)
{
    for (size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            const char lower = static_cast<char>(lead | 0x20);
            counts.latin += lower >= 'a' && lower <= 'z';
            ++i;
        } else if (lead >= 0xE0 && lead < 0xF0 && i + 2 < text.size()) {
            const unsigned code = (lead & 0x0Fu) << 12 | (static_cast<unsigned char>(text[i + 1]) & 0x3Fu) << 6
                | (static_cast<unsigned char>(text[i + 2]) & 0x3Fu);
            counts.ideographs += (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF);
            counts.kana += code >= 0x3041 && code <= 0x30FF;
            counts.other += code >= 0xAC00 && code <= 0xD7A3;
            i += 3;
        } else {
            counts.other += lead >= 0xCD && lead < 0xE0; // Greek, Cyrillic, Hebrew, Arabic ...
            i += lead < 0xE0 ? 2 : 4;
        }
    }
}

} // namespace

std::string guessLanguage(const Dialogue &dialogue)
{
    LetterCounts counts;
    for (const Turn &turn : dialogue.turns)
        count(turn.text, counts);
    // An ideograph says about as much as four or five letters; a fifth of them already makes the text Chinese.
    const size_t letters = counts.ideographs + counts.kana + counts.latin + counts.other;
    if (letters == 0 || counts.other * 2 > letters)
        return {};
    if (counts.ideographs * 5 >= letters)
        return counts.kana * 10 > counts.ideographs ? "" : "zh";
    return counts.latin * 2 > letters ? "en" : "";
}

} // namespace dialogue

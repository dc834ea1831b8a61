// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/shown_text.h"

namespace base {

std::string ShownText::take(std::string_view piece)
{
    std::string out;
    out.reserve(piece.size());
    for (const char character : piece) {
        const auto byte = static_cast<unsigned char>(character);
        if (m_mayBeC1) {
            m_mayBeC1 = false;
            if (byte >= 0x80 && byte <= 0x9F) {
                out += "\uFFFD";
                continue;
            }
            out += '\xC2';
        }
        if (byte == 0xC2) {
            m_mayBeC1 = true;
        } else if (byte == 0x7F) {
            out += "\u2421";
        } else if (byte < 0x20 && byte != '\n' && byte != '\t') {
            out += "\xE2\x90";
            out += static_cast<char>(0x80 + byte); // U+2400 + byte
        } else {
            out += character;
        }
    }
    return out;
}

std::string shownText(std::string_view whole)
{
    ShownText shown;
    std::string out = shown.take(whole);
    if (whole.ends_with('\xC2')) // half a character, as it stands
        out += '\xC2';
    return out;
}

} // namespace base

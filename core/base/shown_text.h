// SPDX-License-Identifier: GPL-3.0-or-later
// Control characters as signs that can be seen: what a file holds must not move a terminal's cursor, colour it or answer for the person.
#pragma once

#include <string>
#include <string_view>

namespace base {

// In pieces: a character may end in the next one. Line ends and tabs stay; others of C0 become their pictures (U+2400 on), DEL too,
// those of C1 (U+0080 to U+009F) the replacement character.
class ShownText
{
public:
    std::string take(std::string_view piece);

private:
    bool m_mayBeC1 = false; // the last byte was C2, which is held back
};

std::string shownText(std::string_view whole);

} // namespace base

// SPDX-License-Identifier: GPL-3.0-or-later
// A text without the whitespace around it, and what was taken off.
#pragma once

#include <string_view>

namespace dialogue {

struct Trimmed
{
    std::string_view before;
    std::string_view text;
    std::string_view after;
};

// Whitespace is Unicode's (with NO-BREAK SPACE and IDEOGRAPHIC SPACE) in UTF-8; views into `text`.
Trimmed trimmed(std::string_view text);

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
// The beginning of a text of any length, for messages.
#pragma once

#include <string>
#include <string_view>

namespace base {

// At most `maxBytes` of whole UTF-8 characters, and "..." when something was left out.
inline std::string excerpt(std::string_view text, size_t maxBytes = 24)
{
    if (text.size() <= maxBytes)
        return std::string(text);
    while (maxBytes > 0 && (static_cast<unsigned char>(text[maxBytes]) & 0xC0) == 0x80)
        --maxBytes;
    return std::string(text.substr(0, maxBytes)) + "...";
}

} // namespace base

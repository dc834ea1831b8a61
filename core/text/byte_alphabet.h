// SPDX-License-Identifier: GPL-3.0-or-later
// The alphabet in which byte-level vocabularies write bytes: 188 printable ones as themselves, the other 68 as U+0100 on
// (GPT-2's encoder.py; "Ġ" is the space).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace text {

// The bytes that a vocabulary entry spells; nothing when a character is not of the alphabet. `spelling` is valid UTF-8.
std::optional<std::string> bytesOfSpelling(std::string_view spelling);
// Appends the bytes; false when a character is not of the alphabet (what was appended is removed again).
bool appendBytesOfSpelling(std::string_view spelling, std::string &out);

// The alphabet's character for a byte, as UTF-8.
std::string spellingOf(std::string_view bytes);

} // namespace text

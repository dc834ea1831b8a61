// SPDX-License-Identifier: GPL-3.0-or-later
// Text as the official script sees it: Python's str.split() and str.lower() (Unicode 14 and later, final sigma included).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace metrics {

// Tokenizer T1: maximal runs of what Python's str.isspace() denies (U+200B and U+FEFF are no whitespace). Views into `text`.
// Bytes that are not UTF-8 count as no whitespace.
std::vector<std::string_view> splitWhitespace(std::string_view text);

// str.lower(). Bytes that are not UTF-8 become U+FFFD.
std::string lower(std::string_view text);

// The text with U+FFFD for bytes that are not UTF-8.
std::string validUtf8(std::string_view text);

// Code points of valid UTF-8; U+FFFD for other bytes.
std::u32string codePoints(std::string_view text);
std::string utf8(std::u32string_view text);

// Tokens of google-research's rouge_score before stemming: str.lower(), then runs of [a-z0-9].
std::vector<std::string> rougeTokens(std::string_view text);

} // namespace metrics

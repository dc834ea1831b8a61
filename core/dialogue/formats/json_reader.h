// SPDX-License-Identifier: GPL-3.0-or-later
// A JSON text read without loss: numbers keep their digits, every name that stands twice in one object is told, and what is
// no JSON is named as it stands there. Bounded nesting and member counts: texts are untrusted.
#pragma once

#include "base/json.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

inline constexpr size_t kMaxNesting = 64; // levels of brackets
inline constexpr size_t kMaxMembers = 1000; // of one object: lookups are linear

// What is wrong, where (bytes from 0), and whether it is no fault of JSON but beyond a limit.
struct JsonFault
{
    size_t offset = 0;
    std::string reason;
    size_t limit = 0; // not 0: beyond it, and `reason` says of what there is more
};

struct JsonText
{
    base::Json value;
    std::vector<std::string> doubled; // names, once each, in the order of the text; of their values the last was read
    size_t kept_numbers = 0; // that no number of ours holds as it stands: see keptNumber
};

// Throws JsonFault.
JsonText readJsonText(std::string_view text);

// A number whose digits would change ("0.10", "1e400", "12345678901234567890123") is kept as it stands, as an object of this
// shape; json_layout writes it back as the number that it was.
base::Json keptNumber(std::string_view digits);
bool isKeptNumber(const base::Json &value);
std::string digitsOf(const base::Json &keptNumber);

// The length in bytes of the UTF-8 character at `i`; 0 where there is none.
size_t utf8Length(std::string_view text, size_t i);

} // namespace dialogue

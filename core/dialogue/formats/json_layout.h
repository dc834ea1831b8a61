// SPDX-License-Identifier: GPL-3.0-or-later
// JSON text as other programs lay it out, so that a file can be written back byte for byte.
#pragma once

#include "dialogue/dialogue.h"

#include <string>
#include <string_view>

namespace dialogue {

struct JsonLayout
{
    int indent = -1; // spaces a level; -1: everything on one line
    bool ascii = true; // \u escapes instead of UTF-8
    bool spaced = true; // a space after ":" and, on one line, after ","; as Python's json.dumps
    bool trailing_newline = false;

    bool operator==(const JsonLayout &) const = default;
};

// Read off a file's text; a layout that mixes styles gives something near.
JsonLayout layoutOf(std::string_view text);

base::Json toJson(const JsonLayout &layout);
// `fallback` for what is absent.
JsonLayout layoutFromJson(const base::Json &json, const JsonLayout &fallback);

// Without the trailing newline. Invalid UTF-8 is written as U+FFFD. Throws TooLong beyond 200 levels.
std::string writeJson(const base::Json &value, const JsonLayout &layout);

// An array of the dialogues' values, in the layout that the first one brought from a file of `format`, else indented by 2.
std::string writeUnits(const std::vector<Dialogue> &dialogues, const std::string &format, base::Json (*unitOf)(const Dialogue &));

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogues of an untrusted file made of JSON, found by brackets and quotes alone before any of it is parsed: so one that is
// broken costs itself alone, and one part is in memory at a time.
#pragma once

#include "dialogue/formats/json_reader.h"
#include "dialogue/import_note.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

inline constexpr size_t kMaxFileBytes = size_t(1) << 30;

// One dialogue's place in a file, before it is parsed.
struct UnitText
{
    std::string key; // the file's own, else the number from 1; empty when the file is one dialogue
    std::string part; // of a wrapper's, "train"; else empty
    NotePlace place; // its dialogue or line
    std::string_view text; // within the file's
};

struct Units
{
    std::vector<UnitText> units;
    std::vector<std::string> beside; // names of a wrapper's members that hold no dialogues
};

// Whether a value is one dialogue. Also asked about an object or array of which only the first members were parsed; others
// are null.
using IsUnit = bool (*)(const base::Json &value);

// The dialogues of a file: members of an object, elements of an array, lines of JSON lines, objects in a row, the members of
// a wrapper's lists ({"data": [...]}, {"train": [...], "test": [...]}), or the file itself.
// `areLines`: the file's name says that it has one a line, though it has one line.
// Throws NotJson with line and column; UnknownFormat when it holds nothing or is a bare number or text.
Units unitsOf(std::string_view content, const std::string &subject, IsUnit isUnit, bool areLines = false);

// Parses it. `content` is the file's text. Throws NotJson, TooLong with the place in the file.
JsonText parseUnit(const UnitText &unit, std::string_view content, const std::string &subject);

} // namespace dialogue

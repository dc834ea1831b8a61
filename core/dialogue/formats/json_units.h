// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of an untrusted file, found before any of it is parsed into memory: bounded nesting and member counts,
// one part parsed at a time.
#pragma once

#include "base/json.h"
#include "dialogue/import_note.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

inline constexpr size_t kMaxNesting = 64; // levels of brackets
inline constexpr size_t kMaxMembers = 1000; // of one object, except the outermost: lookups are linear
inline constexpr size_t kMaxFileBytes = size_t(1) << 30;

// Whether every dialogue of a file keeps the limits. Throws NotJson (with line and column; invalid UTF-8 too). Needs no memory
// beyond one string of the text.
bool checkFile(std::string_view text, const std::string &subject);
// The same for one dialogue: throws TooLong, too.
void checkDialogue(std::string_view text, const std::string &subject);

// The first name that stands twice in one object of a text that was checked: parsing keeps the last value alone.
// Empty when there is none.
std::string doubledField(std::string_view checkedJson);

// One member or element of the outermost value, as text.
struct JsonPart
{
    std::string_view key; // with its quotes; empty in an array
    std::string_view value;
};

// One dialogue's place in a file, before it is parsed.
struct UnitText
{
    std::string key; // the file's own, else the number from 1; empty when the file is one dialogue
    NotePlace place; // its dialogue or line
    std::string_view text;
    bool checked = true; // whether it is known to keep the limits
};

// The dialogues of a file: members of an object, elements of an array, lines of JSON lines, or the file itself when
// `isUnit` says that it is one. Throws NotJson; UnknownFormat when it holds nothing or is a bare number or text.
std::vector<UnitText> unitsOf(std::string_view content, const std::string &subject, bool (*isUnit)(const base::Json &));

// Parses it; errors name the place in the file. Throws NotJson, TooLong.
base::Json parseUnit(const UnitText &unit, const std::string &subject);

// Parts of a text that was checked and that is an object or an array.
std::vector<JsonPart> partsOf(std::string_view checkedJson);

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
// One file as the formats see it: its text, its name and, for those made of JSON, its dialogues as JSON values, which are
// looked for when the first format asks. Not safe on several threads at once.
#pragma once

#include "dialogue/formats/json_units.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

class FileText
{
public:
    // `content` must outlive this; `subject` is the file's path or name.
    FileText(std::string_view content, std::string subject);

    std::string_view content() const { return m_content; } // without byte order marks
    bool hadByteOrderMark() const { return m_hadMark; }
    const std::string &subject() const { return m_subject; }
    std::string name() const; // "case.json"
    std::string stem() const; // "case"
    std::string extension() const; // in small letters: ".json"

    // The JSON values that are its dialogues, not yet parsed. Throws NotJson, UnknownFormat.
    const std::vector<UnitText> &units() const;
    // Names of a wrapper's members beside those.
    const std::vector<std::string> &beside() const { return m_units.beside; }
    // One of them, parsed; where it only holds a dialogue as JSON inside a text, that. Throws NotJson, TooLong.
    JsonText parse(const UnitText &unit) const;
    // The first of them that some format knows, among the first hundred; null where there is none or the file is no JSON.
    const base::Json *knownUnit() const;
    // Says why no format knows the file. Throws NotJson, TooLong, UnknownFormat.
    [[noreturn]] void throwUnknown() const;

private:
    void look() const;

    std::string_view m_content;
    bool m_hadMark = false;
    std::string m_subject;
    mutable bool m_looked = false;
    mutable Units m_units;
    mutable std::optional<base::Json> m_known;
    mutable std::optional<base::Failure> m_refusal; // of the file as JSON
    mutable std::optional<base::Failure> m_broken; // the first unit that is no JSON or beyond the limits
    mutable base::Json m_strange; // the first unit of a shape that is not known
};

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text, one dialogue a file, as CPsyCoun's cases:
//   来访者：...
//
//   心理咨询师：...
// A paragraph without a speaker goes on with the turn before it.
#include "dialogue/formats/file_reading.h"
#include "dialogue/formats/role_names.h"
#include "dialogue/outer_whitespace.h"

#include <fmt/format.h>

namespace dialogue {

using base::ErrorKind;
using base::Failure;

namespace {

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::optional<LabelledLine> spokenLine(std::string_view line)
{
    const size_t start = line.find_first_not_of(" \t");
    return start == std::string_view::npos ? std::nullopt : labelledLine(line.substr(start));
}

bool recognises(const FileText &file)
{
    if (file.content().starts_with('{') || file.content().starts_with('['))
        return false;
    size_t spoken = 0;
    for (const std::string_view line : linesOf(file.content())) {
        spoken += spokenLine(line).has_value();
        if (spoken > 1)
            return true;
    }
    return spoken > 0 && file.extension() == ".txt";
}

void checkText(const FileText &file)
{
    for (size_t i = 0; i < file.content().size();) {
        const size_t length = utf8Length(file.content(), i);
        if (length == 0)
            throw Failure(ErrorKind::UnknownFormat, file.subject(), {}, { { "reason", "its bytes are no UTF-8 text; save it as UTF-8" } });
        i += length;
    }
}

Dialogue readDialogue(const FileText &file, const UnitReading &reading)
{
    struct Said
    {
        Speaker speaker;
        std::string text;
    };
    std::vector<Said> all;
    std::string before;
    for (const std::string_view line : linesOf(file.content())) {
        if (const auto spoken = spokenLine(line)) {
            all.push_back({ spoken->speaker, std::string(trimmed(spoken->text).text) });
        } else {
            std::string &text = all.empty() ? before : all.back().text;
            text += (text.empty() ? "" : "\n") + std::string(line.substr(0, line.find_last_not_of('\r') + 1));
        }
    }
    reading.checkTurnCount(base::Json(std::vector<int>(all.size(), 0)));
    Dialogue dialogue;
    for (const Said &said : all) {
        // Lines between paragraphs are the file's, not the turn's.
        if (reading.addTurn(dialogue, said.speaker, trimmed(said.text).text).text.empty())
            reading.note(static_cast<int>(dialogue.turns.size()) - 1, NoteKind::EmptyTurn);
    }
    if (const std::string_view text = trimmed(before).text; !text.empty()) {
        dialogue.source_style["before"] = text;
        reading.note(-1, NoteKind::TextBefore, { { "text", excerpt(text, 120) } });
    }
    return dialogue;
}

void read(const FileText &file, FileReading &reading)
{
    checkText(file);
    const Unit unit { file.stem(), { .dialogue = file.stem() }, {} };
    reading.progress(1, 1);
    reading.add(unit, [&](const UnitReading &one) { return readDialogue(file, one); });
}

} // namespace

const FormatEntry &spokenTextFormat()
{
    static const FormatEntry entry { { "text", "Text with a speaker before each turn", ".txt", false }, recognises, read, {}, nullptr };
    return entry;
}

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
// SmileChat: a folder of files, each one dialogue:
//   [{"role": "client"|"counselor", "content": "...", "annotation": [...]?}, ...]
#include "dialogue/formats/json_format.h"

#include <algorithm>

namespace dialogue {

using base::Json;

namespace {

bool recognises(const Json &unit)
{
    return unit.is_array() && !unit.empty() && unit.front().is_object() && unit.front().contains("role")
        && unit.front().contains("content");
}

// Most files carry the sentences of the text again, without a label: not worth keeping.
bool hasLabels(const Json &annotation)
{
    if (!annotation.is_array())
        return false;
    return std::ranges::any_of(annotation, [](const Json &sentence) { return !styleText(sentence, "label").empty(); });
}

Dialogue read(const UnitReading &reading)
{
    if (!reading.value().is_array())
        throw reading.failure(base::ErrorKind::WrongShape, -1,
            { { "expected", "a list of turns" }, { "found", reading.value().type_name() } });
    reading.checkTurnCount(reading.value());
    Dialogue dialogue;
    int number = 0;
    for (const Json &item : reading.value()) {
        const std::string &role = reading.turnText(item, "role", number);
        if (role != "client" && role != "counselor")
            throw reading.failure(base::ErrorKind::UnknownSpeaker, number,
                { { "value", excerpt(role) }, { "expected", "client or counselor" } });
        const Turn &turn = reading.addTurn(dialogue, role == "client" ? Speaker::Seeker : Speaker::Supporter,
            reading.turnText(item, "content", number));
        if (const auto labels = item.find("annotation"); labels != item.end() && hasLabels(*labels))
            dialogue.source_style["turns"][turn.id]["annotation"] = *labels;
        if (turn.text.empty())
            reading.note(number, NoteKind::EmptyTurn);
        ++number;
    }
    return dialogue;
}

} // namespace

const FormatEntry &smileChatFormat()
{
    static const FormatEntry entry = jsonFormat({ "smilechat", "SmileChat (JSON)", ".json", false }, recognises, read);
    return entry;
}

} // namespace dialogue

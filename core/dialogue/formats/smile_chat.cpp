// SPDX-License-Identifier: GPL-3.0-or-later
// SmileChat: a folder of files, each one dialogue:
//   [{"role": "client"|"counselor", "content": "...", "annotation": [...]?}, ...]
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/message_turns.h"

#include <algorithm>

namespace dialogue {

using base::Json;

namespace {

bool recognises(const Json &unit)
{
    if (!unit.is_array() || unit.empty() || !unit.front().is_object() || !unit.front().contains("content"))
        return false;
    const std::string role = styleText(unit.front(), "role");
    return role == "client" || role == "counselor";
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
    Json turns = reading.value();
    for (Json &turn : turns) {
        if (turn.is_object() && turn.contains("annotation") && !hasLabels(turn["annotation"]))
            turn.erase("annotation");
    }
    Dialogue dialogue;
    readMessages(reading, dialogue, turns, { .seeker = "client", .supporter = "counselor", .written = false });
    return dialogue;
}

} // namespace

const FormatEntry &smileChatFormat()
{
    static const FormatEntry entry = jsonFormat({ "smilechat", "SmileChat (JSON)", ".json", false }, recognises, read);
    return entry;
}

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
// xtuner: an array (or JSON lines) of
//   {"conversation": [{"system": "..."?, "input": "...", "output": "..."}, ...]}
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/message_turns.h"

namespace dialogue {

using base::Json;

namespace {

bool recognises(const Json &unit) { return unit.is_object() && unit.contains("conversation"); }

void add(const UnitReading &reading, Dialogue &dialogue, Speaker speaker, const Json &item, const char *name)
{
    const int number = static_cast<int>(dialogue.turns.size());
    reading.addTurn(dialogue, speaker, reading.turnText(item, name, number));
    if (dialogue.turns.back().text.empty())
        reading.note(number, NoteKind::EmptyTurn);
}

void readPair(const UnitReading &reading, Dialogue &dialogue, const Json &item)
{
    keepSystem(reading, dialogue, styleText(item, "system"));
    // The supporter may begin, which the form says with an empty input.
    if (dialogue.turns.empty() && item.is_object() && item.value("input", Json()) == "")
        return add(reading, dialogue, Speaker::Supporter, item, "output");
    add(reading, dialogue, Speaker::Seeker, item, "input");
    add(reading, dialogue, Speaker::Supporter, item, "output");
    const Turn &reply = dialogue.turns.back();
    for (const auto &[field, value] : item.items()) {
        if (field == "system" || field == "input" || field == "output")
            continue;
        dialogue.source_style["turns"][reply.id]["message"][field] = value;
        reading.tally(NoteKind::FieldKept, { { "field", excerpt(field) } });
    }
}

Dialogue read(const UnitReading &reading)
{
    Dialogue dialogue;
    const Json &list = reading.turnList("conversation");
    // The same name is used for lists of messages.
    if (isMessage(list.front()))
        readMessages(reading, dialogue, list, { .written = false });
    else
        for (const Json &item : list)
            readPair(reading, dialogue, item);
    if (reading.value().size() > 1)
        keepShape(dialogue, reading.value(), { "conversation" });
    return dialogue;
}

} // namespace

const FormatEntry &xtunerFormat()
{
    static const FormatEntry entry = jsonFormat({ "xtuner", "xtuner conversation (JSON)", ".json", false }, recognises, read);
    return entry;
}

} // namespace dialogue

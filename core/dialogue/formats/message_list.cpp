// SPDX-License-Identifier: GPL-3.0-or-later
// A bare list of messages: one dialogue.
//   [{"role": "user", "content": "..."}, {"role": "assistant", "content": "..."}, ...]
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/message_turns.h"

namespace dialogue {

using base::Json;

namespace {

bool recognises(const Json &unit) { return unit.is_array() && !unit.empty() && isMessage(unit.front()); }

Dialogue read(const UnitReading &reading)
{
    if (!reading.value().is_array())
        throw reading.failure(base::ErrorKind::WrongShape, -1,
            { { "expected", "a list of messages" }, { "found", reading.value().type_name() } });
    Dialogue dialogue;
    readMessages(reading, dialogue, reading.value(), { .written = false });
    return dialogue;
}

} // namespace

const FormatEntry &messageListFormat()
{
    static const FormatEntry entry = jsonFormat({ "messages", "List of messages (JSON)", ".json", false }, recognises, read);
    return entry;
}

} // namespace dialogue

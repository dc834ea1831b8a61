// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of messages, the form that most files of dialogues have: {"role": ..., "content": ...}, {"from": ..., "value": ...},
// {"speaker": ..., "text": ...}. Read into turns, and written back from them.
// What is no turn (system messages, tools) is kept by the dialogue in source_style.aside: it survives any edit of the turns.
#pragma once

#include "dialogue/formats/format_entry.h"

namespace dialogue {

// How a format writes a message itself. It reads every name that is known.
struct MessageShape
{
    const char *role = "role";
    const char *text = "content";
    const char *seeker = "user";
    const char *supporter = "assistant";
    bool written = true; // else fields beyond these are noted, since no export brings them back
};

// Whether a value is a message: an object with a role and a text of a known name.
bool isMessage(const base::Json &value);

// Adds the turns of a list. Fields beyond role and text go to source_style.turns[id].message.
// Throws EmptyDialogue when it holds no turn, and what one message is refused for.
void readMessages(const UnitReading &reading, Dialogue &dialogue, const base::Json &list, const MessageShape &shape);
// Keeps a message that is no turn where it stands: before the turn that comes next.
void keepAside(Dialogue &dialogue, base::Json message);
// A system message that has a member of its own; nothing when it is empty. Whether it was kept.
bool keepSystem(const UnitReading &reading, Dialogue &dialogue, const std::string &text);

// The list again. `ours`: whether source_style came from the same format.
base::Json writeMessages(const Dialogue &dialogue, const MessageShape &shape, bool ours);

// The unit with those of its members emptied that are written from the dialogue, kept in source_style.shape.
void keepShape(Dialogue &dialogue, base::Json unit, const std::vector<std::string> &written);
// It again, or an empty object.
base::Json keptShape(const Dialogue &dialogue, bool ours);

} // namespace dialogue

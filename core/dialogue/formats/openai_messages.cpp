// SPDX-License-Identifier: GPL-3.0-or-later
// OpenAI `messages`: JSON lines (or a JSON array, or one object) of
//   {"messages": [{"role": "system"|"user"|"assistant", "content": "..."}, ...], "profile": {...}?, ...}
// user = seeker, assistant = supporter. System messages, tools and unknown fields are kept for export. A message's "weight" 0
// (the field's way to leave a reply out of the loss) marks the turn as not to be learned from. Our own additions are
// "profile" and a message's "strategy" ({"scheme", "label"} or just the label).
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/json_layout.h"
#include "dialogue/formats/message_turns.h"
#include "dialogue/formats/profile_fields.h"

namespace dialogue {

using base::Json;

namespace {

constexpr MessageShape kShape;

bool recognises(const Json &unit) { return unit.is_object() && unit.contains("messages"); }

Dialogue read(const UnitReading &reading)
{
    Dialogue dialogue;
    readMessages(reading, dialogue, reading.turnList("messages"), kShape);
    std::vector<std::string> written { "messages" };
    const auto profile = reading.value().find("profile");
    if (profile != reading.value().end() && !profile->is_null() && readProfile(reading, dialogue, "profile", *profile))
        written.push_back("profile");
    if (reading.value().size() > 1)
        keepShape(dialogue, reading.value(), written);
    return dialogue;
}

Json unitOf(const Dialogue &dialogue)
{
    const bool ours = styleText(dialogue.source_style, "format") == "openai";
    Json unit = keptShape(dialogue, ours);
    unit["messages"] = writeMessages(dialogue, kShape, ours);
    // A profile that was no object stays until there is another.
    const bool had = unit.contains("profile") && (unit["profile"].is_null() || unit["profile"].is_object());
    if (!dialogue.profile.fields.empty() || (had && !dialogue.profile.id.empty()))
        unit["profile"] = profileObject(dialogue);
    return unit;
}

std::string write(const std::vector<Dialogue> &dialogues)
{
    JsonLayout layout { .indent = -1, .ascii = false, .spaced = true, .trailing_newline = true };
    if (!dialogues.empty() && styleText(dialogues.front().source_style, "format") == "openai")
        layout = layoutFromJson(base::fieldOr<Json>(dialogues.front().source_style, "layout", Json::object(), "source_style"), layout);
    layout.indent = -1; // always written as JSON lines
    std::string out;
    for (size_t i = 0; i < dialogues.size(); ++i) {
        out += writeJson(unitOf(dialogues[i]), layout);
        if (i + 1 < dialogues.size() || layout.trailing_newline)
            out += '\n';
    }
    return out;
}

} // namespace

const FormatEntry &openAiFormat()
{
    static const FormatEntry entry = jsonFormat({ "openai", "OpenAI messages (JSON lines)", ".jsonl", true }, recognises, read, write);
    return entry;
}

} // namespace dialogue

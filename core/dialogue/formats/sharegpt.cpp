// SPDX-License-Identifier: GPL-3.0-or-later
// ShareGPT as LLaMA-Factory takes it: an array (or JSON lines) of
//   {"conversations": [{"from": "human"|"gpt"|..., "value": "..."}, ...], "system": "..."?, "tools": "..."?, ...}
// Files with role and content in the place of from and value are read, too, and written as they were.
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/json_layout.h"
#include "dialogue/formats/message_turns.h"
#include "dialogue/formats/profile_fields.h"

namespace dialogue {

using base::Json;

namespace {

constexpr MessageShape kShape { .role = "from", .text = "value", .seeker = "human", .supporter = "gpt" };

bool recognises(const Json &unit) { return unit.is_object() && unit.contains("conversations"); }

Dialogue read(const UnitReading &reading)
{
    Dialogue dialogue;
    if (keepSystem(reading, dialogue, styleText(reading.value(), "system")))
        dialogue.source_style["aside"].back()["member"] = true; // its own member writes it; other formats take it from here
    readMessages(reading, dialogue, reading.turnList("conversations"), kShape);
    std::vector<std::string> written { "conversations" };
    const auto profile = reading.value().find("profile");
    if (profile != reading.value().end() && !profile->is_null() && readProfile(reading, dialogue, "profile", *profile))
        written.push_back("profile");
    if (reading.value().size() > 1)
        keepShape(dialogue, reading.value(), written);
    return dialogue;
}

Json unitOf(const Dialogue &dialogue)
{
    const bool ours = styleText(dialogue.source_style, "format") == "sharegpt";
    Json unit = keptShape(dialogue, ours);
    unit["conversations"] = writeMessages(dialogue, kShape, ours);
    if (!dialogue.profile.fields.empty() || (unit.contains("profile") && unit["profile"].is_null() && !dialogue.profile.id.empty()))
        unit["profile"] = profileObject(dialogue);
    return unit;
}

std::string write(const std::vector<Dialogue> &dialogues)
{
    return writeUnits(dialogues, "sharegpt", unitOf);
}

} // namespace

const FormatEntry &shareGptFormat()
{
    static const FormatEntry entry = jsonFormat({ "sharegpt", "ShareGPT (JSON)", ".json", true }, recognises, read, write);
    return entry;
}

} // namespace dialogue

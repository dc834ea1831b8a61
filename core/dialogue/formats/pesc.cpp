// SPDX-License-Identifier: GPL-3.0-or-later
// The files of NLPCC 2025 Shared Task 8: an object from dialogue numbers to
//   {"whole_dialog": ["seeker:...", "supporter:...", ...], "character": {11 fields}}
// laid out by Python's json.dump(indent=4). Test files leave the supporter's lines blank.
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/json_layout.h"
#include "dialogue/formats/message_turns.h"
#include "dialogue/formats/profile_fields.h"
#include "dialogue/formats/role_names.h"

#include <map>

namespace dialogue {

using base::Json;

namespace {

constexpr const char *kTurns = "whole_dialog";
constexpr const char *kProfile = "character";
const JsonLayout kUsualLayout { .indent = 4, .ascii = true, .spaced = true, .trailing_newline = false };

std::string usualLabel(Speaker speaker) { return std::string(speakerName(speaker)) + ':'; }

bool recognises(const Json &unit) { return unit.is_object() && unit.contains(kTurns); }

void readTurn(const UnitReading &reading, Dialogue &dialogue, const Json &item, int number)
{
    if (!item.is_string())
        throw reading.failure(base::ErrorKind::WrongShape, number, { { "expected", "text" }, { "found", item.type_name() } });
    const auto &line = item.get_ref<const std::string &>();
    const auto said = labelledLine(line);
    if (!said)
        throw reading.failure(base::ErrorKind::UnknownSpeaker, number,
            { { "value", excerpt(line) }, { "expected", "\"seeker:\" or \"supporter:\"" } });
    const Turn &turn = reading.addTurn(dialogue, said->speaker, said->text);
    if (const std::string label(said->label); label != usualLabel(said->speaker))
        dialogue.source_style["turns"][turn.id]["label"] = label;
}

void noteBlanks(const UnitReading &reading, const Dialogue &dialogue)
{
    size_t replies = 0;
    size_t blank = 0;
    for (size_t i = 0; i < dialogue.turns.size(); ++i) {
        const bool supporter = dialogue.turns[i].speaker == Speaker::Supporter;
        replies += supporter;
        blank += supporter && dialogue.turns[i].text.empty();
        if (!supporter && dialogue.turns[i].text.empty())
            reading.note(static_cast<int>(i), NoteKind::EmptySeekerTurn);
    }
    if (blank > 0)
        reading.note(-1, NoteKind::BlankReplies, { { "blank", std::to_string(blank) }, { "replies", std::to_string(replies) } });
}

Dialogue read(const UnitReading &reading)
{
    Dialogue dialogue;
    int number = 0;
    for (const Json &item : reading.turnList(kTurns))
        readTurn(reading, dialogue, item, number++);
    const auto profile = reading.value().find(kProfile);
    bool kept = false; // as it stands
    if (profile == reading.value().end() || profile->is_null())
        reading.note(-1, NoteKind::NoCharacter);
    else
        kept = !readProfile(reading, dialogue, kProfile, *profile);
    noteBlanks(reading, dialogue);
    // Members in another order than usual, or more of them.
    if (const Json &unit = reading.value(); unit.size() != 2 || unit.begin().key() != kTurns || !unit.contains(kProfile) || kept)
        keepShape(dialogue, unit, kept ? std::vector<std::string> { kTurns } : std::vector<std::string> { kTurns, kProfile });
    return dialogue;
}

std::string lineOf(const Dialogue &dialogue, const Turn &turn)
{
    const Json &style = turnStyle(dialogue, turn.id);
    // Workspaces from before 2026-12 kept it without its colon.
    std::string label = styleText(style, "label");
    if (!label.empty() && !label.ends_with(':') && !label.ends_with("\xEF\xBC\x9A"))
        label += ':';
    if (speakerNamed(label) != turn.speaker)
        label = usualLabel(turn.speaker);
    return label + styledText(turn, style);
}

Json unitOf(const Dialogue &dialogue)
{
    Json lines = Json::array();
    for (const Turn &turn : dialogue.turns)
        lines.push_back(lineOf(dialogue, turn));
    Json unit = keptShape(dialogue, styleText(dialogue.source_style, "format") == "pesc");
    const bool known = !unit.empty();
    unit[kTurns] = std::move(lines);
    const bool other = unit.contains(kProfile) && !unit[kProfile].is_null() && !unit[kProfile].is_object(); // kept as it stands
    if (!known || (unit.contains(kProfile) && !other) || !dialogue.profile.fields.empty())
        unit[kProfile] = profileObject(dialogue);
    return unit;
}

// Dialogues of other files have no number, or one that is taken: they get the next free one.
std::vector<std::string> keysOf(const std::vector<Dialogue> &dialogues)
{
    std::map<std::string, int> uses;
    std::vector<std::string> keys;
    size_t next = 1;
    for (const Dialogue &dialogue : dialogues)
        ++uses[dialogue.source_key];
    for (const Dialogue &dialogue : dialogues) {
        std::string key = dialogue.source_key;
        if (key.empty() || uses[key] > 1) {
            while (uses.contains(std::to_string(next)))
                ++next;
            key = std::to_string(next);
            uses[key] = 1;
        }
        keys.push_back(std::move(key));
    }
    return keys;
}

// Written piece by piece: one ordered object of all dialogues would compare every key with every other.
std::string write(const std::vector<Dialogue> &dialogues)
{
    JsonLayout layout = kUsualLayout;
    if (!dialogues.empty() && styleText(dialogues.front().source_style, "format") == "pesc")
        layout = layoutFromJson(base::fieldOr<Json>(dialogues.front().source_style, "layout", Json::object(), "source_style"), layout);
    const std::vector<std::string> keys = keysOf(dialogues);
    std::string out = "{";
    const bool lines = layout.indent >= 0 && !dialogues.empty();
    for (size_t i = 0; i < dialogues.size(); ++i) {
        // The text of {"key": unit} without its braces is what stands in the big object.
        Json single = Json::object();
        single[keys[i]] = unitOf(dialogues[i]);
        const std::string member = writeJson(single, layout);
        const size_t tail = lines ? 2 : 1; // "\n}" or "}"
        if (i > 0)
            out += layout.indent < 0 && layout.spaced ? ", " : ",";
        out.append(member, 1, member.size() - 1 - tail);
    }
    out += lines ? "\n}" : "}";
    if (layout.trailing_newline)
        out += '\n';
    return out;
}

} // namespace

const FormatEntry &pescFormat()
{
    static const FormatEntry entry = jsonFormat({ "pesc", "NLPCC PESC (JSON)", ".json", true }, recognises, read, write);
    return entry;
}

} // namespace dialogue

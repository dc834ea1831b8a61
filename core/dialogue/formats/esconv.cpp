// SPDX-License-Identifier: GPL-3.0-or-later
// ESConv and FailedESConv: an array (or JSON lines) of
//   {"experience_type", "emotion_type", "problem_type", "situation", "survey_score": {...}, ...,
//    "dialog": [{"speaker", "annotation": {"strategy"?, "feedback"?}, "content": "text\n"}]}
// Speakers are seeker/supporter, in FailedESConv speaker/listener, in the reformatted splits usr/sys (with "text" and
// "strategy" in the turn itself). Surveys, questions and feedback are about the talk, not the person: kept for export.
// Fields of a profile that the set does not have go into "profile", our own addition.
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/json_layout.h"
#include "dialogue/formats/message_turns.h"
#include "dialogue/formats/profile_fields.h"
#include "dialogue/formats/role_names.h"

#include <algorithm>
#include <array>

namespace dialogue {

using base::Json;

namespace {

constexpr std::array kProfileFields { "experience_type", "emotion_type", "problem_type", "situation" };

bool recognises(const Json &unit) { return unit.is_object() && unit.contains("dialog"); }

bool isProfileField(const std::string &name) { return std::ranges::find(kProfileFields, name) != kProfileFields.end(); }

// The set's own list of eight; files spell some of them otherwise.
std::string labelOf(const std::string &label)
{
    if (label == "Questions")
        return "Question";
    if (label == "Other")
        return "Others";
    if (label == "Restatement")
        return "Restatement or Paraphrasing";
    if (label == "Approval and Reassurance")
        return "Affirmation and Reassurance";
    return label;
}

// Where a turn has its strategy: in the annotation, else in itself.
const Json *strategyIn(const Json &item)
{
    if (const auto annotation = item.find("annotation"); annotation != item.end() && annotation->is_object()) {
        if (const auto found = annotation->find("strategy"); found != annotation->end() && !found->is_null() && *found != "")
            return &*found;
    }
    const auto found = item.find("strategy");
    return found == item.end() || found->is_null() || *found == "" ? nullptr : &*found;
}

std::optional<Strategy> strategyOf(const UnitReading &reading, const Json &item, int number)
{
    const Json *found = strategyIn(item);
    if (!found)
        return std::nullopt;
    if (!found->is_string()) {
        reading.note(number, NoteKind::SeveralStrategies, { { "strategies", excerpt(base::toLine(*found), 120) } });
        return std::nullopt;
    }
    const auto label = found->get<std::string>();
    const std::string known = labelOf(label);
    if (known != label)
        reading.tally(NoteKind::StrategyRead, { { "from", excerpt(label) }, { "to", known } });
    return Strategy { "esconv-8", known };
}

void readTurn(const UnitReading &reading, Dialogue &dialogue, const Json &item, int number)
{
    const std::string &name = reading.turnText(item, "speaker", number);
    const auto speaker = speakerNamed(name);
    if (!speaker)
        throw reading.failure(base::ErrorKind::UnknownSpeaker, number, { { "value", excerpt(name) }, { "expected", expectedRoleNames() } });
    const char *textName = item.contains("content") ? "content" : "text";
    Turn &turn = reading.addTurn(dialogue, *speaker, reading.turnText(item, textName, number));
    turn.strategy = strategyOf(reading, item, number);
    Json kept = item; // with the words of its label and strategy
    kept[textName] = nullptr;
    if (kept != Json { { "speaker", speakerName(*speaker) }, { "annotation", Json::object() }, { "content", nullptr } })
        dialogue.source_style["turns"][turn.id]["message"] = std::move(kept);
    if (turn.text.empty())
        reading.note(number, NoteKind::EmptyTurn);
}

Dialogue read(const UnitReading &reading)
{
    Dialogue dialogue;
    int number = 0;
    for (const Json &item : reading.turnList("dialog"))
        readTurn(reading, dialogue, item, number++);
    std::vector<std::string> written { "dialog" };
    for (const auto &[name, value] : reading.value().items()) {
        const bool field = isProfileField(name);
        if (field)
            addProfileField(dialogue, name, value);
        if (field || (name == "profile" && value.is_object()))
            written.push_back(name);
    }
    if (const auto profile = reading.value().find("profile"); profile != reading.value().end() && !profile->is_null())
        readProfile(reading, dialogue, "profile", *profile);
    keepShape(dialogue, reading.value(), written);
    return dialogue;
}

Json messageOf(const Turn &turn, const Json &style)
{
    Json message = base::fieldOr<Json>(style, "message", Json::object(), "source_style");
    if (!message.is_object() || message.empty())
        message = Json { { "speaker", nullptr }, { "annotation", Json::object() }, { "content", nullptr } };
    if (speakerNamed(styleText(message, "speaker")) != turn.speaker)
        message["speaker"] = speakerName(turn.speaker);
    message[message.contains("content") || !message.contains("text") ? "content" : "text"] = styledText(turn, style);
    const Json *had = strategyIn(message);
    const bool inItself = had && message.contains("strategy") && had == &message["strategy"];
    if (!turn.strategy && (!had || !had->is_string()))
        return message;
    if (had && had->is_string() && turn.strategy && labelOf(had->get<std::string>()) == turn.strategy->label)
        return message; // in the file's own spelling
    const bool annotated = !inItself && (!message.contains("annotation") || message["annotation"].is_object());
    Json &place = annotated ? message["annotation"] : message;
    if (turn.strategy)
        place["strategy"] = turn.strategy->label;
    else
        place.erase("strategy");
    return message;
}

Json unitOf(const Dialogue &dialogue)
{
    const bool ours = styleText(dialogue.source_style, "format") == "esconv";
    static const Json none = Json::object();
    Json unit = keptShape(dialogue, ours);
    Json others = Json::object();
    for (const char *name : kProfileFields) {
        if (unit.contains(name) && !dialogue.profile.find(name))
            unit.erase(name);
    }
    for (const ProfileField &field : dialogue.profile.fields)
        (isProfileField(field.name) ? unit : others)[field.name] = fieldValue(dialogue, field);
    if (!others.empty() || (unit.contains("profile") && unit["profile"].is_null()))
        unit["profile"] = std::move(others);
    Json turns = Json::array();
    for (const Turn &turn : dialogue.turns)
        turns.push_back(messageOf(turn, ours ? turnStyle(dialogue, turn.id) : none));
    unit["dialog"] = std::move(turns);
    return unit;
}

std::string write(const std::vector<Dialogue> &dialogues)
{
    return writeUnits(dialogues, "esconv", unitOf);
}

} // namespace

const FormatEntry &esconvFormat()
{
    static const FormatEntry entry = jsonFormat({ "esconv", "ESConv (JSON)", ".json", true }, recognises, read, write);
    return entry;
}

} // namespace dialogue

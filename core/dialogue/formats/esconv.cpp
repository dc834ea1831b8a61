// SPDX-License-Identifier: GPL-3.0-or-later
// ESConv and FailedESConv: an array (or JSON lines) of
//   {"experience_type", "emotion_type", "problem_type", "situation", "survey_score": {...}, ...,
//    "dialog": [{"speaker", "annotation": {"strategy"?, "feedback"?}, "content": "text\n"}]}
// Speakers are seeker/supporter, in FailedESConv speaker/listener, in the reformatted splits usr/sys (with "text" and
// "strategy" in the turn itself).
#include "base/uuid.h"
#include "dialogue/formats/json_format.h"

#include <algorithm>
#include <array>

namespace dialogue {

using base::Json;

namespace {

constexpr std::array kProfileFields { "experience_type", "emotion_type", "problem_type", "situation" };

bool recognises(const Json &unit) { return unit.is_object() && unit.contains("dialog"); }

std::optional<Speaker> speakerOf(const std::string &name)
{
    if (name == "seeker" || name == "speaker" || name == "usr")
        return Speaker::Seeker;
    if (name == "supporter" || name == "listener" || name == "sys")
        return Speaker::Supporter;
    return std::nullopt;
}

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

std::optional<Strategy> strategyOf(const UnitReading &reading, const Json &item, const Json &annotation)
{
    std::string label = styleText(annotation, "strategy");
    if (label.empty())
        label = styleText(item, "strategy");
    if (label.empty())
        return std::nullopt;
    const std::string known = labelOf(label);
    if (known != label)
        reading.tally(NoteKind::StrategyRead, { { "from", excerpt(label) }, { "to", known } });
    return Strategy { "esconv-8", known };
}

void readTurn(const UnitReading &reading, Dialogue &dialogue, const Json &item, int number)
{
    const std::string &name = reading.turnText(item, "speaker", number);
    const auto speaker = speakerOf(name);
    if (!speaker)
        throw reading.failure(base::ErrorKind::UnknownSpeaker, number,
            { { "value", excerpt(name) }, { "expected", "seeker, supporter, speaker, listener, usr or sys" } });
    const char *textName = item.contains("content") ? "content" : "text";
    Turn &turn = reading.addTurn(dialogue, *speaker, reading.turnText(item, textName, number));
    const auto annotation = item.find("annotation");
    const Json none;
    const Json &notes = annotation == item.end() ? none : *annotation;
    turn.strategy = strategyOf(reading, item, notes);
    if (const std::string feedback = styleText(notes, "feedback"); !feedback.empty())
        dialogue.source_style["turns"][turn.id]["feedback"] = feedback;
    if (turn.text.empty())
        reading.note(number, NoteKind::EmptyTurn);
}

Dialogue read(const UnitReading &reading)
{
    Dialogue dialogue;
    int number = 0;
    for (const Json &item : reading.turnList("dialog"))
        readTurn(reading, dialogue, item, number++);
    for (const auto &[name, value] : reading.value().items()) {
        if (std::ranges::find(kProfileFields, name) != kProfileFields.end())
            dialogue.profile.fields.push_back({ name, value });
        else if (name != "dialog")
            dialogue.source_style["about"][name] = value; // surveys and questions: about the talk, not the person
    }
    if (!dialogue.profile.fields.empty())
        dialogue.profile.id = base::newUuid();
    return dialogue;
}

} // namespace

const FormatEntry &esconvFormat()
{
    static const FormatEntry entry = jsonFormat({ "esconv", "ESConv (JSON)", ".json", false }, recognises, read);
    return entry;
}

} // namespace dialogue

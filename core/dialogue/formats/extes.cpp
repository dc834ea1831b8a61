// SPDX-License-Identifier: GPL-3.0-or-later
// ExTES: an array of {"scene", "description", "content": [{"User": text}, {"AI": text, "AI Strategy": name}, ...]}.
// Some copies write "AI strategy" or "strategy", or make of "AI" an object of text and strategy.
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/message_turns.h"
#include "dialogue/formats/profile_fields.h"
#include "dialogue/formats/role_names.h"

#include <array>

namespace dialogue {

using base::Json;

namespace {

constexpr const char *kTurns = "content";
constexpr std::array kStrategies { "AI Strategy", "AI strategy", "Strategy", "strategy" };
constexpr std::array kTexts { "AI", "Response", "response", "text", "content" };

// A turn's member that is named after its speaker; the end when there is none.
Json::const_iterator spokenIn(const Json &item)
{
    for (auto member = item.begin(); member != item.end(); ++member) {
        if (speakerNamed(member.key()))
            return member;
    }
    return item.end();
}

bool recognises(const Json &unit)
{
    if (!unit.is_object() || !unit.contains(kTurns))
        return false;
    const Json &turns = unit[kTurns];
    const bool unread = turns.is_null() && unit.contains("scene");
    return unread || (turns.is_array() && !turns.empty() && turns.front().is_object() && spokenIn(turns.front()) != turns.front().end());
}

std::string strategyIn(const Json &item)
{
    for (const char *name : kStrategies) {
        if (const std::string label = styleText(item, name); !label.empty())
            return label;
    }
    return {};
}

void readTurn(const UnitReading &reading, Dialogue &dialogue, const Json &item, int number)
{
    if (!item.is_object())
        throw reading.failure(base::ErrorKind::WrongShape, number, { { "expected", "an object" }, { "found", item.type_name() } });
    const auto spoken = spokenIn(item);
    if (spoken == item.end())
        throw reading.failure(base::ErrorKind::UnknownSpeaker, number,
            { { "value", item.empty() ? "" : excerpt(item.begin().key()) }, { "expected", "User or AI" } });
    std::string label = strategyIn(item);
    std::string text;
    if (spoken->is_object()) {
        for (const char *name : kTexts)
            text = text.empty() ? styleText(*spoken, name) : text;
        label = label.empty() ? strategyIn(*spoken) : label;
    } else {
        text = reading.turnText(item, spoken.key().c_str(), number);
    }
    Turn &turn = reading.addTurn(dialogue, *speakerNamed(spoken.key()), text);
    if (!label.empty())
        turn.strategy = Strategy { "extes-16", label };
    if (turn.text.empty())
        reading.note(number, NoteKind::EmptyTurn);
}

Dialogue read(const UnitReading &reading)
{
    Dialogue dialogue;
    int number = 0;
    for (const Json &item : reading.turnList(kTurns))
        readTurn(reading, dialogue, item, number++);
    // The scene is the kind of trouble, the description what happened.
    for (const auto &[name, field] : { std::pair { "scene", "problem_type" }, std::pair { "description", "situation" } }) {
        if (const auto found = reading.value().find(name); found != reading.value().end() && found->is_string())
            addProfileField(dialogue, field, *found);
    }
    keepShape(dialogue, reading.value(), { kTurns, "scene", "description" });
    return dialogue;
}

} // namespace

const FormatEntry &extesFormat()
{
    static const FormatEntry entry = jsonFormat({ "extes", "ExTES (JSON)", ".json", false }, recognises, read);
    return entry;
}

} // namespace dialogue

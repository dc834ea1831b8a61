// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogues as plain lists of JSON without names of fields, one dialogue a list:
//   AugESC: [["usr", "..."], ["sys", "..."], ...] (JSON lines)
//   CPsyCoun: ["求助者：...", "支持者：...", ...]
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/role_names.h"

namespace dialogue {

using base::Json;

namespace {

bool isPair(const Json &item) { return item.is_array() && item.size() == 2 && item[0].is_string() && item[1].is_string(); }

bool isAugesc(const Json &unit)
{
    return unit.is_array() && !unit.empty() && isPair(unit.front()) && speakerNamed(unit.front()[0].get_ref<const std::string &>());
}

bool isLines(const Json &unit)
{
    return unit.is_array() && !unit.empty() && unit.front().is_string() && labelledLine(unit.front().get_ref<const std::string &>());
}

void checkList(const UnitReading &reading)
{
    if (!reading.value().is_array())
        throw reading.failure(base::ErrorKind::WrongShape, -1,
            { { "expected", "a list of turns" }, { "found", reading.value().type_name() } });
    reading.checkTurnCount(reading.value());
}

void add(const UnitReading &reading, Dialogue &dialogue, Speaker speaker, std::string_view text, int number)
{
    if (reading.addTurn(dialogue, speaker, text).text.empty())
        reading.note(number, NoteKind::EmptyTurn);
}

Dialogue readAugesc(const UnitReading &reading)
{
    checkList(reading);
    Dialogue dialogue;
    int number = 0;
    for (const Json &item : reading.value()) {
        if (!isPair(item))
            throw reading.failure(base::ErrorKind::WrongShape, number, { { "expected", "a pair of role and text" }, { "found", item.type_name() } });
        const auto role = item[0].get<std::string>();
        const auto speaker = speakerNamed(role);
        if (!speaker)
            throw reading.failure(base::ErrorKind::UnknownSpeaker, number, { { "value", excerpt(role) }, { "expected", expectedRoleNames() } });
        add(reading, dialogue, *speaker, item[1].get_ref<const std::string &>(), number++);
    }
    return dialogue;
}

Dialogue readLines(const UnitReading &reading)
{
    checkList(reading);
    Dialogue dialogue;
    int number = 0;
    for (const Json &item : reading.value()) {
        if (!item.is_string())
            throw reading.failure(base::ErrorKind::WrongShape, number, { { "expected", "text" }, { "found", item.type_name() } });
        const auto &line = item.get_ref<const std::string &>();
        const auto said = labelledLine(line);
        if (!said)
            throw reading.failure(base::ErrorKind::UnknownSpeaker, number, { { "value", excerpt(line) }, { "expected", expectedRoleNames() } });
        add(reading, dialogue, said->speaker, said->text, number++);
    }
    return dialogue;
}

} // namespace

const FormatEntry &augescFormat()
{
    static const FormatEntry entry = jsonFormat({ "augesc", "AugESC (JSON lines)", ".txt", false }, isAugesc, readAugesc);
    return entry;
}

const FormatEntry &spokenLinesFormat()
{
    static const FormatEntry entry = jsonFormat({ "cpsycoun", "CPsyCoun (JSON)", ".json", false }, isLines, readLines);
    return entry;
}

} // namespace dialogue

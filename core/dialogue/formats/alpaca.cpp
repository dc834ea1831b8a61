// SPDX-License-Identifier: GPL-3.0-or-later
// Alpaca as LLaMA-Factory takes it: an array (or JSON lines) of
//   {"instruction": "...", "input": "..."?, "output": "...", "system": "..."?, "history": [["question", "answer"], ...]?}
// The history comes first. Pairs of other names (prompt/response, question/answer, ...) are the same form.
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/message_turns.h"

#include <array>

namespace dialogue {

using base::Json;

namespace {

constexpr std::array kAsked { "instruction", "prompt", "question", "query" };
constexpr std::array kAnswered { "output", "response", "answer", "completion" };

template <size_t N> const char *memberOf(const Json &unit, const std::array<const char *, N> &names)
{
    for (const char *name : names) {
        if (unit.contains(name))
            return name;
    }
    return nullptr;
}

bool recognises(const Json &unit) { return unit.is_object() && memberOf(unit, kAsked) && memberOf(unit, kAnswered); }

void add(const UnitReading &reading, Dialogue &dialogue, Speaker speaker, const std::string &text)
{
    reading.addTurn(dialogue, speaker, text);
    if (dialogue.turns.back().text.empty())
        reading.note(static_cast<int>(dialogue.turns.size()) - 1, NoteKind::EmptyTurn);
}

void readHistory(const UnitReading &reading, Dialogue &dialogue)
{
    const auto history = reading.value().find("history");
    if (history == reading.value().end() || history->is_null())
        return;
    if (!history->is_array())
        throw reading.failure(base::ErrorKind::WrongShape, -1,
            { { "expected", "\"history\" to be a list of pairs" }, { "found", history->type_name() } });
    if (!history->empty())
        reading.checkTurnCount(*history);
    for (const Json &pair : *history) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string())
            throw reading.failure(base::ErrorKind::WrongShape, static_cast<int>(dialogue.turns.size()),
                { { "expected", "a pair of texts in \"history\"" }, { "found", excerpt(base::toLine(pair)) } });
        add(reading, dialogue, Speaker::Seeker, pair[0].get<std::string>());
        add(reading, dialogue, Speaker::Supporter, pair[1].get<std::string>());
    }
}

Dialogue read(const UnitReading &reading)
{
    const Json &unit = reading.value();
    Dialogue dialogue;
    keepSystem(reading, dialogue, styleText(unit, "system"));
    readHistory(reading, dialogue);
    const char *asked = memberOf(unit, kAsked);
    const char *answered = memberOf(unit, kAnswered);
    const int turn = static_cast<int>(dialogue.turns.size());
    std::string question = reading.turnText(unit, asked ? asked : "instruction", turn);
    if (const std::string input = styleText(unit, "input"); !input.empty() && !question.empty()) {
        question += "\n" + input;
        reading.tally(NoteKind::JoinedParts);
    } else if (question.empty()) {
        question = input;
    }
    add(reading, dialogue, Speaker::Seeker, question);
    add(reading, dialogue, Speaker::Supporter, reading.turnText(unit, answered ? answered : "output", turn + 1));
    keepShape(dialogue, unit, { asked ? asked : "instruction", answered ? answered : "output", "input", "history", "system" });
    return dialogue;
}

} // namespace

const FormatEntry &alpacaFormat()
{
    static const FormatEntry entry = jsonFormat({ "alpaca", "Alpaca, with history (JSON)", ".json", false }, recognises, read);
    return entry;
}

} // namespace dialogue

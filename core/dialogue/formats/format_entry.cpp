// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/format_entry.h"

#include "base/uuid.h"
#include "dialogue/outer_whitespace.h"

#include <fmt/format.h>

#include <algorithm>

namespace dialogue {

using base::Json;

namespace {
constexpr size_t kMaxNotes = 1000;
constexpr size_t kMaxTurns = 10'000; // of one dialogue: the styles of its turns are looked up one by one
}

void ReadingReport::note(std::string place, std::string text)
{
    if (m_notes.size() < kMaxNotes)
        m_notes.push_back({ std::move(place), std::move(text) });
    else
        ++m_dropped;
}

void ReadingReport::tally(const std::string &text)
{
    const auto found = std::ranges::find(m_tallies, text, &std::pair<std::string, size_t>::first);
    if (found != m_tallies.end())
        ++found->second;
    else if (m_tallies.size() < kMaxNotes)
        m_tallies.emplace_back(text, 1);
}

std::vector<ImportNote> ReadingReport::take()
{
    if (m_dropped > 0)
        m_notes.push_back({ {}, fmt::format("{} more notes are not listed.", m_dropped) });
    for (const auto &[text, count] : m_tallies)
        m_notes.push_back({ {}, fmt::format("{} {}", count, text) });
    return std::move(m_notes);
}

std::string UnitReading::place(int turn) const
{
    return turn < 0 ? m_unit.place : fmt::format("{}, turn {}", m_unit.place, turn + 1);
}

base::Failure UnitReading::failure(base::ErrorKind kind, int turn, base::Params params) const
{
    return base::Failure(kind, m_subject, place(turn), std::move(params));
}

const Json &UnitReading::turnList(const char *name) const
{
    const auto found = value().find(name);
    if (found == value().end())
        throw failure(base::ErrorKind::MissingField, -1, { { "field", name } });
    if (!found->is_array())
        throw failure(base::ErrorKind::WrongShape, -1,
            { { "expected", fmt::format("\"{}\" to be a list of turns", name) }, { "found", found->type_name() } });
    checkTurnCount(*found);
    return *found;
}

void UnitReading::checkTurnCount(const Json &turns) const
{
    if (turns.empty())
        throw failure(base::ErrorKind::EmptyDialogue, -1);
    if (turns.size() > kMaxTurns)
        throw failure(base::ErrorKind::TooLong, -1, { { "found", fmt::format("{} turns", turns.size()) }, { "limit", fmt::format("{}", kMaxTurns) } });
}

const std::string &UnitReading::turnText(const Json &item, const char *name, int turn) const
{
    if (!item.is_object())
        throw failure(base::ErrorKind::WrongShape, turn, { { "expected", "an object" }, { "found", item.type_name() } });
    const auto found = item.find(name);
    if (found == item.end())
        throw failure(base::ErrorKind::MissingField, turn, { { "field", name } });
    if (!found->is_string())
        throw failure(base::ErrorKind::WrongShape, turn,
            { { "expected", fmt::format("\"{}\" to be text", name) }, { "found", found->type_name() } });
    return found->get_ref<const std::string &>();
}

Turn &UnitReading::addTurn(Dialogue &dialogue, Speaker speaker, std::string_view raw) const
{
    const Trimmed parts = trimmed(raw);
    Turn turn;
    turn.id = base::newUuid();
    turn.speaker = speaker;
    turn.text = parts.text;
    if (!parts.before.empty())
        dialogue.source_style["turns"][turn.id]["before"] = parts.before;
    if (!parts.after.empty())
        dialogue.source_style["turns"][turn.id]["after"] = parts.after;
    if (!parts.before.empty() || !parts.after.empty())
        tally("turns had whitespace around their text. It is not part of the text; an export in the same format puts it back.");
    dialogue.turns.push_back(std::move(turn));
    return dialogue.turns.back();
}

const Json &turnStyle(const Dialogue &dialogue, const std::string &turnId)
{
    static const Json none = Json::object();
    if (!dialogue.source_style.is_object())
        return none;
    const auto turns = dialogue.source_style.find("turns");
    if (turns == dialogue.source_style.end() || !turns->is_object())
        return none;
    const auto style = turns->find(turnId);
    return style == turns->end() || !style->is_object() ? none : *style;
}

std::string styleText(const Json &style, const char *name)
{
    if (!style.is_object())
        return {};
    const auto found = style.find(name);
    return found == style.end() || !found->is_string() ? std::string() : found->get<std::string>();
}

std::string styledText(const Turn &turn, const Json &style)
{
    return styleText(style, "before") + turn.text + styleText(style, "after");
}

const std::vector<const FormatEntry *> &allFormats()
{
    static const std::vector<const FormatEntry *> entries { &pescFormat(), &openAiFormat(), &esconvFormat(), &smileChatFormat() };
    return entries;
}

} // namespace dialogue

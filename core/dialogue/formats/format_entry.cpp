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

void ReadingReport::note(ImportNote note)
{
    if (m_notes.size() < kMaxNotes)
        m_notes.push_back(std::move(note));
    else
        ++m_dropped;
}

void ReadingReport::tally(NoteKind kind, base::Params params)
{
    const auto found = std::ranges::find_if(m_tallies, [&](const Tally &tally) { return tally.kind == kind && tally.params == params; });
    if (found != m_tallies.end())
        ++found->count;
    else if (m_tallies.size() < kMaxNotes)
        m_tallies.push_back({ kind, std::move(params) });
}

std::vector<ImportNote> ReadingReport::take()
{
    if (m_dropped > 0)
        m_notes.push_back({ NoteKind::MoreNotes, {}, { { "count", std::to_string(m_dropped) } }, {} });
    for (Tally &tally : m_tallies) {
        tally.params.emplace_back("count", std::to_string(tally.count));
        m_notes.push_back({ tally.kind, {}, std::move(tally.params), {} });
    }
    return std::move(m_notes);
}

NotePlace UnitReading::place(int turn) const
{
    NotePlace place = m_unit.place;
    if (turn >= 0)
        place.turns = { turn + 1 };
    return place;
}

base::Failure UnitReading::failure(base::ErrorKind kind, int turn, base::Params params) const
{
    return base::Failure(kind, m_subject, placeText(place(turn)), std::move(params));
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
        tally(NoteKind::OuterWhitespace);
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
    static const std::vector<const FormatEntry *> entries { &pescFormat(), &openAiFormat(), &esconvFormat(),
        &shareGptFormat(), &xtunerFormat(), &alpacaFormat(), &extesFormat(), &smileChatFormat(), &messageListFormat(), &augescFormat(),
        &spokenLinesFormat(), &csvFormat(), &spokenTextFormat(), &llamaFactoryFormat() };
    return entries;
}

std::string titles(Titles titles)
{
    std::string names;
    for (const FormatEntry *entry : allFormats()) {
        const bool isRead = entry != &llamaFactoryFormat(); // as ShareGPT
        if (titles == Titles::OfAll ? isRead : bool(entry->write))
            names += (names.empty() ? "" : ", ") + entry->info.title;
    }
    return names;
}

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/message_turns.h"

#include "dialogue/formats/role_names.h"

#include <algorithm>
#include <array>

namespace dialogue {

using base::Json;

namespace {

constexpr std::array kRoleNames { "role", "from", "speaker" };
constexpr std::array kTextNames { "content", "value", "text", "utterance" };

template <size_t N> const char *memberOf(const Json &message, const std::array<const char *, N> &names, const char *usual)
{
    if (!message.is_object() || message.contains(usual))
        return usual;
    for (const char *name : names) {
        if (message.contains(name))
            return name;
    }
    return usual;
}

// Text, or a list of text parts.
std::string textOf(const UnitReading &reading, const Json &message, const char *name, int number)
{
    const auto content = message.find(name);
    if (content == message.end() || !content->is_array())
        return reading.turnText(message, name, number);
    std::string text;
    for (const Json &part : *content) {
        if (!part.is_object() || part.value("type", Json()) != "text")
            throw reading.failure(base::ErrorKind::WrongShape, number, { { "expected", "text parts only" } });
        text += reading.turnText(part, "text", number);
    }
    reading.tally(NoteKind::JoinedParts);
    return text;
}

std::optional<Strategy> strategyOf(const UnitReading &reading, const Json &message, int number)
{
    const auto found = message.find("strategy");
    if (found == message.end() || found->is_null() || *found == "")
        return std::nullopt;
    if (found->is_string())
        return Strategy { "", found->get<std::string>() };
    if (const std::string label = styleText(*found, "label"); !label.empty())
        return Strategy { styleText(*found, "scheme"), label };
    if (found->is_array() && !found->empty())
        reading.note(number, NoteKind::SeveralStrategies, { { "strategies", excerpt(base::toLine(*found), 120) } });
    else
        reading.tally(NoteKind::FieldKept, { { "field", "strategy" } });
    return std::nullopt;
}

// Only whole numbers 0 and 1 exist in the format.
bool isNotLearned(const UnitReading &reading, const Json &message, int number)
{
    const auto weight = message.find("weight");
    if (weight == message.end() || weight->is_null())
        return false;
    if (*weight != 0 && *weight != 1)
        throw reading.failure(base::ErrorKind::InvalidValue, number,
            { { "value", "weight " + excerpt(weight->dump()) }, { "expected", "0 or 1" } });
    return *weight == 0;
}

// An assistant that only asks a tool says nothing to the seeker.
bool isToolRequest(const Json &message, const char *textName)
{
    const bool asks = message.contains("tool_calls") || message.contains("function_call");
    const auto text = message.find(textName);
    return asks && (text == message.end() || text->is_null() || *text == "");
}

void keepMessage(Dialogue &dialogue, const Turn &turn, const Json &message, const MessageShape &shape, const char *role, const char *text)
{
    const std::string label = message[role].get<std::string>();
    const char *usual = turn.speaker == Speaker::Seeker ? shape.seeker : shape.supporter;
    if (message.size() == 2 && message.begin().key() == shape.role && message.contains(shape.text) && label == usual
        && message[text].is_string())
        return;
    Json kept = message;
    kept[role] = label == usual ? Json() : Json(label);
    kept[text] = nullptr;
    if (turn.strategy)
        kept["strategy"] = Json::object(); // to be filled
    dialogue.source_style["turns"][turn.id]["message"] = std::move(kept);
}

void readMessage(const UnitReading &reading, Dialogue &dialogue, const Json &message, int number, const MessageShape &shape)
{
    const char *roleName = memberOf(message, kRoleNames, shape.role);
    const char *textName = memberOf(message, kTextNames, shape.text);
    const std::string &name = reading.turnText(message, roleName, number);
    const auto role = roleNamed(name);
    if (!role)
        throw reading.failure(base::ErrorKind::UnknownSpeaker, number, { { "value", excerpt(name) }, { "expected", expectedRoleNames() } });
    if (role == Role::System || role == Role::Tool || isToolRequest(message, textName)) {
        if (role == Role::System)
            reading.tally(NoteKind::SystemMessages);
        else
            reading.tally(NoteKind::ToolMessages, { { "role", excerpt(name) } });
        keepAside(dialogue, message);
        return;
    }
    const Speaker speaker = role == Role::Seeker ? Speaker::Seeker : Speaker::Supporter;
    const std::string text = textOf(reading, message, textName, number);
    Turn &turn = reading.addTurn(dialogue, speaker, text);
    turn.strategy = strategyOf(reading, message, number);
    turn.not_learned = speaker == Speaker::Supporter && isNotLearned(reading, message, number);
    if (turn.text.empty())
        reading.note(number, NoteKind::EmptyTurn);
    keepMessage(dialogue, turn, message, shape, roleName, textName);
    for (const auto &[field, value] : message.items()) {
        if (!shape.written && field != roleName && field != textName && field != "strategy" && field != "weight")
            reading.tally(NoteKind::FieldKept, { { "field", excerpt(field) } });
    }
}

// Each message aside now names the turn that it stands before.
void nameNextTurns(Dialogue &dialogue)
{
    const auto aside = dialogue.source_style.find("aside");
    if (aside == dialogue.source_style.end())
        return;
    for (Json &item : *aside) {
        const auto at = item["at"].get<size_t>();
        if (at >= dialogue.turns.size())
            item["last"] = true;
        else if (at > 0) // what stands before the first turn belongs to the dialogue
            item["before"] = dialogue.turns[at].id;
    }
}

Json messageOf(const Turn &turn, const Json &style, const MessageShape &shape)
{
    Json message = base::fieldOr<Json>(style, "message", Json::object(), "source_style");
    if (!message.is_object())
        message = Json::object();
    const char *role = memberOf(message, kRoleNames, shape.role);
    const char *text = memberOf(message, kTextNames, shape.text);
    const std::string label = styleText(message, role);
    if (speakerNamed(label) != turn.speaker)
        message[role] = turn.speaker == Speaker::Seeker ? shape.seeker : shape.supporter;
    message[text] = styledText(turn, style);
    if (turn.strategy && turn.strategy->scheme.empty())
        message["strategy"] = turn.strategy->label;
    else if (turn.strategy)
        message["strategy"] = Json { { "scheme", turn.strategy->scheme }, { "label", turn.strategy->label } };
    else if (message.contains("strategy") && message["strategy"] == Json::object())
        message.erase("strategy");
    // A weight that says what is the case anyway stays as the file had it.
    if (turn.not_learned || (turn.speaker == Speaker::Supporter && message.contains("weight") && message["weight"] == 0))
        message["weight"] = turn.not_learned ? 0 : 1;
    return message;
}

// A system message in the words of another format; nothing for what tools said, which only its own format can hold.
std::optional<Json> translated(const Json &message, const MessageShape &shape)
{
    const std::string text = styleText(message, memberOf(message, kTextNames, shape.text));
    if (roleNamed(styleText(message, memberOf(message, kRoleNames, shape.role))) != Role::System || text.empty())
        return std::nullopt;
    return Json { { shape.role, "system" }, { shape.text, text } };
}

// Messages aside by the position that they stand before. A turn that is gone leaves its place.
std::vector<std::pair<size_t, Json>> placedAside(const Dialogue &dialogue, const MessageShape &shape, bool ours)
{
    std::vector<std::pair<size_t, Json>> placed;
    const Json aside = dialogue.source_style.is_object() ? dialogue.source_style.value("aside", Json::array()) : Json::array();
    for (const Json &item : aside) {
        if (!item.is_object() || !item.contains("message"))
            continue;
        const std::string before = styleText(item, "before");
        const auto turn = std::ranges::find(dialogue.turns, before, &Turn::id);
        const Json at = item.value("at", Json());
        const bool last = item.contains("last");
        const size_t position = last ? dialogue.turns.size() : at.is_number_unsigned() ? at.get<size_t>() : 0;
        const bool found = !before.empty() && turn != dialogue.turns.end();
        const auto message = ours ? std::optional(item["message"]) : translated(item["message"], shape);
        if (message && !(ours && item.contains("member")))
            placed.emplace_back(found ? static_cast<size_t>(turn - dialogue.turns.begin()) : std::min(position, dialogue.turns.size()), *message);
    }
    return placed;
}

// As workspaces from before 2026-12 kept them.
void appendOlder(Json &messages, const Json &style, const char *name)
{
    for (const Json &system : base::fieldOr<Json>(style, name, Json::array(), "source_style"))
        messages.push_back(system);
}

} // namespace

bool isMessage(const Json &value)
{
    return value.is_object() && value.contains(memberOf(value, kRoleNames, "role")) && value.contains(memberOf(value, kTextNames, "content"));
}

void readMessages(const UnitReading &reading, Dialogue &dialogue, const Json &list, const MessageShape &shape)
{
    reading.checkTurnCount(list);
    int number = 0;
    for (const Json &message : list)
        readMessage(reading, dialogue, message, number++, shape);
    if (dialogue.turns.empty())
        throw reading.failure(base::ErrorKind::EmptyDialogue, -1);
    nameNextTurns(dialogue);
}

void keepAside(Dialogue &dialogue, Json message)
{
    Json &aside = dialogue.source_style["aside"];
    if (!aside.is_array())
        aside = Json::array();
    aside.push_back(Json { { "at", dialogue.turns.size() }, { "message", std::move(message) } });
}

bool keepSystem(const UnitReading &reading, Dialogue &dialogue, const std::string &text)
{
    if (text.empty())
        return false;
    keepAside(dialogue, Json { { "role", "system" }, { "content", text } });
    reading.tally(NoteKind::SystemMessages);
    return true;
}

Json writeMessages(const Dialogue &dialogue, const MessageShape &shape, bool ours)
{
    static const Json none = Json::object();
    const auto aside = placedAside(dialogue, shape, ours);
    Json messages = Json::array();
    for (size_t i = 0; i <= dialogue.turns.size(); ++i) {
        for (const auto &[position, message] : aside) {
            if (position == i)
                messages.push_back(message);
        }
        if (i == dialogue.turns.size())
            break;
        const Json &style = ours ? turnStyle(dialogue, dialogue.turns[i].id) : none;
        appendOlder(messages, style, "system_before");
        messages.push_back(messageOf(dialogue.turns[i], style, shape));
    }
    if (ours)
        appendOlder(messages, dialogue.source_style, "system_after");
    return messages;
}

void keepShape(Dialogue &dialogue, Json unit, const std::vector<std::string> &written)
{
    for (const std::string &name : written) {
        if (unit.contains(name))
            unit[name] = nullptr;
    }
    dialogue.source_style["shape"] = std::move(unit);
}

Json keptShape(const Dialogue &dialogue, bool ours)
{
    Json shape = ours ? base::fieldOr<Json>(dialogue.source_style, "shape", Json::object(), "source_style") : Json::object();
    return shape.is_object() ? shape : Json::object();
}

} // namespace dialogue

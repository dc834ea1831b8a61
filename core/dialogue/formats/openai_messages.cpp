// SPDX-License-Identifier: GPL-3.0-or-later
// OpenAI `messages`: JSON lines (or a JSON array, or one object) of
//   {"messages": [{"role": "system"|"user"|"assistant", "content": "..."}, ...], "profile": {...}?, ...}
// user = seeker, assistant = supporter. System messages and unknown fields are kept for export. A message's "weight" 0
// (the field's way to leave a reply out of the loss) marks the turn as not to be learned from. Our own additions are
// "profile" and a message's "strategy" ({"scheme", "label"} or just the label).
#include "base/uuid.h"
#include "dialogue/formats/json_format.h"
#include "dialogue/formats/json_layout.h"


namespace dialogue {

using base::Json;

namespace {

bool recognises(const Json &unit) { return unit.is_object() && unit.contains("messages"); }

// Text, or a list of text parts.
std::string contentOf(const UnitReading &reading, const Json &message, int number)
{
    const auto content = message.find("content");
    if (content == message.end() || !content->is_array())
        return reading.turnText(message, "content", number);
    std::string text;
    for (const Json &part : *content) {
        if (!part.is_object() || part.value("type", Json()) != "text")
            throw reading.failure(base::ErrorKind::WrongShape, number, { { "expected", "text parts only" } });
        text += reading.turnText(part, "text", number);
    }
    reading.tally(NoteKind::JoinedParts);
    return text;
}

std::optional<Strategy> strategyOf(const Json &message)
{
    const auto found = message.find("strategy");
    if (found == message.end())
        return std::nullopt;
    if (found->is_string())
        return Strategy { "", found->get<std::string>() };
    const std::string label = styleText(*found, "label");
    return label.empty() ? std::nullopt : std::optional(Strategy { styleText(*found, "scheme"), label });
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

// Fields beyond role and content, with those emptied.
void keepMessage(Dialogue &dialogue, const Turn &turn, const Json &message)
{
    const bool usual = message.size() == 2 && message.begin().key() == "role" && message["content"].is_string();
    if (usual)
        return;
    Json shape = message;
    shape["role"] = nullptr;
    shape["content"] = nullptr;
    if (turn.strategy)
        shape["strategy"] = nullptr;
    dialogue.source_style["turns"][turn.id]["message"] = std::move(shape);
}

void readMessage(const UnitReading &reading, Dialogue &dialogue, const Json &message, int number, Json &waiting)
{
    const std::string &role = reading.turnText(message, "role", number);
    if (role == "system" || role == "developer") {
        reading.tally(NoteKind::SystemMessages);
        waiting.push_back(message);
        return;
    }
    if (role != "user" && role != "assistant")
        throw reading.failure(base::ErrorKind::UnknownSpeaker, number,
            { { "value", excerpt(role) }, { "expected", "system, user or assistant" } });
    const Speaker speaker = role == "user" ? Speaker::Seeker : Speaker::Supporter;
    Turn &turn = reading.addTurn(dialogue, speaker, contentOf(reading, message, number));
    turn.strategy = strategyOf(message);
    turn.not_learned = speaker == Speaker::Supporter && isNotLearned(reading, message, number);
    if (turn.text.empty())
        reading.note(number, NoteKind::EmptyTurn);
    if (!waiting.empty())
        dialogue.source_style["turns"][turn.id]["system_before"] = std::exchange(waiting, Json::array());
    keepMessage(dialogue, turn, message);
}

void readProfile(const UnitReading &reading, Dialogue &dialogue)
{
    const auto found = reading.value().find("profile");
    if (found == reading.value().end() || !found->is_object())
        return;
    dialogue.profile.id = base::newUuid();
    for (const auto &[name, value] : found->items())
        dialogue.profile.fields.push_back({ name, value });
}

Dialogue read(const UnitReading &reading)
{
    Dialogue dialogue;
    Json waiting = Json::array();
    int number = 0;
    for (const Json &message : reading.turnList("messages"))
        readMessage(reading, dialogue, message, number++, waiting);
    if (dialogue.turns.empty())
        throw reading.failure(base::ErrorKind::EmptyDialogue, -1);
    if (!waiting.empty())
        dialogue.source_style["system_after"] = std::move(waiting);
    readProfile(reading, dialogue);
    if (reading.value().size() > 1) {
        Json shape = reading.value();
        shape["messages"] = nullptr;
        if (!dialogue.profile.id.empty())
            shape["profile"] = nullptr;
        dialogue.source_style["shape"] = std::move(shape);
    }
    return dialogue;
}

Json messageOf(const Turn &turn, const Json &style)
{
    Json message = base::fieldOr<Json>(style, "message", Json::object(), "source_style");
    if (!message.is_object())
        message = Json::object();
    message["role"] = turn.speaker == Speaker::Seeker ? "user" : "assistant";
    message["content"] = styledText(turn, style);
    if (!turn.strategy)
        message.erase("strategy");
    else if (turn.strategy->scheme.empty())
        message["strategy"] = turn.strategy->label;
    else
        message["strategy"] = Json { { "scheme", turn.strategy->scheme }, { "label", turn.strategy->label } };
    // A weight that says what is the case anyway stays as the file had it.
    if (turn.not_learned || (turn.speaker == Speaker::Supporter && message.contains("weight") && message["weight"] == 0))
        message["weight"] = turn.not_learned ? 0 : 1;
    return message;
}

void append(Json &messages, const Json &style, const char *name)
{
    for (const Json &system : base::fieldOr<Json>(style, name, Json::array(), "source_style"))
        messages.push_back(system);
}

Json unitOf(const Dialogue &dialogue)
{
    const bool ours = styleText(dialogue.source_style, "format") == "openai";
    static const Json none = Json::object();
    Json messages = Json::array();
    for (const Turn &turn : dialogue.turns) {
        const Json &style = ours ? turnStyle(dialogue, turn.id) : none;
        append(messages, style, "system_before");
        messages.push_back(messageOf(turn, style));
    }
    Json unit = ours ? base::fieldOr<Json>(dialogue.source_style, "shape", Json::object(), "source_style") : Json::object();
    if (!unit.is_object())
        unit = Json::object();
    if (ours)
        append(messages, dialogue.source_style, "system_after");
    unit["messages"] = std::move(messages);
    if (!dialogue.profile.fields.empty() || unit.contains("profile")) {
        Json fields = Json::object();
        for (const ProfileField &field : dialogue.profile.fields)
            fields[field.name] = field.value;
        unit["profile"] = std::move(fields);
    }
    return unit;
}

std::string write(const std::vector<Dialogue> &dialogues)
{
    JsonLayout layout { .indent = -1, .ascii = false, .spaced = true, .trailing_newline = true };
    if (!dialogues.empty() && styleText(dialogues.front().source_style, "format") == "openai")
        layout = layoutFromJson(base::fieldOr<Json>(dialogues.front().source_style, "layout", Json::object(), "source_style"), layout);
    layout.indent = -1; // always written as JSON lines
    std::string out;
    for (size_t i = 0; i < dialogues.size(); ++i) {
        out += writeJson(unitOf(dialogues[i]), layout);
        if (i + 1 < dialogues.size() || layout.trailing_newline)
            out += '\n';
    }
    return out;
}

} // namespace

const FormatEntry &openAiFormat()
{
    static const FormatEntry entry = jsonFormat({ "openai", "OpenAI messages (JSON lines)", ".jsonl", true }, recognises, read, write);
    return entry;
}

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/dialogue.h"

#include "base/hash.h"

namespace dialogue {

using base::Json;

std::string ProfileField::text() const { return value.is_string() ? value.get<std::string>() : base::toLine(value); }

const ProfileField *Profile::find(const std::string &name) const
{
    for (const ProfileField &field : fields) {
        if (field.name == name)
            return &field;
    }
    return nullptr;
}

std::string Profile::text(const std::string &name) const
{
    const ProfileField *field = find(name);
    return field ? field->text() : std::string();
}

std::string Profile::displayName() const
{
    const std::string name = text("Name");
    return name.empty() ? text("Nickname") : name;
}

const std::vector<std::string> &pescFieldNames()
{
    static const std::vector<std::string> names { "Name", "Sex", "Nickname", "Age", "Occupation", "Hobby", "Appearance",
        "Education Background", "emotion_type", "problem_type", "situation" };
    return names;
}

bool hasNamedKey(const Dialogue &dialogue)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const auto format = dialogue.source_style.find("format");
    const bool isPesc = format != dialogue.source_style.end() && *format == "pesc";
    if (dialogue.source_key.empty() || dialogue.source_name.starts_with(dialogue.source_key + "."))
        return false; // the only dialogue of its file is called as the file
    return (isPesc || !std::all_of(dialogue.source_key.begin(), dialogue.source_key.end(), isDigit));
}

std::string_view speakerName(Speaker speaker) { return speaker == Speaker::Seeker ? "seeker" : "supporter"; }

std::optional<Speaker> speakerFromName(std::string_view name)
{
    if (name == "seeker")
        return Speaker::Seeker;
    if (name == "supporter")
        return Speaker::Supporter;
    return std::nullopt;
}

Json toJson(const Profile &profile)
{
    Json fields = Json::array();
    for (const ProfileField &field : profile.fields)
        fields.push_back(Json { { "name", field.name }, { "value", field.value } });
    return Json { { "id", profile.id }, { "fields", std::move(fields) } };
}

Json toJson(const Dialogue &dialogue)
{
    Json turns = Json::array();
    for (const Turn &turn : dialogue.turns) {
        Json json { { "id", turn.id }, { "speaker", speakerName(turn.speaker) }, { "text", turn.text } };
        if (turn.strategy)
            json["strategy"] = Json { { "scheme", turn.strategy->scheme }, { "label", turn.strategy->label } };
        if (turn.not_learned)
            json["not_learned"] = true;
        turns.push_back(std::move(json));
    }
    Json json { { "id", dialogue.id }, { "source_key", dialogue.source_key }, { "source_name", dialogue.source_name },
        { "language", dialogue.language }, { "profile", toJson(dialogue.profile) }, { "turns", std::move(turns) } };
    if (!dialogue.source_style.empty())
        json["source_style"] = dialogue.source_style;
    return json;
}

Profile profileFromJson(const Json &json, const std::string &subject)
{
    Profile profile;
    profile.id = base::fieldOr<std::string>(json, "id", "", subject);
    for (const Json &field : base::fieldOr<Json>(json, "fields", Json::array(), subject))
        profile.fields.push_back({ base::field<std::string>(field, "name", subject), base::field<Json>(field, "value", subject) });
    return profile;
}

Dialogue dialogueFromJson(const Json &json, const std::string &subject)
{
    Dialogue dialogue;
    dialogue.id = base::field<std::string>(json, "id", subject);
    dialogue.source_key = base::fieldOr<std::string>(json, "source_key", "", subject);
    dialogue.source_name = base::fieldOr<std::string>(json, "source_name", "", subject);
    dialogue.language = base::fieldOr<std::string>(json, "language", "", subject);
    dialogue.profile = profileFromJson(base::fieldOr<Json>(json, "profile", Json::object(), subject), subject);
    dialogue.source_style = base::fieldOr<Json>(json, "source_style", Json::object(), subject);
    for (const Json &item : base::field<Json>(json, "turns", subject)) {
        Turn turn;
        turn.id = base::field<std::string>(item, "id", subject);
        const auto name = base::field<std::string>(item, "speaker", subject);
        const auto speaker = speakerFromName(name);
        if (!speaker)
            throw base::Failure(base::ErrorKind::UnknownSpeaker, subject, "turn " + std::to_string(dialogue.turns.size() + 1),
                { { "value", name }, { "expected", "seeker or supporter" } });
        turn.speaker = *speaker;
        turn.text = base::field<std::string>(item, "text", subject);
        if (const auto strategy = item.find("strategy"); strategy != item.end() && !strategy->is_null()) {
            turn.strategy = Strategy { base::field<std::string>(*strategy, "scheme", subject),
                base::field<std::string>(*strategy, "label", subject) };
        }
        turn.not_learned = base::fieldOr<bool>(item, "not_learned", false, subject);
        dialogue.turns.push_back(std::move(turn));
    }
    return dialogue;
}

std::string contentHash(const Dialogue &dialogue)
{
    Json content { { "profile", toJson(dialogue.profile)["fields"] }, { "turns", Json::array() } };
    for (const Turn &turn : dialogue.turns) {
        Json json { { "speaker", speakerName(turn.speaker) }, { "text", turn.text },
            { "strategy", turn.strategy ? Json { turn.strategy->scheme, turn.strategy->label } : Json() } };
        if (turn.not_learned)
            json["not_learned"] = true;
        content["turns"].push_back(std::move(json));
    }
    return base::sha256(base::toLine(content));
}

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/profile_fields.h"

#include "base/uuid.h"
#include "dialogue/formats/json_reader.h"

namespace dialogue {

using base::Json;

void addProfileField(Dialogue &dialogue, const std::string &name, const Json &value)
{
    if (dialogue.profile.id.empty())
        dialogue.profile.id = base::newUuid();
    if (!isKeptNumber(value)) {
        dialogue.profile.fields.push_back({ name, value });
        return;
    }
    dialogue.profile.fields.push_back({ name, digitsOf(value) });
    dialogue.source_style["numbers"][name] = digitsOf(value);
}

bool readProfile(const UnitReading &reading, Dialogue &dialogue, const std::string &name, const Json &value)
{
    if (!value.is_object() || isKeptNumber(value)) {
        reading.note(-1, NoteKind::ProfileNoObject, { { "field", name }, { "found", excerpt(base::toLine(value), 80) } });
        return false;
    }
    dialogue.profile.id = base::newUuid();
    for (const auto &[field, content] : value.items())
        addProfileField(dialogue, field, content);
    return true;
}

Json fieldValue(const Dialogue &dialogue, const ProfileField &field)
{
    const Json numbers = base::fieldOr<Json>(dialogue.source_style, "numbers", Json::object(), "source_style");
    const bool kept = field.value.is_string() && styleText(numbers, field.name.c_str()) == field.value.get<std::string>();
    return kept && !field.value.get<std::string>().empty() ? keptNumber(field.value.get<std::string>()) : field.value;
}

Json profileObject(const Dialogue &dialogue)
{
    Json fields = Json::object();
    for (const ProfileField &field : dialogue.profile.fields)
        fields[field.name] = fieldValue(dialogue, field);
    return fields;
}

} // namespace dialogue

// SPDX-License-Identifier: GPL-3.0-or-later
// Prompt templates as JSON, their hash, and the presets.
#include "base/data_dir.h"
#include "base/hash.h"
#include "text/profile_groups.h"
#include "text/prompt_template.h"

#include <algorithm>

namespace text {

namespace {

constexpr size_t kMostExtraFields = 256; // each unknown name is compared with all of them

using base::ErrorKind;
using base::Failure;
using base::Json;

Json sectionsJson(const PromptTemplate &prompt)
{
    Json sections = Json::object();
    for (const SectionKind kind : kSectionKinds)
        sections[std::string(sectionName(kind))] = Json { { "enabled", prompt.section(kind).enabled }, { "text", prompt.section(kind).text } };
    return sections;
}

void refuseUnknown(const Json &object, std::initializer_list<std::string_view> known, const std::string &subject, const std::string &place)
{
    for (const auto &[key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end())
            throw Failure(ErrorKind::InvalidValue, subject, place, { { "value", key }, { "expected", "it has no such member" } });
    }
}

// A text, or lines of it (easier to read in a file).
std::string textOf(const Json &json, const std::string &subject)
{
    if (json.is_string())
        return json.get<std::string>();
    std::string text;
    if (!json.is_array())
        throw Failure(ErrorKind::WrongShape, subject, "text", { { "expected", "text or a list of lines" }, { "found", json.type_name() } });
    for (const Json &line : json) {
        if (!line.is_string())
            throw Failure(ErrorKind::WrongShape, subject, "text", { { "expected", "text or a list of lines" }, { "found", line.type_name() } });
        if (&line != &json.front())
            text += '\n';
        text += line.get<std::string>();
    }
    return text;
}

} // namespace

Json toJson(const PromptTemplate &prompt)
{
    return Json { { "id", prompt.id }, { "name", prompt.name }, { "language", prompt.language },
        { "sections", sectionsJson(prompt) }, { "extra_fields", prompt.extra_fields } };
}

PromptTemplate promptFromJson(const Json &json, const std::string &subject)
{
    PromptTemplate prompt;
    prompt.id = base::fieldOr<std::string>(json, "id", "", subject);
    prompt.name = base::fieldOr<std::string>(json, "name", "", subject);
    prompt.language = base::fieldOr<std::string>(json, "language", "en", subject);
    refuseUnknown(json, { "id", "name", "language", "sections", "extra_fields" }, subject, "the prompt");
    if (prompt.language != "en" && prompt.language != "zh")
        throw Failure(ErrorKind::InvalidValue, "language", subject, { { "value", prompt.language }, { "expected", "en or zh" } });
    const Json sections = base::field<Json>(json, "sections", subject);
    if (!sections.is_object())
        throw Failure(ErrorKind::WrongShape, subject, "sections", { { "expected", "an object" }, { "found", sections.type_name() } });
    refuseUnknown(sections, { "role_definition", "task_objective", "user_profile", "response_guidelines" }, subject, "sections");
    for (const SectionKind kind : kSectionKinds) {
        const std::string name(sectionName(kind));
        if (!sections.contains(name)) {
            prompt.section(kind).enabled = false;
            continue;
        }
        refuseUnknown(sections[name], { "enabled", "text" }, subject, "section " + name);
        prompt.section(kind).enabled = base::fieldOr<bool>(sections[name], "enabled", true, subject);
        prompt.section(kind).text = textOf(base::fieldOr<Json>(sections[name], "text", "", subject), subject);
    }
    for (const Json &field : base::fieldOr<Json>(json, "extra_fields", Json::array(), subject)) {
        const std::string name = field.is_string() ? field.get<std::string>() : std::string();
        if (name.empty() || name.size() > 64 || name.find_first_of("{}\n") != std::string::npos || isGroup(name))
            throw Failure(ErrorKind::InvalidValue, "extra_fields", subject,
                { { "value", base::toLine(field) }, { "expected", "names of at most 64 bytes without braces that are no group" } });
        if (prompt.extra_fields.size() == kMostExtraFields)
            throw Failure(ErrorKind::TooLong, subject, "extra_fields",
                { { "found", "more than 256 extra fields" }, { "limit", std::to_string(kMostExtraFields) } });
        prompt.extra_fields.push_back(name);
    }
    return prompt;
}

std::string contentHash(const PromptTemplate &prompt)
{
    return base::sha256(base::toLine(
        Json { { "language", prompt.language }, { "sections", sectionsJson(prompt) }, { "extra_fields", prompt.extra_fields } }));
}

std::filesystem::path presetFolder() { return base::dataDir() / "resources" / "prompts"; }

std::vector<PromptTemplate> presetPrompts(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code ec;
    for (const auto &entry : std::filesystem::directory_iterator(folder, ec)) {
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    }
    if (ec)
        throw Failure(ErrorKind::MissingResource, "The prompt presets", {}, { { "reason", folder.string() + ": " + ec.message() } });
    std::sort(files.begin(), files.end());
    std::vector<PromptTemplate> prompts;
    for (const std::filesystem::path &file : files) {
        PromptTemplate prompt = promptFromJson(base::readJson(file), file.string());
        if (prompt.id.empty())
            prompt.id = file.stem().string();
        check(prompt);
        prompts.push_back(std::move(prompt));
    }
    return prompts;
}

} // namespace text

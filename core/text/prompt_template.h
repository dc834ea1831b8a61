// SPDX-License-Identifier: GPL-3.0-or-later
// The system message as people design it: four sections of text with fields of the seeker's profile.
//
//   {{ profile.Age }}             the value of a field; names as in the PESC files, or declared in `extra_fields`
//   {{ profile.struggles }}       a group, one line "Label: value" a field that is there: life_experience, personality,
//                                 struggles, other (free fields), all
//   [[ , who is {{ profile.Sex }} ]]   a part that is left out when a field in it is missing
//   {{ "{{" }}                    literal text
//
// {{? profile.Age }} shows nothing, but counts as a field of its line: for headings of what may be missing.
// A line is left out when a field in it (outside [[ ]]) is missing or empty; of a paragraph without any line left no
// empty line stays. Values are inserted as they are and never read as template text, so nothing can recur.
#pragma once

#include "base/json.h"
#include "dialogue/dialogue.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace text {

enum class SectionKind { RoleDefinition, TaskObjective, UserProfile, ResponseGuidelines };
inline constexpr std::array kSectionKinds { SectionKind::RoleDefinition, SectionKind::TaskObjective,
    SectionKind::UserProfile, SectionKind::ResponseGuidelines };
std::string_view sectionName(SectionKind kind); // "role_definition", ...

struct PromptSection
{
    std::string text; // UTF-8, at most 64 KiB
    bool enabled = true;

    bool operator==(const PromptSection &) const = default;
};

struct PromptTemplate
{
    std::string id; // UUID or a preset's name; not part of the content
    std::string name; // what people call it; not part of the content
    std::string language = "en"; // labels of groups: "en" or "zh"
    std::array<PromptSection, 4> sections; // in the order of SectionKind
    std::vector<std::string> extra_fields; // free profile fields that may be named in the text

    PromptSection &section(SectionKind kind) { return sections[static_cast<size_t>(kind)]; }
    const PromptSection &section(SectionKind kind) const { return sections[static_cast<size_t>(kind)]; }
    bool operator==(const PromptTemplate &) const = default;
};

// Something wrong in a section, for people.
struct PromptProblem
{
    SectionKind section = SectionKind::RoleDefinition;
    size_t line = 1; // from 1
    size_t column = 1; // from 1, in characters
    size_t offset = 0; // UTF-8 bytes from the start of the section
    std::string reason; // "the field \"profile.Agee\" is not known; did you mean \"profile.Age\"?"
};

// All sections, also those switched off. Empty: the template is good. Never throws, ends on any input.
std::vector<PromptProblem> problems(const PromptTemplate &prompt);
// Throws TemplateSyntax for the first problem.
void check(const PromptTemplate &prompt);

// Where a section's text lies in the system message.
struct SectionSpan
{
    SectionKind section = SectionKind::RoleDefinition;
    size_t begin = 0; // UTF-8 bytes
    size_t end = 0;
};

struct RenderedPrompt
{
    std::string text; // no outer whitespace; empty when every section is off or empty
    std::vector<SectionSpan> sections; // of those that are in the text
    std::vector<std::string> missing; // fields that the template names and the profile lacks
};

// Sections are joined by an empty line. Throws TemplateSyntax, TooLong (above 1 MiB).
RenderedPrompt renderPrompt(const PromptTemplate &prompt, const dialogue::Profile &profile);

// What may stand behind "profile.": the 11 fields, the template's extra fields, the groups.
std::vector<std::string> knownFields(const PromptTemplate &prompt);

base::Json toJson(const PromptTemplate &prompt);
// Throws NotJson, MissingField, WrongShape, InvalidValue; unknown members are refused by name. Does not run check().
PromptTemplate promptFromJson(const base::Json &json, const std::string &subject);

// SHA-256 over the language, the sections and the extra fields: what decides the rendered text.
std::string contentHash(const PromptTemplate &prompt);

// The presets that come with Attune, `<data dir>/resources/prompts/*.json`, sorted by file name.
std::vector<PromptTemplate> presetPrompts(const std::filesystem::path &folder);
// The folder of the presets.
std::filesystem::path presetFolder();

} // namespace text

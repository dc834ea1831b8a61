// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/prompt_template.h"

#include "text/profile_groups.h"
#include "text/prompt_syntax.h"
#include "text/unicode.h"

#include <algorithm>

namespace text {

namespace {

using base::ErrorKind;
using base::Failure;

constexpr size_t kLongestSection = 64 * 1024;
constexpr size_t kLongestResult = 1024 * 1024;

PromptProblem located(SectionKind kind, std::string_view source, const SyntaxProblem &problem)
{
    PromptProblem result { kind, 1, 1, problem.offset, problem.reason };
    for (size_t i = 0; i < problem.offset && i < source.size(); ++i) {
        if (source[i] == '\n') {
            ++result.line;
            result.column = 1;
        } else if ((static_cast<unsigned char>(source[i]) & 0xC0) != 0x80) {
            ++result.column;
        }
    }
    return result;
}

std::vector<SyntaxProblem> sectionProblems(std::string_view source, const std::vector<std::string> &fields)
{
    if (source.size() > kLongestSection)
        return { { kLongestSection, "the section is longer than 64 KiB" } };
    if (!isValidUtf8(source))
        return { { 0, "the text is not UTF-8" } };
    return parseSection(source, fields).problems;
}

[[noreturn]] void throwTooLong()
{
    throw Failure(ErrorKind::TooLong, "The rendered prompt", {}, { { "found", "more than 1 MiB" }, { "limit", "1 MiB" } });
}

class SectionRenderer
{
public:
    SectionRenderer(const PromptTemplate &prompt, const dialogue::Profile &profile, std::vector<std::string> &missing)
        : m_prompt(prompt), m_profile(profile), m_missing(missing)
    {
    }

    std::string run(const ParsedSection &section)
    {
        std::string text;
        bool shown = true; // something of the current paragraph
        for (const PromptLine &line : section.lines) {
            if (isBlank(line)) {
                text += shown ? "\n" : "";
                continue;
            }
            // Behind an empty line a new paragraph begins.
            shown = shown && !text.empty() && !text.ends_with("\n\n");
            std::string rendered;
            if (!renderLine(line, rendered))
                continue;
            shown = true;
            text += rendered + "\n";
            if (text.size() > kLongestResult)
                throwTooLong();
        }
        return std::string(trimmed(text));
    }

private:
    static bool isBlank(const PromptLine &line)
    {
        return line.parts.empty()
            || (line.parts.size() == 1 && line.parts[0].kind == PromptPart::Text && trimmed(line.parts[0].text).empty());
    }

    std::optional<std::string> value(const std::string &name)
    {
        auto text = isGroup(name) ? groupText(m_profile, name, m_prompt.language) : fieldText(m_profile, name);
        if (!text && std::find(m_missing.begin(), m_missing.end(), name) == m_missing.end())
            m_missing.push_back(name);
        return text;
    }

    // False: the line is left out.
    bool renderLine(const PromptLine &line, std::string &out)
    {
        bool optional = false; // inside [[ ]]
        bool partShown = true;
        bool lineShown = true;
        bool onlyEmptyParts = false; // there were optional parts, and none was shown
        size_t partStart = 0;
        for (const PromptPart &part : line.parts) {
            switch (part.kind) {
            case PromptPart::Open:
                optional = partShown = true;
                partStart = out.size();
                break;
            case PromptPart::Close:
                optional = false;
                if (!partShown) {
                    out.resize(partStart);
                    onlyEmptyParts = true;
                }
                break;
            case PromptPart::Text: out += part.text; break;
            case PromptPart::Field:
            case PromptPart::Condition:
                if (const auto text = value(part.text))
                    out += part.kind == PromptPart::Field ? *text : std::string();
                else
                    (optional ? partShown : lineShown) = false;
                break;
            }
            if (out.size() > kLongestResult)
                throwTooLong();
        }
        return lineShown && !(onlyEmptyParts && trimmed(out).empty());
    }

    const PromptTemplate &m_prompt;
    const dialogue::Profile &m_profile;
    std::vector<std::string> &m_missing;
};

} // namespace

std::string_view sectionName(SectionKind kind)
{
    switch (kind) {
    case SectionKind::RoleDefinition: return "role_definition";
    case SectionKind::TaskObjective: return "task_objective";
    case SectionKind::UserProfile: return "user_profile";
    case SectionKind::ResponseGuidelines: return "response_guidelines";
    }
    return {};
}

std::vector<std::string> knownFields(const PromptTemplate &prompt)
{
    std::vector<std::string> fields = dialogue::pescFieldNames();
    fields.insert(fields.end(), prompt.extra_fields.begin(), prompt.extra_fields.end());
    fields.insert(fields.end(), groupNames().begin(), groupNames().end());
    return fields;
}

std::vector<PromptProblem> problems(const PromptTemplate &prompt)
{
    const std::vector<std::string> fields = knownFields(prompt);
    std::vector<PromptProblem> result;
    for (const SectionKind kind : kSectionKinds) {
        const std::string &source = prompt.section(kind).text;
        for (const SyntaxProblem &problem : sectionProblems(source, fields))
            result.push_back(located(kind, source, problem));
    }
    return result;
}

void check(const PromptTemplate &prompt)
{
    const std::vector<PromptProblem> found = problems(prompt);
    if (found.empty())
        return;
    const PromptProblem &first = found.front();
    throw Failure(ErrorKind::TemplateSyntax, std::string(sectionName(first.section)),
        "line " + std::to_string(first.line) + ", column " + std::to_string(first.column), { { "reason", first.reason } });
}

RenderedPrompt renderPrompt(const PromptTemplate &prompt, const dialogue::Profile &profile)
{
    check(prompt);
    const std::vector<std::string> fields = knownFields(prompt);
    RenderedPrompt result;
    for (const SectionKind kind : kSectionKinds) {
        if (!prompt.section(kind).enabled)
            continue;
        SectionRenderer renderer(prompt, profile, result.missing);
        const std::string text = renderer.run(parseSection(prompt.section(kind).text, fields));
        if (text.empty())
            continue;
        if (!result.text.empty())
            result.text += "\n\n";
        const size_t begin = result.text.size();
        result.text += text;
        result.sections.push_back({ kind, begin, result.text.size() });
    }
    if (result.text.size() > kLongestResult)
        throwTooLong();
    return result;
}

} // namespace text

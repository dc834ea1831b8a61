// SPDX-License-Identifier: GPL-3.0-or-later
// The prompt template: any text as a section, any value in a profile, any JSON as a stored prompt.
#include "base/error.h"
#include "fuzz.h"
#include "text/prompt_template.h"
#include "text/unicode.h"

namespace {

using fuzz::promise;

dialogue::Profile profileOf(std::string_view value)
{
    dialogue::Profile profile;
    profile.fields = { { "Name", std::string(value.substr(0, 2000)) }, { "Age", 31 }, { "Hobby", "" },
        { "situation", "{{ profile.Name }} [[ x ]] }}" }, { "Faith", std::string(value.substr(value.size() / 2)) } };
    return profile;
}

void checkPlaces(const text::PromptTemplate &prompt, const std::vector<text::PromptProblem> &problems)
{
    for (const text::PromptProblem &problem : problems) {
        promise(problem.line >= 1 && problem.column >= 1 && !problem.reason.empty(), "a problem has a place and a sentence");
        promise(problem.offset <= prompt.section(problem.section).text.size(), "a problem lies inside its section");
    }
}

void tryAsSections(std::string_view input)
{
    text::PromptTemplate prompt;
    const size_t cut = input.find('\0');
    prompt.section(text::SectionKind::RoleDefinition).text = input.substr(0, cut);
    if (cut != std::string_view::npos)
        prompt.section(text::SectionKind::UserProfile).text = input.substr(cut + 1);
    prompt.extra_fields = { "Faith" };
    prompt.language = input.size() % 2 ? "zh" : "en";
    const auto problems = text::problems(prompt);
    checkPlaces(prompt, problems);
    try {
        const text::RenderedPrompt rendered = text::renderPrompt(prompt, profileOf(input));
        promise(problems.empty(), "a template with problems is not rendered");
        promise(text::isValidUtf8(rendered.text), "a prompt is valid UTF-8");
        size_t end = 0;
        for (const text::SectionSpan &section : rendered.sections) {
            promise(section.begin >= end && section.end >= section.begin, "sections lie in order");
            end = section.end;
        }
        promise(end <= rendered.text.size(), "sections lie inside the text");
    } catch (const base::Failure &) {
    }
    promise(!text::contentHash(prompt).empty(), "every content has a hash");
}

void tryAsJson(std::string_view input)
{
    try {
        const text::PromptTemplate prompt = text::promptFromJson(base::parseJson(input, "fuzz"), "fuzz");
        promise(text::promptFromJson(text::toJson(prompt), "fuzz") == prompt, "a prompt survives its JSON");
    } catch (const base::Failure &) {
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view input = fuzz::textOf(data, size);
    tryAsSections(input);
    tryAsJson(input);
    return 0;
}

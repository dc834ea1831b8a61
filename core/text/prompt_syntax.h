// SPDX-License-Identifier: GPL-3.0-or-later
// A prompt section's text taken apart: text, fields, optional parts, line by line. See prompt_template.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace text {

struct PromptPart
{
    enum Kind { Text, Field, Condition, Open, Close } kind = Text; // Condition: {{? ... }}; Open and Close: of [[ ]]
    std::string text; // the text, or the field's name behind "profile."
    size_t offset = 0; // UTF-8 bytes from the start of the section
};

struct PromptLine
{
    std::vector<PromptPart> parts;
};

struct SyntaxProblem
{
    size_t offset = 0;
    std::string reason;
};

struct ParsedSection
{
    std::vector<PromptLine> lines;
    std::vector<SyntaxProblem> problems; // empty: the section is good
};

// Linear in the text; at most 20 problems. `fields`: what may stand behind "profile.".
ParsedSection parseSection(std::string_view source, const std::vector<std::string> &fields);

} // namespace text

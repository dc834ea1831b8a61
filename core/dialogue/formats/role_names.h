// SPDX-License-Identifier: GPL-3.0-or-later
// Who speaks, by the names that people's files have for it: the one table for all formats.
#pragma once

#include "dialogue/dialogue.h"

#include <optional>
#include <string>
#include <string_view>

namespace dialogue {

// System messages and what tools are asked and answer are no turns of a dialogue.
enum class Role { Seeker, Supporter, System, Tool };

// In any case of ASCII letters, with whitespace around and a colon behind (ASCII or full-width): " Client：".
std::optional<Role> roleNamed(std::string_view name);
// The same; none for System and Tool, too.
std::optional<Speaker> speakerNamed(std::string_view name);

// "来访者：你好": a name of the table, its colon, and what is said.
struct LabelledLine
{
    Speaker speaker = Speaker::Seeker;
    std::string_view label; // as it stands there, with the colon
    std::string_view text; // behind it, whitespace and all
};
std::optional<LabelledLine> labelledLine(std::string_view line);

// For errors: "a name such as user, client, ... or assistant, ...".
std::string expectedRoleNames();

} // namespace dialogue

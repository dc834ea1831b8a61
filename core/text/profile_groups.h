// SPDX-License-Identifier: GPL-3.0-or-later
// A profile's fields by what they tell: the life the seeker has led, the person, what weighs on them.
#pragma once

#include "dialogue/dialogue.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace text {

// The names that may stand behind "profile." beside single fields.
const std::vector<std::string> &groupNames();
bool isGroup(std::string_view name);

// The field's value as it is shown; nothing when it is absent, null, empty or only white space.
std::optional<std::string> fieldText(const dialogue::Profile &profile, std::string_view name);

// One line "Label: value" for each field of the group that is there, labels in `language` ("en", "zh"); nothing when none
// is. "other": fields that are none of PESC's 11.
std::optional<std::string> groupText(const dialogue::Profile &profile, std::string_view group, std::string_view language);

} // namespace text

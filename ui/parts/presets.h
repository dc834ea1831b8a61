// SPDX-License-Identifier: GPL-3.0-or-later
// The prompt templates that come with Attune, as every list in the window shows them.
#pragma once

#include "text/prompt_template.h"

#include <vector>

namespace parts {

// Those in the window's language come first; otherwise in the order of their files. Throws what text::presetPrompts throws.
std::vector<text::PromptTemplate> presetPrompts();

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
// Prompt templates by the name a person gives: presets that come with Attune, those of the workspace, files.
#pragma once

#include "storage/prompt_repository.h"
#include "text/prompt_template.h"

#include <string>
#include <vector>

namespace workspace {

// Conversion between the two halls' types. Throws what text::promptFromJson throws.
text::PromptTemplate toPrompt(const storage::StoredPrompt &stored);
storage::StoredPrompt toStored(const text::PromptTemplate &prompt);

// A file, the id or name of one in the workspace (`prompts` may be null), the id of a preset; empty: the preset "supporter-four-part".
// Throws NotFound with the known names.
text::PromptTemplate resolvePrompt(const std::string &nameOrFile, const storage::PromptRepository *prompts);

} // namespace workspace

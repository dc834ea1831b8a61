// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/prompt_shelf.h"

#include "base/json.h"

#include <filesystem>

namespace workspace {

namespace fs = std::filesystem;

namespace {

constexpr char kDefaultPreset[] = "supporter-four-part";

} // namespace

text::PromptTemplate toPrompt(const storage::StoredPrompt &stored)
{
    text::PromptTemplate prompt = text::promptFromJson(stored.content, "the prompt template " + stored.name);
    prompt.id = stored.id;
    prompt.name = stored.name;
    return prompt;
}

storage::StoredPrompt toStored(const text::PromptTemplate &prompt)
{
    storage::StoredPrompt stored;
    stored.id = prompt.id;
    stored.name = prompt.name;
    stored.content = toJson(prompt);
    stored.content_hash = contentHash(prompt);
    return stored;
}

text::PromptTemplate resolvePrompt(const std::string &nameOrFile, const storage::PromptRepository *prompts)
{
    std::error_code ec;
    if (!nameOrFile.empty() && fs::is_regular_file(nameOrFile, ec))
        return text::promptFromJson(base::readJson(nameOrFile), nameOrFile);
    std::string known;
    const auto remember = [&known](const std::string &name) { known += (known.empty() ? "" : ", ") + name; };
    if (prompts) {
        for (const storage::StoredPrompt &stored : prompts->list()) {
            if (!nameOrFile.empty() && (stored.id == nameOrFile || stored.name == nameOrFile))
                return toPrompt(stored);
            remember(stored.name);
        }
    }
    const std::vector<text::PromptTemplate> presets = text::presetPrompts(text::presetFolder());
    const std::string wanted = nameOrFile.empty() ? kDefaultPreset : nameOrFile;
    for (const text::PromptTemplate &preset : presets) {
        if (preset.id == wanted || preset.name == wanted)
            return preset;
        remember(preset.id);
    }
    if (nameOrFile.empty() && !presets.empty())
        return presets.front();
    throw base::Failure(base::ErrorKind::NotFound, "The prompt template " + wanted, "the workspace and the presets",
        { { "remedy", known.empty() ? std::string() : "Known: " + known + "." } });
}

} // namespace workspace

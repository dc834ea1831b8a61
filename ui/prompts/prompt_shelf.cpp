// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_shelf.h"

#include "jobs/prompt_shelf.h"
#include "jobs/workspace.h"
#include "ui/parts/presets.h"
#include "ui/parts/text_format.h"

#include <algorithm>

namespace prompts {

PromptShelf::PromptShelf(jobs::Workspace &workspace)
    : m_workspace(workspace)
    , m_presets(parts::presetPrompts())
{
}

bool PromptShelf::isPreset(const std::string &id) const
{
    return std::any_of(m_presets.begin(), m_presets.end(), [&](const text::PromptTemplate &preset) { return preset.id == id; });
}

std::vector<ShelfRow> PromptShelf::rows()
{
    std::vector<ShelfRow> rows;
    for (const storage::StoredPrompt &stored : m_workspace.prompts().list()) {
        m_known[stored.id] = stored.version;
        ShelfRow row { jobs::toPrompt(stored), false, int(stored.version), stored.time, false };
        row.isBroken = !text::problems(row.prompt).empty();
        rows.push_back(std::move(row));
    }
    for (const text::PromptTemplate &preset : m_presets)
        rows.push_back({ preset, true, 0, {}, false });
    return rows;
}

std::vector<ShelfVersion> PromptShelf::versions(const std::string &id) const
{
    std::vector<ShelfVersion> versions;
    if (id.empty() || isPreset(id))
        return versions;
    for (const storage::StoredPrompt &stored : m_workspace.prompts().versions(id))
        versions.push_back({ jobs::toPrompt(stored), int(stored.version), stored.time, stored.content_hash });
    return versions;
}

text::PromptTemplate PromptShelf::save(const text::PromptTemplate &prompt)
{
    storage::StoredPrompt stored = jobs::toStored(prompt);
    const auto known = m_known.find(prompt.id);
    if (prompt.id.empty() || isPreset(prompt.id) || known == m_known.end()) {
        stored.id.clear();
        stored = m_workspace.prompts().add(std::move(stored), m_workspace.author());
    } else {
        stored.version = known->second;
        stored = m_workspace.prompts().save(stored, m_workspace.author());
    }
    m_known[stored.id] = stored.version;
    return jobs::toPrompt(stored);
}

void PromptShelf::remove(const std::string &id)
{
    m_workspace.prompts().remove(id);
    m_known.erase(id);
}

QString shortHash(const text::PromptTemplate &prompt) { return parts::fromUtf8(text::contentHash(prompt)).left(8); }

} // namespace prompts

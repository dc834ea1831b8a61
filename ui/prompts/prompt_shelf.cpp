// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_shelf.h"

#include "ui/parts/presets.h"
#include "ui/parts/text_format.h"
#include "workspace/prompt_shelf.h"
#include "workspace/workspace.h"

#include <algorithm>

namespace prompts {

namespace {
ShelfVersion toVersion(const storage::StoredPrompt &stored) { return { workspace::toPrompt(stored), int(stored.version), stored.time, stored.content_hash }; }
} // namespace

PromptShelf::PromptShelf(workspace::Workspace &workspace)
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
        ShelfRow row { workspace::toPrompt(stored), false, int(stored.version), stored.time, false };
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
        versions.push_back(toVersion(stored));
    return versions;
}

int PromptShelf::newestVersion(const std::string &id) const
{
    const auto found = m_workspace.prompts().find(id);
    return found ? int(found->version) : 0;
}

ShelfVersion PromptShelf::save(const text::PromptTemplate &prompt, int base)
{
    storage::StoredPrompt stored = workspace::toStored(prompt);
    if (base > 0) {
        stored.version = base;
        return toVersion(m_workspace.prompts().save(stored, m_workspace.author()));
    }
    stored.id.clear();
    return toVersion(m_workspace.prompts().add(std::move(stored), m_workspace.author()));
}

void PromptShelf::remove(const std::string &id) { m_workspace.prompts().remove(id); }

ShelfVersion PromptShelf::restore(const std::vector<ShelfVersion> &versions)
{
    storage::StoredPrompt last;
    m_workspace.database().transaction([&] {
        for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
            storage::StoredPrompt stored = workspace::toStored(version->prompt);
            stored.version = last.version;
            last = last.version == 0 ? m_workspace.prompts().add(std::move(stored), m_workspace.author())
                                     : m_workspace.prompts().save(stored, m_workspace.author());
        }
    });
    return toVersion(last);
}

QString shortHash(const text::PromptTemplate &prompt) { return parts::fromUtf8(text::contentHash(prompt)).left(8); }

} // namespace prompts

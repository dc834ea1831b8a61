// SPDX-License-Identifier: GPL-3.0-or-later
// The prompt templates there are: the presets that come with Attune and the workspace's own, as the page lists them.
#pragma once

#include "text/prompt_template.h"

#include <QString>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jobs {
class Workspace;
}

namespace prompts {

struct ShelfRow
{
    text::PromptTemplate prompt; // the newest version
    bool isPreset = false;
    int version = 0; // 0: a preset
    std::string saved; // UTC; empty for a preset
    bool isBroken = false; // it has mistakes
};

struct ShelfVersion
{
    text::PromptTemplate prompt;
    int version = 0;
    std::string saved; // UTC
    std::string hash;
};

// ui thread only. Every method throws what the workspace throws.
class PromptShelf
{
public:
    explicit PromptShelf(jobs::Workspace &workspace);

    // Own ones first, by name; then the presets, those in the window's language first.
    std::vector<ShelfRow> rows();
    // Newest first; a preset has none.
    std::vector<ShelfVersion> versions(const std::string &id) const;
    // A preset or a new one becomes an own one with a UUID of its own; an own one gets a new version, unless its content
    // and name are those of the newest. Returns it as saved.
    text::PromptTemplate save(const text::PromptTemplate &prompt);
    void remove(const std::string &id);

private:
    bool isPreset(const std::string &id) const;

    jobs::Workspace &m_workspace;
    std::vector<text::PromptTemplate> m_presets;
    std::map<std::string, int64_t> m_known; // id -> the version that was read: what an edit is based on
};

// "a1b2c3d4": enough of a content hash to tell versions apart.
QString shortHash(const text::PromptTemplate &prompt);

} // namespace prompts

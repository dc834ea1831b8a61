// SPDX-License-Identifier: GPL-3.0-or-later
// The prompt templates there are: the presets that come with Attune and the workspace's own, as the page lists them.
#pragma once

#include "text/prompt_template.h"

#include <QString>

#include <cstdint>
#include <string>
#include <vector>

namespace workspace {
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
    explicit PromptShelf(workspace::Workspace &workspace);

    // Own ones first, by name; then the presets, those in the window's language first.
    std::vector<ShelfRow> rows();
    // Newest first; a preset has none.
    std::vector<ShelfVersion> versions(const std::string &id) const;
    // `base`: the version the edit was based on. 0, for a preset or a new one: it becomes an own one with a UUID of its own. Else an
    // own one gets a new version, unless its content and name are those of the newest. Returns it as saved.
    // Throws Conflict when another desk has saved since, NotFound when it was deleted.
    ShelfVersion save(const text::PromptTemplate &prompt, int base);
    int newestVersion(const std::string &id) const; // 0: there is none
    void remove(const std::string &id);
    // Takes a removal back: all its versions (newest first, as `versions` gives them) under the id they had.
    ShelfVersion restore(const std::vector<ShelfVersion> &versions);

private:
    bool isPreset(const std::string &id) const;

    workspace::Workspace &m_workspace;
    std::vector<text::PromptTemplate> m_presets;
};

// "a1b2c3d4": enough of a content hash to tell versions apart.
QString shortHash(const text::PromptTemplate &prompt);

} // namespace prompts

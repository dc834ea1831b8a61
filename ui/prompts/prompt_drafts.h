// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed into a prompt template and is no version yet, kept in the workspace for a later window.
#pragma once

#include "text/prompt_template.h"

#include <optional>
#include <string>

namespace workspace {
class Workspace;
}

namespace prompts {

struct PromptDraft
{
    text::PromptTemplate prompt; // its id empty: a new one
    int base = 0; // the version that it is based on; 0: a preset or a new one

    bool operator==(const PromptDraft &) const = default;
};

// ui thread only; methods throw what the workspace throws. Drafts of a window that still lives are not seen, and stay
// (parts/draft_keeper.h).
class PromptDrafts
{
public:
    explicit PromptDrafts(workspace::Workspace &workspace)
        : m_workspace(workspace)
    {
    }

    void keep(const PromptDraft &draft);
    void forget(const std::string &promptId); // empty: of the new one
    std::optional<PromptDraft> find(const std::string &promptId) const;
    std::optional<PromptDraft> newest() const;

private:
    workspace::Workspace &m_workspace;
    std::optional<PromptDraft> m_kept; // the last one, so that nothing is written twice
};

} // namespace prompts

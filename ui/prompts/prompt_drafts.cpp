// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_drafts.h"

#include "run/process_identity.h"
#include "storage/draft_repository.h"
#include "workspace/workspace.h"

namespace prompts {

using base::Json;

namespace {

constexpr const char *kNew = "new prompt"; // no id of a prompt
constexpr const char *kKind = "prompt";
constexpr const char *kField = "prompt";

std::string objectOf(const std::string &promptId) { return promptId.empty() ? kNew : promptId; }

// Nothing for one of a window that lives, or of another version.
std::optional<PromptDraft> draftOf(const storage::Draft &draft)
{
    try {
        const Json json = base::parseJson(draft.text, kField);
        const auto owner = run::processFromJson(json.value("owner", Json()));
        if (owner && !(*owner == run::thisProcess()) && run::isAlive(*owner))
            return std::nullopt;
        PromptDraft found { text::promptFromJson(json.at("prompt"), kField), int(draft.base_revision) };
        found.prompt.id = draft.object_id == kNew ? std::string() : draft.object_id;
        return found;
    } catch (const std::exception &) {
        return std::nullopt;
    }
}

} // namespace

void PromptDrafts::keep(const PromptDraft &draft)
{
    if (m_kept && *m_kept == draft)
        return;
    const Json json { { "owner", run::toJson(run::thisProcess()) }, { "prompt", text::toJson(draft.prompt) } };
    storage::DraftRepository(m_workspace.database())
        .keep(storage::Draft { objectOf(draft.prompt.id), kField, kKind, base::toLine(json), draft.base, m_workspace.author() });
    m_kept = draft;
}

void PromptDrafts::forget(const std::string &promptId)
{
    m_kept.reset();
    storage::DraftRepository(m_workspace.database()).forget(objectOf(promptId), kField);
}

std::optional<PromptDraft> PromptDrafts::find(const std::string &promptId) const
{
    for (const storage::Draft &draft : storage::DraftRepository(m_workspace.database()).of(objectOf(promptId))) {
        if (draft.field == kField)
            return draftOf(draft);
    }
    return std::nullopt;
}

std::optional<PromptDraft> PromptDrafts::newest() const
{
    const auto draft = storage::DraftRepository(m_workspace.database()).newest(kKind);
    return draft ? draftOf(*draft) : std::nullopt;
}

} // namespace prompts

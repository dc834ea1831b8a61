// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_drafts.h"

#include "storage/draft_repository.h"
#include "ui/parts/draft_keeper.h"
#include "workspace/workspace.h"

namespace prompts {

using base::Json;

namespace {

constexpr const char *kNew = "new prompt"; // no id of a prompt
constexpr const char *kKind = "prompt";
constexpr const char *kField = "prompt";

std::string objectOf(const std::string &promptId) { return promptId.empty() ? kNew : promptId; }

// Nothing for one of another version.
std::optional<PromptDraft> draftOf(const storage::Draft &draft)
{
    try {
        const Json json = base::parseJson(draft.text, kField);
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
    const Json json { { "prompt", text::toJson(draft.prompt) } };
    storage::DraftRepository(m_workspace.database())
        .keep(storage::Draft { objectOf(draft.prompt.id), kField, kKind, base::toLine(json), draft.base, m_workspace.author(), {}, parts::draftOwner() });
    m_kept = draft;
}

void PromptDrafts::forget(const std::string &promptId)
{
    m_kept.reset();
    storage::DraftRepository(m_workspace.database()).forget(objectOf(promptId), kField, parts::draftOwner());
}

std::optional<PromptDraft> PromptDrafts::find(const std::string &promptId) const
{
    storage::DraftRepository drafts(m_workspace.database());
    for (const storage::Draft &draft : parts::takeOverDrafts(drafts, objectOf(promptId))) {
        if (draft.field == kField)
            return draftOf(draft);
    }
    return std::nullopt;
}

std::optional<PromptDraft> PromptDrafts::newest() const
{
    const auto draft = parts::newestDraft(storage::DraftRepository(m_workspace.database()), kKind);
    return draft ? find(draft->object_id == kNew ? std::string() : draft->object_id) : std::nullopt;
}

} // namespace prompts

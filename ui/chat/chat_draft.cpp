// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_draft.h"

#include "run/process_identity.h"
#include "storage/draft_repository.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

namespace chat {

using base::Json;

namespace {

constexpr const char *kObject = "chat";
constexpr const char *kWhat = "the draft of the chat";

Json toJson(const ChatDraft &draft)
{
    Json json { { "owner", run::toJson(run::thisProcess()) }, { "composer", parts::toUtf8(draft.composer) },
        { "speaker", dialogue::speakerName(draft.speaker) }, { "edited", draft.edited }, { "adapter", parts::toUtf8(draft.adapter) },
        { "profile", parts::toUtf8(draft.profile) }, { "dialogue_id", draft.dialogue_id }, { "kept_profile", draft.kept_profile } };
    if (draft.unkept)
        json["unkept"] = dialogue::toJson(*draft.unkept);
    return json;
}

ChatDraft fromJson(const Json &json, int64_t revision)
{
    const auto text = [&](const char *key) { return base::fieldOr<std::string>(json, key, "", kWhat); };
    ChatDraft draft;
    draft.composer = parts::fromUtf8(text("composer"));
    draft.speaker = dialogue::speakerFromName(text("speaker")).value_or(dialogue::Speaker::Seeker);
    draft.edited = base::fieldOr<int>(json, "edited", -1, kWhat);
    draft.adapter = parts::fromUtf8(text("adapter"));
    draft.profile = parts::fromUtf8(text("profile"));
    draft.dialogue_id = text("dialogue_id");
    draft.kept_profile = text("kept_profile");
    draft.revision = revision;
    if (json.contains("unkept"))
        draft.unkept = dialogue::dialogueFromJson(json["unkept"], kWhat);
    return draft;
}

bool isOfAnotherWindow(const Json &json)
{
    const auto owner = run::processFromJson(json.value("owner", Json()));
    return owner && !(*owner == run::thisProcess()) && run::isAlive(*owner);
}

} // namespace

ChatDrafts::ChatDrafts(workspace::Workspace &workspace)
    : m_workspace(workspace)
    , m_field("page:" + std::to_string(run::thisProcess().pid))
{
}

std::optional<ChatDraft> ChatDrafts::read() const
{
    std::optional<storage::Draft> newest;
    Json content;
    for (const storage::Draft &draft : storage::DraftRepository(m_workspace.database()).of(kObject)) {
        if (newest && draft.time < newest->time)
            continue;
        try {
            Json json = base::parseJson(draft.text, kWhat);
            if (isOfAnotherWindow(json))
                continue;
            content = std::move(json);
            newest = draft;
        } catch (const base::Failure &) {
            // Of another version: nobody's.
        }
    }
    return newest ? std::optional(fromJson(content, newest->base_revision)) : std::nullopt;
}

void ChatDrafts::write(const ChatDraft &draft)
{
    if (m_written && *m_written == draft)
        return;
    storage::DraftRepository drafts(m_workspace.database());
    storage::Draft kept { kObject, m_field, "chat", base::toLine(toJson(draft)), draft.revision, m_workspace.author() };
    m_workspace.database().transaction([&] {
        if (!m_written) { // those of windows that are gone were taken over, or are older
            for (const storage::Draft &other : drafts.of(kObject)) {
                if (other.field != m_field && !isOfAnotherWindow(base::parseJson(other.text, kWhat)))
                    drafts.forget(kObject, other.field);
            }
        }
        drafts.keep(kept);
    });
    m_written = draft;
}

} // namespace chat

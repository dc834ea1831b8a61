// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_draft.h"

#include "base/uuid.h"
#include "run/process_identity.h"
#include "storage/draft_repository.h"
#include "ui/chat/chat_archive.h"
#include "ui/chat/conversation.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <tuple>

namespace chat {

using base::Json;

namespace {

constexpr const char *kObject = "chat";
constexpr const char *kWhat = "the draft of the chat";

Json toJson(const ChatDraft &draft)
{
    Json json { { "owner", run::toJson(run::thisProcess()) }, { "composer", parts::toUtf8(draft.composer) },
        { "speaker", dialogue::speakerName(draft.speaker) }, { "edited_turn", draft.edited }, { "adapter", parts::toUtf8(draft.adapter) },
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
    draft.edited = text("edited_turn");
    draft.adapter = parts::fromUtf8(text("adapter"));
    draft.profile = parts::fromUtf8(text("profile"));
    draft.dialogue_id = text("dialogue_id");
    draft.kept_profile = text("kept_profile");
    draft.revision = revision;
    if (json.contains("unkept"))
        draft.unkept = dialogue::dialogueFromJson(json["unkept"], kWhat);
    return draft;
}

} // namespace

struct ChatDrafts::Row
{
    storage::Draft stored;
    ChatDraft draft;
    bool isOurs = false; // this process wrote it
};

// Two processes may have one number (in two containers, or one after the other): a page's field is nobody else's.
ChatDrafts::ChatDrafts(workspace::Workspace &workspace)
    : m_workspace(workspace)
    , m_field("page:" + base::newUuid())
{
}

std::vector<ChatDrafts::Row> ChatDrafts::rows() const
{
    std::vector<Row> rows;
    for (const storage::Draft &draft : storage::DraftRepository(m_workspace.database()).of(kObject)) {
        try {
            const Json json = base::parseJson(draft.text, kWhat);
            const auto owner = run::processFromJson(json.value("owner", Json()));
            const bool isOurs = owner && *owner == run::thisProcess();
            if (draft.field != m_field && (!owner || isOurs || !run::isAlive(*owner)))
                rows.push_back({ draft, fromJson(json, draft.base_revision), isOurs });
        } catch (const std::exception &) {
            // Of another version: nobody's.
        }
    }
    return rows;
}

std::optional<ChatDraft> ChatDrafts::take()
{
    const std::vector<Row> found = rows();
    const auto best = std::max_element(found.begin(), found.end(),
        [](const Row &a, const Row &b) { return std::tie(a.isOurs, a.stored.time) < std::tie(b.isOurs, b.stored.time); });
    if (best == found.end())
        return std::nullopt;
    m_taken = best->stored.field;
    return best->draft;
}

void ChatDrafts::write(const ChatDraft &draft)
{
    if (m_written && *m_written == draft)
        return;
    storage::DraftRepository drafts(m_workspace.database());
    m_workspace.database().transaction([&] {
        if (!m_taken.empty())
            drafts.forget(kObject, m_taken, {}); // a field names its page, no row names its owner
        drafts.keep(storage::Draft { kObject, m_field, "chat", base::toLine(toJson(draft)), draft.revision, m_workspace.author() });
    });
    m_taken.clear();
    m_written = draft;
}

std::vector<ChatDrafts::Left> ChatDrafts::others() const
{
    std::vector<Left> left;
    for (const Row &row : rows()) {
        if (!row.isOurs && row.stored.field != m_taken)
            left.push_back({ row.stored.field, row.draft });
    }
    return left;
}

std::string ChatDrafts::keepUnkept(const Left &left)
{
    std::string kept;
    storage::DraftRepository drafts(m_workspace.database());
    // Together: a window that is killed in between must not keep it twice.
    m_workspace.database().transaction([&] {
        std::optional<storage::Draft> row;
        for (const storage::Draft &draft : drafts.of(kObject)) {
            if (draft.field == left.field)
                row = draft;
        }
        if (!row || !left.draft.unkept)
            return; // another window was faster
        const dialogue::Dialogue &unkept = *left.draft.unkept;
        const auto stored = m_workspace.dialogues().find(unkept.id);
        if (!stored || !isStored(unkept, stored->dialogue)) {
            const bool isOwn = stored && left.draft.revision == stored->revision && left.draft.kept_profile == unkept.profile.id;
            ChatArchive archive(m_workspace);
            archive.takeUp(unkept.id, left.draft.kept_profile, isOwn ? left.draft.revision : 0);
            Conversation conversation;
            conversation.load(unkept, !isOwn);
            archive.save(conversation.dialogue());
            kept = conversation.dialogue().id;
        }
        ChatDraft rest = left.draft;
        rest.unkept.reset();
        Json json = toJson(rest);
        json["owner"] = base::parseJson(row->text, kWhat).value("owner", Json());
        row->text = base::toLine(json);
        drafts.keep(*row);
    });
    return kept;
}

void ChatDrafts::forget(const std::string &field) { storage::DraftRepository(m_workspace.database()).forget(kObject, field, {}); }

bool isStored(const dialogue::Dialogue &left, const dialogue::Dialogue &stored)
{
    return std::all_of(left.turns.begin(), left.turns.end(), [&](const dialogue::Turn &turn) {
        return std::any_of(stored.turns.begin(), stored.turns.end(),
            [&](const dialogue::Turn &other) { return other.id == turn.id && other.text.starts_with(turn.text); });
    });
}

} // namespace chat

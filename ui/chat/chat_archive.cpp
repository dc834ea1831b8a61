// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_archive.h"

#include "workspace/workspace.h"

namespace chat {

void ChatArchive::startNew()
{
    m_id.clear();
    m_profile.clear();
    m_revision = 0;
}

dialogue::Dialogue ChatArchive::resume(const std::string &id)
{
    const storage::StoredDialogue stored = m_workspace.dialogues().get(id);
    m_id = id;
    m_profile = stored.dialogue.profile.id;
    m_revision = stored.revision;
    return stored.dialogue;
}

void ChatArchive::takeUp(const std::string &id, const std::string &profile, int64_t revision)
{
    m_id = revision > 0 ? id : std::string();
    m_profile = profile;
    m_revision = revision;
}

bool ChatArchive::isOutdated() const
{
    const int64_t now = isKept() ? m_workspace.dialogues().revisionOf(m_id) : 0;
    return now != 0 && now != m_revision;
}

bool ChatArchive::isDeleted() const { return isKept() && m_workspace.dialogues().revisionOf(m_id) == 0; }

void ChatArchive::save(const dialogue::Dialogue &dialogue)
{
    if (!isKept() && dialogue.turns.empty())
        return;
    storage::StoredDialogue stored;
    if (!isKept() || m_id != dialogue.id) {
        stored = m_workspace.dialogues().add(dialogue, m_workspace.author());
    } else {
        // A profile of another person first; its fields are that person's, so they are not saved from here.
        if (m_profile != dialogue.profile.id)
            m_revision = m_workspace.dialogues().setProfile(m_id, m_revision, dialogue.profile.id, m_workspace.author()).revision;
        stored = m_workspace.dialogues().get(m_id);
        stored.revision = m_revision;
        stored.dialogue.turns = dialogue.turns;
        stored = m_workspace.dialogues().save(stored, m_workspace.author());
    }
    m_id = stored.dialogue.id;
    m_profile = dialogue.profile.id;
    m_revision = stored.revision;
}

} // namespace chat

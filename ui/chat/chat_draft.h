// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the Chat page and in no dialogue yet: the message that is being written, what was chosen beside it, and the chat
// itself while a reply arrives or it could not be saved. Kept in the workspace within a second, for a later window.
#pragma once

#include "dialogue/dialogue.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace workspace {
class Workspace;
}

namespace chat {

struct ChatDraft
{
    QString composer;
    dialogue::Speaker speaker = dialogue::Speaker::Seeker;
    int edited = -1; // the turn that is being reworded
    QString adapter;
    QString profile;
    std::string dialogue_id; // that was open; empty: none
    // What is not in the workspace as it should be, with the revision it is based on (0: it was never kept).
    std::optional<dialogue::Dialogue> unkept;
    int64_t revision = 0;
    std::string kept_profile; // of that revision

    bool operator==(const ChatDraft &) const = default;
};

// ui thread only; methods throw what the workspace throws.
class ChatDrafts
{
public:
    explicit ChatDrafts(workspace::Workspace &workspace);

    // What another window left, or this one. Nothing of a window that still lives.
    std::optional<ChatDraft> read() const;
    // Writes only what differs from the last time.
    void write(const ChatDraft &draft);

private:
    workspace::Workspace &m_workspace;
    std::string m_field; // of this process
    std::optional<ChatDraft> m_written;
};

} // namespace chat

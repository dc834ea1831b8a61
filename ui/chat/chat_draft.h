// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the Chat page and in no dialogue yet: the message that is being written, what was chosen beside it, and the chat
// itself while a reply arrives or it could not be saved. Kept in the workspace within a second, for a later window.
#pragma once

#include "dialogue/dialogue.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace workspace {
class Workspace;
}

namespace chat {

struct ChatDraft
{
    QString composer;
    dialogue::Speaker speaker = dialogue::Speaker::Seeker;
    std::string edited; // the id of the turn that is being reworded; empty: none
    QString adapter;
    QString profile;
    std::string dialogue_id; // that was open; empty: none
    // What is not in the workspace as it should be, with the revision it is based on (0: it was never kept).
    std::optional<dialogue::Dialogue> unkept;
    int64_t revision = 0;
    std::string kept_profile; // of that revision

    bool operator==(const ChatDraft &) const = default;
};

// ui thread only; methods throw what the workspace throws. Nothing of a window that still lives is seen or touched, nor what another
// version wrote.
class ChatDrafts
{
public:
    explicit ChatDrafts(workspace::Workspace &workspace);

    // What this window left when it was drawn anew, or the newest that another one left. The next write() takes its place.
    std::optional<ChatDraft> take();
    // Writes only what differs from the last time.
    void write(const ChatDraft &draft);

    // What other windows left beside what was taken: two may have been open when the power went.
    struct Left
    {
        std::string field; // names it
        ChatDraft draft;
    };
    std::vector<Left> others() const;
    // Keeps what another one left and the workspace lacks, in its dialogue or, where that was changed meanwhile, as a chat of its own.
    // Its id; empty: there was nothing to keep. Either way it is not asked about again.
    std::string keepUnkept(const Left &left);
    void forget(const std::string &field);

private:
    struct Row;
    std::vector<Row> rows() const;

    workspace::Workspace &m_workspace;
    std::string m_field; // of this page
    std::string m_taken; // the field of what was taken
    std::optional<ChatDraft> m_written;
};

// Whether each turn is stored, the last one perhaps with more text.
bool isStored(const dialogue::Dialogue &left, const dialogue::Dialogue &stored);

} // namespace chat

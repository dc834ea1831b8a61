// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps a chat as a dialogue of the workspace, after every turn. A chat without turns is not kept.
#pragma once

#include "dialogue/dialogue.h"

#include <cstdint>
#include <string>

namespace workspace {
class Workspace;
}

namespace chat {

// ui thread only.
class ChatArchive
{
public:
    explicit ChatArchive(workspace::Workspace &workspace)
        : m_workspace(workspace)
    {
    }

    // Forgets what was kept: the next save makes a new dialogue.
    void startNew();
    // Goes on with a dialogue that is kept. Throws NotFound.
    dialogue::Dialogue resume(const std::string &id);
    // Whether another desk or page has saved since.
    bool isOutdated() const;
    bool isDeleted() const; // elsewhere

    // Throws what storage throws; Conflict and NotFound when it was saved or deleted elsewhere: startNew() and another save keep both.
    void save(const dialogue::Dialogue &dialogue);
    bool isKept() const { return m_revision > 0; }
    int64_t revision() const { return m_revision; }
    const std::string &profile() const { return m_profile; } // of what is kept

    // Goes on with what another window had open and could not keep: the next save is based on that revision (0: a new one).
    void takeUp(const std::string &id, const std::string &profile, int64_t revision);

private:
    workspace::Workspace &m_workspace;
    std::string m_id;
    std::string m_profile;
    int64_t m_revision = 0; // 0: not kept yet
};

} // namespace chat

// SPDX-License-Identifier: GPL-3.0-or-later
// Reads whole dialogues one after the other; its statements are prepared once. Internal to core/storage.
#pragma once

#include "storage/dialogue_repository.h"
#include "storage/sql.h"

#include <optional>
#include <string>
#include <vector>

namespace storage {

class DialogueReader
{
public:
    explicit DialogueReader(const Database &database);
    std::optional<StoredDialogue> read(const std::string &id); // nothing: there is none

private:
    std::vector<dialogue::Turn> readTurns(const std::string &id);

    Query m_row;
    Query m_profile;
    Query m_turns;
};

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of dialogues and their turns. Internal to core/storage; callers of the writing ones hold a transaction.
#pragma once

#include "storage/dialogue_repository.h"

#include <optional>
#include <string>

namespace storage {

std::optional<StoredDialogue> readDialogue(const Database &database, const std::string &id);
// Row, turns and history. Fills revision, author, time and hash; the profile must be there already.
StoredDialogue insertDialogue(const Database &database, StoredDialogue stored, const std::string &author);
// The same over an existing row; `kept.revision` is raised by one.
StoredDialogue updateDialogue(const Database &database, StoredDialogue stored, int64_t keptRevision, const std::string &author);
// Saves every dialogue that uses the profile once more, for its content has changed.
void touchDialoguesOf(const Database &database, const std::string &profileId, const std::string &author,
    const std::string &exceptDialogue = {});

} // namespace storage

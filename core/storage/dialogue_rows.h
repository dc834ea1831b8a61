// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of dialogues and their turns. Internal to core/storage; callers of the writing ones hold a transaction.
#pragma once

#include "storage/dialogue_repository.h"
#include "storage/profile_rows.h"
#include "storage/split_keys.h"

#include <optional>
#include <string>

namespace storage {

// A state of its history; nothing when there is none, or when it is that of a deletion.
std::optional<dialogue::Dialogue> dialogueAt(const Database &database, const std::string &id, int64_t revision);
std::optional<StoredDialogue> readDialogue(const Database &database, const std::string &id);
// A new one with its profile: ids that are missing or doubled are made, a profile that is known already is shared. `chosen` says
// from what its split key comes.
StoredDialogue addDialogue(
    const Database &database, const dialogue::Dialogue &dialogue, const std::string &author, ChosenKey *chosen = nullptr);
void fillIds(dialogue::Dialogue &dialogue);
// Puts the profile of a new or changed dialogue where it belongs; returns the revision of what is kept, 0 without one.
int64_t placeProfile(const Database &database, dialogue::Dialogue &dialogue, const std::string &author);
// The dialogue goes, with the profile that came with it unless another dialogue uses that one.
void removeDialogue(const Database &database, const StoredDialogue &kept, const std::string &author);

// Row, turns, history and the bands of near-duplicates; what the trash keeps of it comes back with it, its split key too, which is
// chosen for others. Fills revision, author, time and hash; the profile must be there already.
StoredDialogue insertDialogue(
    const Database &database, StoredDialogue stored, const std::string &author, ChosenKey *chosen = nullptr);
// The same over an existing row; `kept.revision` is raised by one, the split key stays.
StoredDialogue updateDialogue(const Database &database, StoredDialogue stored, int64_t keptRevision, const std::string &author,
    StateOf of = StateOf::Edit);
// Saves every dialogue that uses the profile once more, for its content has changed.
void touchDialoguesOf(const Database &database, const std::string &profileId, const std::string &author,
    const std::string &exceptDialogue = {});

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of profiles and the history of dialogues and profiles. Internal to core/storage; callers hold a transaction.
#pragma once

#include "storage/profile_repository.h"

#include <optional>
#include <string>

namespace storage {

class Query;

std::string profileHash(const dialogue::Profile &profile);
std::string profileSearchText(const dialogue::Profile &profile);

// What readProfile asks, and what the row says of the profile.
inline constexpr char kProfileById[] = "SELECT fields, revision, author, updated, content_hash FROM profile WHERE id = ?";
StoredProfile profileIn(const Query &row, const std::string &id);
std::optional<StoredProfile> readProfile(const Database &database, const std::string &id);
// A state of its history; nothing when there is none, or when it is that of a deletion.
std::optional<dialogue::Profile> profileAt(const Database &database, const std::string &id, int64_t revision);
// The last state that the history knows of it; `profile` itself when it knows none.
dialogue::Profile newestProfile(const Database &database, const dialogue::Profile &profile);
// A new row; `madeWithDialogue`: it goes with its dialogue. Fills revision, author, time and hash.
StoredProfile insertProfile(const Database &database, dialogue::Profile profile, bool madeWithDialogue, const std::string &author);
// Throws Conflict when `edited.revision` is not the kept one. Dialogues that use it are the caller's care.
StoredProfile updateProfile(const Database &database, const StoredProfile &edited, const std::string &author);
// Removes it when it came with a dialogue and none uses it any more. Alone into the trash, or kept by the dialogue that goes there
// at the same time.
enum class Orphan { WithItsDialogue, Alone };
void removeOrphan(const Database &database, const std::string &id, const std::string &author, Orphan how);

// Whether somebody did something to the object, or it is only saved once more because its profile was changed.
enum class StateOf { Edit, Touch };
// One line of history. `content` is JSON; empty: the object was deleted.
void recordRevision(const Database &database, const char *kind, const std::string &id, int64_t revision,
    const std::string &author, const std::string &time, const std::string &hash, const std::string &content,
    StateOf of = StateOf::Edit);
// The newest revision there ever was, 0 when none: a restored object goes on counting.
int64_t lastRevision(const Database &database, const std::string &id);

[[noreturn]] void throwConflict(const std::string &subject, int64_t found, int64_t basedOn);

} // namespace storage

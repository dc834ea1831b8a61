// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the trash. Internal to core/storage; callers hold a transaction.
#pragma once

#include "storage/dialogue_repository.h"
#include "storage/profile_repository.h"

#include <optional>
#include <string>
#include <vector>

namespace storage {

// What the JSON of a dialogue or profile does not tell of it.
struct KeptFacts
{
    std::optional<int64_t> number; // its place in the order of arrival
    std::string split_key;
    std::string source_hash;
    std::string profile_id; // of a dialogue
    bool made_with_dialogue = false; // a profile
};

// Before the row goes; `revision` is that of the deletion.
void putIntoTrash(const Database &database, const StoredDialogue &kept, int64_t revision, const std::string &author);
void putIntoTrash(const Database &database, const StoredProfile &kept, int64_t revision, const std::string &author);

// Whoever is kept again lies in the trash no more. Nothing when it did not.
std::optional<KeptFacts> takeFromTrash(const Database &database, const std::string &id);

} // namespace storage

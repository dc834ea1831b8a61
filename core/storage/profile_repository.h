// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles of seekers. Import makes one a dialogue; people may let several dialogues share one. Never merged by itself.
#pragma once

#include "dialogue/dialogue.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <vector>

namespace storage {

struct StoredProfile
{
    dialogue::Profile profile;
    int64_t revision = 0;
    std::string author;
    std::string updated;
    std::string content_hash;
};

struct ProfileRow
{
    std::string id;
    std::string name; // Name, else Nickname, else empty
    std::string situation;
    int64_t dialogue_count = 0;
    int64_t revision = 0;
    std::string updated;
    int64_t number = 0; // by which rows() finds it
};

struct ProfileQuery
{
    std::string search;
    int64_t limit = 200; // < 0: all
    int64_t offset = 0;
};

class ProfileRepository
{
public:
    explicit ProfileRepository(Database &database)
        : m_database(database)
    {
    }

    // The list as a window shows it: as DialogueRepository::numbers and rows.
    std::vector<int64_t> numbers(const ProfileQuery &query, const base::CancelToken &cancel = {}) const;
    std::vector<ProfileRow> rows(const std::vector<int64_t> &numbers) const;
    std::optional<int64_t> numberOf(const std::string &id) const;

    std::vector<ProfileRow> list(const ProfileQuery &query = {}) const; // by name, then by arrival
    int64_t count(const ProfileQuery &query = {}) const;
    std::optional<StoredProfile> find(const std::string &id) const;
    StoredProfile get(const std::string &id) const; // throws NotFound
    dialogue::Profile atRevision(const std::string &id, int64_t revision) const; // throws NotFound
    std::vector<std::string> usedBy(const std::string &id) const; // dialogue ids

    StoredProfile add(const dialogue::Profile &profile, const std::string &author); // an empty id is made
    // Throws Conflict, NotFound. Raises the revision of the dialogues that use it, for their content changes too.
    StoredProfile save(const StoredProfile &edited, const std::string &author);
    // Throws Conflict; InvalidValue while dialogues use it.
    void remove(const std::string &id, int64_t revision, const std::string &author);

private:
    Database &m_database;
};

} // namespace storage

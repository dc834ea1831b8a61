// SPDX-License-Identifier: GPL-3.0-or-later
// Deleted dialogues and profiles, whole, until somebody brings them back or deletes them for good.
#pragma once

#include "storage/database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace storage {

struct TrashRow
{
    std::string id;
    std::string kind; // "dialogue", "profile"
    std::string title; // name and situation, or how it begins; may be empty
    std::string author; // who deleted it
    std::string time; // when, UTC
};

struct TrashQuery
{
    std::string kind; // empty: both
    int64_t limit = 200; // < 0: all
    int64_t offset = 0;
};

class TrashRepository
{
public:
    explicit TrashRepository(Database &database)
        : m_database(database)
    {
    }

    std::vector<TrashRow> list(const TrashQuery &query = {}) const; // deleted last first
    int64_t count(const std::string &kind = {}) const;
    bool has(const std::string &id) const;
    // Whose id is `start`, or begins so if that is one only. Throws NotFound; InvalidValue where several begin so.
    TrashRow get(const std::string &start) const;

    // All of it under the same ids with a higher revision, in its old place; a dialogue brings the profile that is gone along. One that is
    // there already is left as it is. All or none; throws NotFound when one is not in the trash. Returns how many came back.
    int64_t bringBack(const std::vector<std::string> &ids, const std::string &author);
    // For good: with their revisions, drafts and steps of undo, and the profile that went with a dialogue and nobody else needs.
    // Run folders and backups made before still hold what they hold. Returns how many there were.
    int64_t purge(const std::vector<std::string> &ids);
    // In short transactions: others can save meanwhile, and what a crash leaves over stays in the trash.
    int64_t purgeAll(const std::string &kind = {}, const std::string &until = {}); // until: what was deleted up to then; empty: all

private:
    Database &m_database;
};

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed and is not saved yet: one text a field of an object and process that types. No revision, no change of what lists show; gone when
// the text is saved or given up.
#pragma once

#include "storage/database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace storage {

struct Draft
{
    std::string object_id; // of a dialogue, profile or prompt; "chat" for the chat's own fields
    std::string field; // "turn:<turn id>", "section:<name>", "composer", a profile field's name
    std::string kind; // "dialogue", "profile", "prompt", "chat"
    std::string text;
    int64_t base_revision = 0; // that the person saw; 0: the object is not saved yet
    std::string author;
    std::string time {}; // UTC, set by keep()
    std::string owner {}; // JSON of the process that types, so that no other window takes it for left behind; may be empty

    bool operator==(const Draft &) const = default;
};

class DraftRepository
{
public:
    explicit DraftRepository(Database &database)
        : m_database(database)
    {
    }

    // Over the one of the same owner that stands in the same place; that one's base_revision stays.
    void keep(const std::vector<Draft> &drafts);
    void keep(const Draft &draft) { keep(std::vector { draft }); }
    // Those of `owner` alone.
    void forget(const std::string &objectId, const std::string &field, const std::string &owner);
    void forgetAll(const std::string &objectId, const std::string &owner);
    // False when it has gone, or `owner` has one in its place.
    bool takeOver(const Draft &draft, const std::string &owner);

    std::vector<Draft> of(const std::string &objectId) const; // by field; in a field the newest first
    std::vector<Draft> newestFirst(const std::string &kind) const;

private:
    Database &m_database;
};

} // namespace storage

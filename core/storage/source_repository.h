// SPDX-License-Identifier: GPL-3.0-or-later
// Where dialogues come from: their licence, who made them, and whether they may leave this machine. A source is named by
// dialogue.source_name; one that nobody has said anything about has no row and is of unknown origin.
#pragma once

#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

struct DialogueQuery;

enum class Origin { Unknown, RealPeople, Simulated, SelfWritten, PublicData };

std::string_view originName(Origin origin); // stable: "real_people"
std::optional<Origin> originFromName(std::string_view name);

struct Source
{
    std::string name;
    Origin origin = Origin::Unknown;
    std::string licence; // also where the consent of real people stands
    std::optional<bool> may_leave; // nothing: nobody was asked yet
    std::string author;
    std::string time; // UTC; empty: no row
    int64_t dialogues = 0; // of those that were asked for
};

class SourceRepository
{
public:
    explicit SourceRepository(Database &database)
        : m_database(database)
    {
    }

    // Of every dialogue there is, by name; with the sources of `query` alone.
    std::vector<Source> list() const;
    std::vector<Source> list(const DialogueQuery &query) const;
    // As it would be listed; also of a source that no dialogue has. What is written here is the person's own and may leave.
    Source get(const std::string &name) const;
    void save(const Source &source, const std::string &author);

private:
    Database &m_database;
};

} // namespace storage

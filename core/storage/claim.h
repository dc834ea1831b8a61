// SPDX-License-Identifier: GPL-3.0-or-later
// Work that only one process may do at a time, by its name: two windows and a verb never score one prediction twice.
#pragma once

#include "storage/database.h"

#include <optional>
#include <string>
#include <vector>

namespace storage {

// Holds a name as long as it lives. A claim ends with its process, too: one whose process is gone is anybody's.
class Claim
{
public:
    // Nothing while somebody else holds it: another process, or another claim of this one. Throws what the database throws.
    static std::optional<Claim> take(Database &database, const std::string &name);
    ~Claim();
    Claim(Claim &&other) noexcept;
    Claim &operator=(Claim &&other) noexcept;

    const std::string &name() const { return m_name; }

private:
    Claim(Database &database, std::string name, std::string owner);

    Database *m_database; // null: moved from
    std::string m_name;
    std::string m_owner; // "<pid> <start time> <boot id> <which of its claims>"
};

// Names that begin with `prefix` and whose processes are gone: work that was begun and not finished.
std::vector<std::string> abandonedClaims(const Database &database, const std::string &prefix);

// No claim of this process is alive in this workspace any more (a connection that was stopped gives none up): what is left is anybody's.
void abandonOwnClaims(Database &database);

} // namespace storage

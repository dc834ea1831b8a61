// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/claim.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "storage/owner.h"
#include "storage/sql.h"

#include <mutex>
#include <set>
#include <utility>

namespace storage {

namespace {

// Claims of this process that are alive, by owner: another one that names this process was left.
std::mutex &mutex()
{
    static std::mutex one;
    return one;
}

std::set<std::string> &alive()
{
    static std::set<std::string> owners;
    return owners;
}

std::string newOwner() { return ownerText() + " " + base::newUuid().substr(0, 8); }

bool isOwn(const std::string &owner) { return owner.starts_with(ownerText() + " "); }

bool isThere(const std::string &owner)
{
    if (!isOwn(owner))
        return isOwnerAlive(owner);
    const std::lock_guard guard(mutex());
    return alive().contains(owner);
}

} // namespace

Claim::Claim(Database &database, std::string name, std::string owner)
    : m_database(&database)
    , m_name(std::move(name))
    , m_owner(std::move(owner))
{
}

Claim::Claim(Claim &&other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
    , m_name(std::move(other.m_name))
    , m_owner(std::move(other.m_owner))
{
}

Claim &Claim::operator=(Claim &&other) noexcept
{
    std::swap(m_database, other.m_database);
    std::swap(m_name, other.m_name);
    std::swap(m_owner, other.m_owner);
    return *this;
}

std::optional<Claim> Claim::take(Database &database, const std::string &name)
{
    const std::string owner = newOwner();
    bool ours = false;
    database.transaction([&] {
        {
            Query held(database, "SELECT owner FROM claim WHERE name = ?");
            held.with(name);
            ours = !held.next() || !isThere(held.text(0));
        }
        if (ours) {
            // Before others of this process can see it.
            const std::lock_guard guard(mutex());
            alive().insert(owner);
            Query(database, "INSERT INTO claim (name, owner, time) VALUES (?, ?, ?)"
                            " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, time = excluded.time")
                .with(name).with(owner).with(base::utcNow()).run();
        }
    });
    return ours ? std::optional(Claim(database, name, owner)) : std::nullopt;
}

// What stays when the database cannot be written ends with the process.
Claim::~Claim()
{
    if (!m_database)
        return;
    {
        const std::lock_guard guard(mutex());
        alive().erase(m_owner);
    }
    try {
        m_database->transaction([this] {
            Query(*m_database, "DELETE FROM claim WHERE name = ? AND owner = ?").with(m_name).with(m_owner).run();
        });
    } catch (const std::exception &) {
        return;
    }
}

void abandonOwnClaims(Database &database)
{
    std::vector<std::pair<std::string, std::string>> left;
    {
        Query all(database, "SELECT name, owner FROM claim");
        while (all.next()) {
            if (isOwn(all.text(1)) && !isThere(all.text(1)))
                left.emplace_back(all.text(0), all.text(1));
        }
    }
    if (left.empty())
        return;
    database.transaction([&] {
        for (const auto &[name, owner] : left)
            Query(database, "DELETE FROM claim WHERE name = ? AND owner = ?").with(name).with(owner).run();
    });
}

std::vector<std::string> abandonedClaims(const Database &database, const std::string &prefix)
{
    std::vector<std::string> names;
    Query all(database, "SELECT name, owner FROM claim ORDER BY name");
    while (all.next()) {
        if (all.text(0).starts_with(prefix) && !isThere(all.text(1)))
            names.push_back(all.text(0));
    }
    return names;
}

} // namespace storage

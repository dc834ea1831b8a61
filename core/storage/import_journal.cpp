// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import_journal.h"

#include "base/clock.h"
#include "storage/owner.h"
#include "storage/sql.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace storage {

namespace {

constexpr int64_t kBatch = 20;
constexpr std::chrono::milliseconds kGap { 4 }; // others save between two transactions

// Imports of this process that are at work: another one whose owner is this process was given up.
std::mutex &mutex()
{
    static std::mutex one;
    return one;
}

std::set<std::pair<std::string, int64_t>> &atWork()
{
    static std::set<std::pair<std::string, int64_t>> numbers;
    return numbers;
}

struct Part
{
    std::string dialogue_id;
    int64_t revision = 0;
    std::string profile_id;
    int64_t profile_revision = 0;
};

std::vector<Part> nextParts(const Database &database, int64_t number)
{
    Query rows(database, "SELECT dialogue_id, revision, profile_id, profile_revision FROM import_part WHERE import = ? LIMIT ?");
    rows.with(number).with(kBatch);
    std::vector<Part> parts;
    while (rows.next())
        parts.push_back({ rows.text(0), rows.number(1), rows.text(2), rows.number(3) });
    return parts;
}

// False when it stays: somebody has edited it since, or is writing in it (a draft).
bool takeBackOne(const Database &database, const Part &part)
{
    if (Query(database, "DELETE FROM dialogue WHERE id = ?1 AND revision = ?2 AND NOT EXISTS (SELECT 1 FROM draft WHERE object_id IN (?1, ?3))")
            .with(part.dialogue_id).with(part.revision).with(part.profile_id).runCounting() == 0)
        return false;
    Query forget(database, "DELETE FROM revision WHERE object_id = ? AND revision = ?");
    forget.with(part.dialogue_id).with(part.revision).run();
    if (Query(database,
            "DELETE FROM profile WHERE id = ? AND revision = ? AND made_with_dialogue = 1"
            " AND NOT EXISTS (SELECT 1 FROM dialogue WHERE profile_id = profile.id)")
            .with(part.profile_id).with(part.profile_revision).runCounting() > 0)
        forget.with(part.profile_id).with(part.profile_revision).run();
    return true;
}

// Returns how many were done; fewer than a batch: the import is forgotten. `gone` is raised by those that are gone now.
int64_t takeBackBatch(Database &database, int64_t number, int64_t *gone = nullptr)
{
    int64_t done = 0, went = 0;
    std::this_thread::sleep_for(kGap);
    database.transaction([&] {
        const std::vector<Part> parts = nextParts(database, number);
        for (const Part &part : parts) {
            went += takeBackOne(database, part);
            Query(database, "DELETE FROM import_part WHERE import = ? AND dialogue_id = ?").with(number).with(part.dialogue_id).run();
        }
        done = int64_t(parts.size());
        if (done < kBatch)
            Query(database, "DELETE FROM import WHERE number = ?").with(number).run();
    });
    if (gone)
        *gone += went;
    return done;
}

std::vector<int64_t> abandoned(const Database &database)
{
    std::vector<int64_t> numbers;
    Query rows(database, "SELECT number, owner FROM import");
    const std::string own = ownerText();
    while (rows.next()) {
        const std::lock_guard guard(mutex());
        const bool isOwn = rows.text(1) == own;
        if (isOwn ? !atWork().contains({ database.folder().string(), rows.number(0) }) : !isOwnerAlive(rows.text(1)))
            numbers.push_back(rows.number(0));
    }
    return numbers;
}

std::string pathOf(const Database &database, int64_t number)
{
    Query row(database, "SELECT path FROM import WHERE number = ?");
    row.with(number);
    return row.next() ? row.text(0) : std::string();
}

bool isAtWork(const Database &database, const std::string &source)
{
    const std::vector<int64_t> given_up = abandoned(database);
    Query rows(database, "SELECT number FROM import WHERE path = ?");
    rows.with(source);
    while (rows.next()) {
        if (std::find(given_up.begin(), given_up.end(), rows.number(0)) == given_up.end())
            return true;
    }
    return false;
}

} // namespace

std::set<std::string> unfinishedImports(const Database &database)
{
    std::set<std::string> ids;
    Query rows(database, "SELECT i.dialogue_id FROM import_part i JOIN dialogue d ON d.id = i.dialogue_id AND d.revision = i.revision");
    while (rows.next())
        ids.insert(rows.text(0));
    return ids;
}

void abandonOwnImports(Database &database)
{
    if (Query any(database, "SELECT 1 FROM import WHERE owner = ?"); !any.with(ownerText()).next())
        return;
    for (const int64_t number : abandoned(database))
        database.transaction([&] { Query(database, "UPDATE import SET owner = '' WHERE number = ? AND owner = ?").with(number).with(ownerText()).run(); });
}

ImportJournal::ImportJournal(Database &database, const std::string &source, const std::string &author, const base::CancelToken &cancel)
    : m_database(database)
{
    constexpr std::chrono::milliseconds kPause { 50 };
    while (!begin(source, author)) {
        std::this_thread::sleep_for(kPause);
        cancel.throwIfCancelled("The import");
    }
}

bool ImportJournal::begin(const std::string &source, const std::string &author)
{
    takeBackAbandonedImports(m_database, INT64_MAX);
    m_database.transaction([&] {
        if (isAtWork(m_database, source))
            return;
        Query row(m_database, "INSERT INTO import (path, author, started, owner) VALUES (?, ?, ?, ?) RETURNING number");
        row.with(source).with(author).with(base::utcNow()).with(ownerText());
        if (row.next())
            m_number = row.number(0);
        row.run();
        // Before it can be seen by others of this process.
        const std::lock_guard guard(mutex());
        atWork().insert({ m_database.folder().string(), m_number });
    });
    return m_number != 0;
}

ImportJournal::~ImportJournal()
{
    const std::lock_guard guard(mutex());
    atWork().erase({ m_database.folder().string(), m_number });
}

void ImportJournal::note(const StoredDialogue &added)
{
    Query(m_database, "INSERT INTO import_part (import, dialogue_id, revision, profile_id, profile_revision) VALUES (?, ?, ?, ?, ?)")
        .with(m_number).with(added.dialogue.id).with(added.revision).with(added.dialogue.profile.id).with(added.profile_revision).run();
}

void ImportJournal::finish()
{
    m_database.transaction([&] { Query(m_database, "DELETE FROM import WHERE number = ?").with(m_number).run(); });
}

int64_t ImportJournal::takeBack()
{
    try {
        while (takeBackBatch(m_database, m_number) == kBatch) {
        }
        return 0;
    } catch (const base::Failure &) {
        // What could be written before can be moved into the database: then the log begins anew and has room for the rest.
    }
    try {
        execute(m_database.connection(), "PRAGMA wal_checkpoint(TRUNCATE)");
        while (takeBackBatch(m_database, m_number) == kBatch) {
        }
        return 0;
    } catch (const base::Failure &) {
    }
    try {
        Query rows(m_database, "SELECT count(*) FROM import_part WHERE import = ?");
        rows.with(m_number);
        return rows.next() ? rows.number(0) : 0;
    } catch (const base::Failure &) {
        return 0;
    }
}

bool hasAbandonedImports(const Database &database) { return !abandoned(database).empty(); }

void takeBackAbandonedImports(Database &database, int64_t limit)
{
    try {
        for (const int64_t number : abandoned(database)) {
            const std::string path = pathOf(database, number);
            int64_t gone = 0;
            for (int64_t done = kBatch; done == kBatch && limit > 0; limit -= done)
                done = takeBackBatch(database, number, &gone);
            database.noteCut(path, gone);
        }
    } catch (const base::Failure &) {
        // A full disk: it stays noted, and is tried again at the next opening.
    }
}

} // namespace storage

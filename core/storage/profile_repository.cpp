// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/profile_repository.h"

#include "base/clock.h"
#include "storage/dialogue_rows.h"
#include "storage/folded_text.h"
#include "storage/profile_rows.h"
#include "storage/sql.h"
#include "storage/trash_rows.h"

namespace storage {

using base::ErrorKind;
using base::Failure;

namespace {

// All words, short or long, through instr(): there are few profiles and their text is short.
std::string whereOf(const std::vector<std::string> &words)
{
    std::string where;
    for (size_t i = 0; i < words.size(); ++i)
        where += (i == 0 ? " WHERE " : " AND ") + std::string("instr(p.search_text, ?) > 0");
    return where;
}

} // namespace

std::vector<int64_t> ProfileRepository::numbers(const ProfileQuery &query, const base::CancelToken &cancel) const
{
    const std::vector<std::string> words = searchWords(query.search);
    Query rows(m_database,
        "SELECT p.rowid FROM profile p" + whereOf(words) + " ORDER BY p.name = '', p.name COLLATE NOCASE, p.rowid LIMIT ? OFFSET ?");
    for (const std::string &word : words)
        rows.with(word);
    rows.with(query.limit).with(query.offset);
    std::vector<int64_t> numbers;
    while (rows.next()) {
        numbers.push_back(rows.number(0));
        cancel.throwIfCancelled("Reading the list");
    }
    return numbers;
}

std::vector<ProfileRow> ProfileRepository::rows(const std::vector<int64_t> &numbers) const
{
    Query row(m_database,
        "SELECT p.id, p.name, p.situation, (SELECT count(*) FROM dialogue d WHERE d.profile_id = p.id), p.revision, p.updated, p.rowid"
        " FROM profile p WHERE p.rowid = ?");
    std::vector<ProfileRow> rows;
    for (const int64_t number : numbers) {
        row.with(number);
        if (row.next())
            rows.push_back({ row.text(0), row.text(1), row.text(2), row.number(3), row.number(4), row.text(5), row.number(6) });
        row.again();
    }
    return rows;
}

std::optional<int64_t> ProfileRepository::numberOf(const std::string &id) const
{
    Query row(m_database, "SELECT rowid FROM profile WHERE id = ?");
    row.with(id);
    return row.next() ? std::optional(row.number(0)) : std::nullopt;
}

std::vector<ProfileRow> ProfileRepository::list(const ProfileQuery &query) const { return rows(numbers(query)); }

int64_t ProfileRepository::count(const ProfileQuery &query) const
{
    const std::vector<std::string> words = searchWords(query.search);
    Query rows(m_database, "SELECT count(*) FROM profile p" + whereOf(words));
    for (const std::string &word : words)
        rows.with(word);
    return rows.next() ? rows.number(0) : 0;
}

std::optional<StoredProfile> ProfileRepository::find(const std::string &id) const { return readProfile(m_database, id); }

StoredProfile ProfileRepository::get(const std::string &id) const
{
    if (auto stored = find(id))
        return *stored;
    throw Failure(ErrorKind::NotFound, "The profile " + id, "the workspace");
}

dialogue::Profile ProfileRepository::atRevision(const std::string &id, int64_t revision) const
{
    if (auto profile = profileAt(m_database, id, revision))
        return *profile;
    throw Failure(ErrorKind::NotFound, "Revision " + std::to_string(revision) + " of the profile " + id, "the workspace");
}

std::vector<std::string> ProfileRepository::usedBy(const std::string &id) const
{
    Query rows(m_database, "SELECT id FROM dialogue WHERE profile_id = ? ORDER BY number");
    rows.with(id);
    std::vector<std::string> ids;
    while (rows.next())
        ids.push_back(rows.text(0));
    return ids;
}

StoredProfile ProfileRepository::add(const dialogue::Profile &profile, const std::string &author)
{
    StoredProfile stored;
    m_database.transaction([&] { stored = insertProfile(m_database, profile, false, author); });
    return stored;
}

StoredProfile ProfileRepository::save(const StoredProfile &edited, const std::string &author)
{
    StoredProfile stored;
    m_database.transaction([&] {
        stored = updateProfile(m_database, edited, author);
        if (stored.content_hash == edited.content_hash && stored.revision == edited.revision)
            return;
        touchDialoguesOf(m_database, stored.profile.id, author);
    });
    return stored;
}

void ProfileRepository::remove(const std::string &id, int64_t revision, const std::string &author)
{
    m_database.transaction([&] {
        const StoredProfile kept = get(id);
        if (kept.revision != revision)
            throwConflict("The profile " + kept.profile.displayName(), kept.revision, revision);
        const size_t users = usedBy(id).size();
        if (users > 0) {
            throw Failure(ErrorKind::InvalidValue, "The profile", {},
                { { "value", kept.profile.displayName() },
                    { "expected", std::to_string(users) + " dialogues use it; give them another one first" } });
        }
        putIntoTrash(m_database, kept, revision + 1, author);
        Query(m_database, "DELETE FROM profile WHERE id = ?").with(id).run();
        recordRevision(m_database, "profile", id, revision + 1, author, base::utcNow(), "", "");
    });
}

} // namespace storage

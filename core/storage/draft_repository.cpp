// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/draft_repository.h"

#include "base/clock.h"
#include "storage/sql.h"

namespace storage {

namespace {

constexpr char kSelect[] = "SELECT object_id, field, kind, text, base_revision, author, time, owner FROM draft ";

Draft draftOf(const Query &row)
{
    return { row.text(0), row.text(1), row.text(2), row.text(3), row.number(4), row.text(5), row.text(6), row.text(7) };
}

} // namespace

void DraftRepository::keep(const std::vector<Draft> &drafts)
{
    m_database.transaction([&] {
        Query write(m_database,
            // What it was based on stays until it is forgotten: who writes on in a conflict has not decided it.
            "INSERT INTO draft (object_id, field, kind, text, base_revision, author, time, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (object_id, field, owner) DO UPDATE SET kind = excluded.kind, text = excluded.text, author = excluded.author, time = excluded.time");
        for (const Draft &draft : drafts) {
            write.with(draft.object_id).with(draft.field).with(draft.kind).with(draft.text).with(draft.base_revision)
                .with(draft.author).with(base::utcNow()).with(draft.owner).run();
        }
    });
}

void DraftRepository::forget(const std::string &objectId, const std::string &field, const std::string &owner)
{
    // Looked at first: most edits have none, and a transaction for nothing would wait for others.
    Query known(m_database, "SELECT 1 FROM draft WHERE object_id = ? AND field = ? AND owner = ?");
    known.with(objectId).with(field).with(owner);
    if (!known.next())
        return;
    m_database.transaction([&] {
        Query(m_database, "DELETE FROM draft WHERE object_id = ? AND field = ? AND owner = ?").with(objectId).with(field).with(owner).run();
    });
}

void DraftRepository::forgetAll(const std::string &objectId, const std::string &owner)
{
    Query known(m_database, "SELECT 1 FROM draft WHERE object_id = ? AND owner = ?");
    known.with(objectId).with(owner);
    if (known.next())
        m_database.transaction([&] { Query(m_database, "DELETE FROM draft WHERE object_id = ? AND owner = ?").with(objectId).with(owner).run(); });
}

bool DraftRepository::takeOver(const Draft &draft, const std::string &owner)
{
    bool isTaken = false;
    m_database.transaction([&] {
        isTaken = Query(m_database, "UPDATE OR IGNORE draft SET owner = ? WHERE object_id = ? AND field = ? AND owner = ?")
                      .with(owner).with(draft.object_id).with(draft.field).with(draft.owner).runCounting() > 0;
    });
    return isTaken;
}

std::vector<Draft> DraftRepository::of(const std::string &objectId) const
{
    Query rows(m_database, std::string(kSelect) + "WHERE object_id = ? ORDER BY field, time DESC, owner");
    rows.with(objectId);
    std::vector<Draft> drafts;
    while (rows.next())
        drafts.push_back(draftOf(rows));
    return drafts;
}

std::vector<Draft> DraftRepository::newestFirst(const std::string &kind) const
{
    Query rows(m_database, std::string(kSelect) + "WHERE kind = ? ORDER BY time DESC");
    rows.with(kind);
    std::vector<Draft> drafts;
    while (rows.next())
        drafts.push_back(draftOf(rows));
    return drafts;
}

} // namespace storage

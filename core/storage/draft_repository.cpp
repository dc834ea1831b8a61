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
            "INSERT OR REPLACE INTO draft (object_id, field, kind, text, base_revision, author, time, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        for (const Draft &draft : drafts) {
            write.with(draft.object_id).with(draft.field).with(draft.kind).with(draft.text).with(draft.base_revision)
                .with(draft.author).with(base::utcNow()).with(draft.owner).run();
        }
    });
}

void DraftRepository::forget(const std::string &objectId, const std::string &field)
{
    // Looked at first: most edits have none, and a transaction for nothing would wait for others.
    Query known(m_database, "SELECT 1 FROM draft WHERE object_id = ? AND field = ?");
    known.with(objectId).with(field);
    if (known.next())
        m_database.transaction([&] { Query(m_database, "DELETE FROM draft WHERE object_id = ? AND field = ?").with(objectId).with(field).run(); });
}

void DraftRepository::forgetAll(const std::string &objectId)
{
    Query known(m_database, "SELECT 1 FROM draft WHERE object_id = ?");
    known.with(objectId);
    if (known.next())
        m_database.transaction([&] { Query(m_database, "DELETE FROM draft WHERE object_id = ?").with(objectId).run(); });
}

std::vector<Draft> DraftRepository::of(const std::string &objectId) const
{
    Query rows(m_database, std::string(kSelect) + "WHERE object_id = ? ORDER BY field");
    rows.with(objectId);
    std::vector<Draft> drafts;
    while (rows.next())
        drafts.push_back(draftOf(rows));
    return drafts;
}

std::optional<Draft> DraftRepository::newest(const std::string &kind) const
{
    Query row(m_database, std::string(kSelect) + "WHERE kind = ? ORDER BY time DESC LIMIT 1");
    row.with(kind);
    return row.next() ? std::optional(draftOf(row)) : std::nullopt;
}

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trash_repository.h"

#include "storage/batches.h"
#include "storage/dialogue_rows.h"
#include "storage/profile_rows.h"
#include "storage/sql.h"
#include "storage/trash_rows.h"

#include <algorithm>
#include <optional>

namespace storage {

using base::ErrorKind;
using base::Failure;

namespace {

constexpr char kSelect[] = "SELECT object_id, kind, title, author, time FROM trash";

TrashRow rowOf(const Query &row) { return { row.text(0), row.text(1), row.text(2), row.text(3), row.text(4) }; }

struct Whole
{
    std::string kind;
    std::string content;
};

std::optional<Whole> find(const Database &database, const std::string &id)
{
    Query row(database, "SELECT kind, content FROM trash WHERE object_id = ?");
    row.with(id);
    return row.next() ? std::optional(Whole { row.text(0), row.text(1) }) : std::nullopt;
}

void bringBackOne(const Database &database, const std::string &id, const std::string &author)
{
    const auto whole = find(database, id);
    if (!whole)
        throw Failure(ErrorKind::NotFound, id, "the trash");
    const base::Json json = base::parseJson(whole->content, "trash " + id);
    if (whole->kind == "profile") {
        insertProfile(database, dialogue::profileFromJson(json, "trash " + id), false, author);
        return;
    }
    dialogue::Dialogue dialogue = dialogue::dialogueFromJson(json, "trash " + id);
    // Another dialogue may have had the profile after this one was deleted: its last state counts.
    if (!dialogue.profile.id.empty() && !readProfile(database, dialogue.profile.id))
        dialogue.profile = newestProfile(database, dialogue.profile);
    addDialogue(database, dialogue, author);
}

void forgetTraces(const Database &database, const std::string &id)
{
    Query(database, "DELETE FROM revision WHERE object_id = ?").with(id).run();
    Query(database, "DELETE FROM draft WHERE object_id = ?").with(id).run();
    // An edit of nothing else goes whole.
    Query(database,
        "DELETE FROM edit WHERE number IN (SELECT edit FROM edit_part WHERE object_id = ?)"
        " AND NOT EXISTS (SELECT 1 FROM edit_part WHERE edit = edit.number AND object_id <> ?)").with(id).with(id).run();
    Query(database, "DELETE FROM edit_part WHERE object_id = ?").with(id).run();
}

// Nobody can have it any more: no row, and nothing in the trash that would bring it along. By the index trash_by_profile.
bool isNeeded(const Database &database, const std::string &profileId)
{
    Query row(database,
        "SELECT EXISTS (SELECT 1 FROM profile WHERE id = ?) OR EXISTS (SELECT 1 FROM trash WHERE object_id = ?)"
        " OR EXISTS (SELECT 1 FROM trash WHERE kind = 'dialogue' AND json_extract(kept, '$.profile_id') = ?)");
    row.with(profileId).with(profileId).with(profileId);
    return row.next() && row.number(0) != 0;
}

bool purgeOne(const Database &database, const std::string &id)
{
    const auto facts = takeFromTrash(database, id);
    if (!facts)
        return false;
    forgetTraces(database, id);
    if (!facts->profile_id.empty() && !isNeeded(database, facts->profile_id))
        forgetTraces(database, facts->profile_id);
    return true;
}

} // namespace

std::vector<TrashRow> TrashRepository::list(const TrashQuery &query) const
{
    Query rows(m_database, std::string(kSelect) + " WHERE ? IN ('', kind) ORDER BY time DESC, object_id LIMIT ? OFFSET ?");
    rows.with(query.kind).with(query.limit).with(query.offset);
    std::vector<TrashRow> list;
    while (rows.next())
        list.push_back(rowOf(rows));
    return list;
}

int64_t TrashRepository::count(const std::string &kind) const
{
    Query row(m_database, "SELECT count(*) FROM trash WHERE ? IN ('', kind)");
    row.with(kind);
    return row.next() ? row.number(0) : 0;
}

bool TrashRepository::has(const std::string &id) const
{
    Query row(m_database, "SELECT 1 FROM trash WHERE object_id = ?");
    row.with(id);
    return row.next();
}

TrashRow TrashRepository::get(const std::string &start) const
{
    Query rows(m_database, std::string(kSelect) + " WHERE substr(object_id, 1, length(?)) = ? ORDER BY object_id LIMIT 2");
    rows.with(start).with(start);
    if (start.empty() || !rows.next())
        throw Failure(ErrorKind::NotFound, start, "the trash");
    TrashRow found = rowOf(rows);
    if (found.id != start && rows.next())
        throw Failure(ErrorKind::InvalidValue, "ID", "the trash", { { "value", start }, { "expected", "one that only one id begins with" } });
    return found;
}

int64_t TrashRepository::bringBack(const std::vector<std::string> &ids, const std::string &author)
{
    int64_t count = 0;
    m_database.transaction([&] {
        for (const std::string &id : ids) {
            if (readDialogue(m_database, id) || readProfile(m_database, id))
                continue;
            bringBackOne(m_database, id, author);
            ++count;
        }
    });
    return count;
}

int64_t TrashRepository::purge(const std::vector<std::string> &ids)
{
    int64_t count = 0;
    // A consent that was withdrawn: the bytes go too, not only what points to them (secure_delete is on; the log is emptied when the
    // workspace is closed). Groups of three letters stay in the search index until it merges its segments.
    inBatches(m_database, ids.size(), [&](size_t i) { count += purgeOne(m_database, ids[i]); });
    return count;
}

int64_t TrashRepository::purgeAll(const std::string &kind, const std::string &until)
{
    std::vector<std::string> ids;
    for (const TrashRow &row : list({ .kind = kind, .limit = -1 })) {
        if (until.empty() || row.time <= until)
            ids.push_back(row.id);
    }
    return purge(ids);
}

} // namespace storage

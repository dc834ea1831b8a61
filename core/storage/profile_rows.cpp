// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/profile_rows.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/uuid.h"
#include "storage/folded_text.h"
#include "storage/sql.h"
#include "storage/trash_rows.h"

namespace storage {

using base::ErrorKind;
using base::Failure;

namespace {

std::string fieldsText(const dialogue::Profile &profile) { return base::toLine(toJson(profile)["fields"]); }

} // namespace

std::string profileHash(const dialogue::Profile &profile) { return base::sha256(fieldsText(profile)); }

std::string profileSearchText(const dialogue::Profile &profile)
{
    std::string text;
    for (const dialogue::ProfileField &field : profile.fields)
        text += field.text() + '\n';
    return foldedText(text);
}

StoredProfile profileIn(const Query &row, const std::string &id)
{
    const std::string subject = "profile " + id;
    StoredProfile stored;
    stored.profile = dialogue::profileFromJson(
        base::Json { { "id", id }, { "fields", base::parseJson(row.text(0), subject) } }, subject);
    stored.revision = row.number(1);
    stored.author = row.text(2);
    stored.updated = row.text(3);
    stored.content_hash = row.text(4);
    return stored;
}

std::optional<dialogue::Profile> profileAt(const Database &database, const std::string &id, int64_t revision)
{
    Query row(database, "SELECT content FROM revision WHERE object_id = ? AND revision = ? AND kind = 'profile' AND content <> ''");
    row.with(id).with(revision);
    if (!row.next())
        return std::nullopt;
    const std::string subject = "profile " + id;
    return dialogue::profileFromJson(base::parseJson(row.text(0), subject), subject);
}

dialogue::Profile newestProfile(const Database &database, const dialogue::Profile &profile)
{
    Query row(database, "SELECT max(revision) FROM revision WHERE object_id = ? AND kind = 'profile' AND content <> ''");
    row.with(profile.id);
    auto newest = row.next() && !row.isNull(0) ? profileAt(database, profile.id, row.number(0)) : std::nullopt;
    return newest ? std::move(*newest) : profile;
}

std::optional<StoredProfile> readProfile(const Database &database, const std::string &id)
{
    Query query(database, kProfileById);
    query.with(id);
    if (!query.next())
        return std::nullopt;
    return profileIn(query, id);
}

StoredProfile insertProfile(const Database &database, dialogue::Profile profile, bool madeWithDialogue, const std::string &author)
{
    if (profile.id.empty())
        profile.id = base::newUuid();
    if (const auto facts = takeFromTrash(database, profile.id))
        madeWithDialogue = facts->made_with_dialogue;
    StoredProfile stored;
    stored.revision = lastRevision(database, profile.id) + 1;
    stored.author = author;
    stored.updated = base::utcNow();
    stored.content_hash = profileHash(profile);
    Query(database,
        "INSERT INTO profile (id, fields, name, situation, search_text, made_with_dialogue, revision, author, updated, content_hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(profile.id).with(fieldsText(profile)).with(profile.displayName()).with(profile.text("situation"))
        .with(profileSearchText(profile)).with(madeWithDialogue ? 1 : 0).with(stored.revision).with(author)
        .with(stored.updated).with(stored.content_hash).run();
    recordRevision(database, "profile", profile.id, stored.revision, author, stored.updated, stored.content_hash,
        base::toLine(toJson(profile)));
    stored.profile = std::move(profile);
    return stored;
}

StoredProfile updateProfile(const Database &database, const StoredProfile &edited, const std::string &author)
{
    const std::string &id = edited.profile.id;
    const auto kept = readProfile(database, id);
    if (!kept)
        throw Failure(ErrorKind::NotFound, "The profile " + id, "the workspace");
    if (kept->profile.fields == edited.profile.fields)
        return *kept;
    if (kept->revision != edited.revision)
        throwConflict("The profile " + edited.profile.displayName(), kept->revision, edited.revision);
    StoredProfile stored = edited;
    stored.revision = kept->revision + 1;
    stored.author = author;
    stored.updated = base::utcNow();
    stored.content_hash = profileHash(stored.profile);
    Query(database,
        "UPDATE profile SET fields = ?, name = ?, situation = ?, search_text = ?, revision = ?, author = ?, updated = ?,"
        " content_hash = ? WHERE id = ?")
        .with(fieldsText(stored.profile)).with(stored.profile.displayName()).with(stored.profile.text("situation"))
        .with(profileSearchText(stored.profile)).with(stored.revision).with(author).with(stored.updated)
        .with(stored.content_hash).with(id).run();
    recordRevision(database, "profile", id, stored.revision, author, stored.updated, stored.content_hash,
        base::toLine(toJson(stored.profile)));
    return stored;
}

void removeOrphan(const Database &database, const std::string &id, const std::string &author, Orphan how)
{
    Query orphan(database,
        "SELECT revision FROM profile WHERE id = ? AND made_with_dialogue = 1"
        " AND NOT EXISTS (SELECT 1 FROM dialogue WHERE profile_id = profile.id)");
    orphan.with(id);
    if (!orphan.next())
        return;
    const int64_t revision = orphan.number(0);
    orphan.run();
    if (how == Orphan::Alone)
        putIntoTrash(database, *readProfile(database, id), revision + 1, author);
    Query(database, "DELETE FROM profile WHERE id = ?").with(id).run();
    recordRevision(database, "profile", id, revision + 1, author, base::utcNow(), "", "");
}

void recordRevision(const Database &database, const char *kind, const std::string &id, int64_t revision,
    const std::string &author, const std::string &time, const std::string &hash, const std::string &content, StateOf of)
{
    Query(database,
        "INSERT INTO revision (object_id, revision, kind, author, time, content_hash, content) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .with(id).with(revision).with(kind).with(author).with(time).with(hash).with(content).run();
    if (of == StateOf::Edit)
        database.tellStateMade(kind, id, revision);
}

int64_t lastRevision(const Database &database, const std::string &id)
{
    Query query(database, "SELECT coalesce(max(revision), 0) FROM revision WHERE object_id = ?");
    query.with(id);
    return query.next() ? query.number(0) : 0;
}

void throwConflict(const std::string &subject, int64_t found, int64_t basedOn)
{
    throw Failure(ErrorKind::Conflict, subject, {},
        { { "found", std::to_string(found) }, { "based_on", std::to_string(basedOn) } });
}

} // namespace storage

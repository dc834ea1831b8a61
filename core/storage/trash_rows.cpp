// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trash_rows.h"

#include "base/clock.h"
#include "storage/sql.h"

namespace storage {

using base::Json;

namespace {

constexpr size_t kTitle = 160; // bytes, about

// Whole code points.
std::string beginning(const std::string &text)
{
    size_t end = std::min(text.size(), kTitle);
    while (end < text.size() && end > 0 && (text[end] & 0xc0) == 0x80)
        --end;
    return text.substr(0, end);
}

std::string titleOf(const dialogue::Dialogue &dialogue)
{
    const std::string name = dialogue.profile.displayName();
    std::string about = dialogue.situation();
    if (about.empty() && !dialogue.turns.empty())
        about = dialogue.turns.front().text;
    return beginning(name.empty() || about.empty() ? name + about : name + ": " + about);
}

void write(const Database &database, const char *kind, const std::string &id, const std::string &title, int64_t revision,
    const std::string &author, const Json &content, const Json &kept)
{
    Query(database,
        "INSERT OR REPLACE INTO trash (object_id, kind, title, revision, author, time, content, kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .with(id).with(kind).with(title).with(revision).with(author).with(base::utcNow()).with(base::toLine(content))
        .with(base::toLine(kept)).run();
}

} // namespace

void putIntoTrash(const Database &database, const StoredDialogue &kept, int64_t revision, const std::string &author)
{
    const dialogue::Dialogue &d = kept.dialogue;
    Json facts { { "profile_id", d.profile.id } };
    Query row(database, "SELECT number, split_key, source_hash FROM dialogue WHERE id = ?");
    row.with(d.id);
    if (row.next()) {
        facts["number"] = row.number(0);
        facts["split_key"] = row.text(1);
        facts["source_hash"] = row.text(2);
    }
    write(database, "dialogue", d.id, titleOf(d), revision, author, toJson(d), facts);
}

void putIntoTrash(const Database &database, const StoredProfile &kept, int64_t revision, const std::string &author)
{
    Query row(database, "SELECT made_with_dialogue FROM profile WHERE id = ?");
    row.with(kept.profile.id);
    const bool madeWith = row.next() && row.number(0) != 0;
    const std::string name = kept.profile.displayName();
    write(database, "profile", kept.profile.id, beginning(name.empty() ? kept.profile.text("situation") : name), revision, author,
        toJson(kept.profile), Json { { "made_with_dialogue", madeWith } });
}

std::optional<KeptFacts> takeFromTrash(const Database &database, const std::string &id)
{
    Query row(database, "SELECT kept FROM trash WHERE object_id = ?");
    row.with(id);
    if (!row.next())
        return std::nullopt;
    const std::string subject = "trash " + id;
    const Json json = base::parseJson(row.text(0), subject);
    KeptFacts facts;
    if (json.contains("number"))
        facts.number = base::field<int64_t>(json, "number", subject);
    facts.split_key = base::fieldOr<std::string>(json, "split_key", "", subject);
    facts.source_hash = base::fieldOr<std::string>(json, "source_hash", "", subject);
    facts.profile_id = base::fieldOr<std::string>(json, "profile_id", "", subject);
    facts.made_with_dialogue = base::fieldOr<bool>(json, "made_with_dialogue", false, subject);
    row.run();
    Query(database, "DELETE FROM trash WHERE object_id = ?").with(id).run();
    return facts;
}

} // namespace storage

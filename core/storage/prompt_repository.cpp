// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/prompt_repository.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "storage/profile_rows.h"
#include "storage/sql.h"

namespace storage {

using base::ErrorKind;
using base::Failure;

namespace {

constexpr char kSelect[] = "SELECT p.id, p.name, v.version, v.content, v.content_hash, v.author, v.time FROM prompt p"
                           " JOIN prompt_version v ON v.prompt_id = p.id";

StoredPrompt promptOf(Query &row)
{
    StoredPrompt prompt;
    prompt.id = row.text(0);
    prompt.name = row.text(1);
    prompt.version = row.number(2);
    prompt.content = base::parseJson(row.text(3), "prompt " + prompt.name);
    prompt.content_hash = row.text(4);
    prompt.author = row.text(5);
    prompt.time = row.text(6);
    return prompt;
}

std::vector<StoredPrompt> all(Query &rows)
{
    std::vector<StoredPrompt> prompts;
    while (rows.next())
        prompts.push_back(promptOf(rows));
    return prompts;
}

void insertVersion(const Database &database, const StoredPrompt &prompt)
{
    Query(database, "INSERT INTO prompt_version (prompt_id, version, content, content_hash, author, time) VALUES (?, ?, ?, ?, ?, ?)")
        .with(prompt.id).with(prompt.version).with(base::toLine(prompt.content)).with(prompt.content_hash).with(prompt.author)
        .with(prompt.time).run();
}

[[noreturn]] void throwMissing(const std::string &id)
{
    throw Failure(ErrorKind::NotFound, "The prompt template " + id, "the workspace");
}

} // namespace

std::vector<StoredPrompt> PromptRepository::list() const
{
    Query rows(m_database, std::string(kSelect) + " AND v.version = p.version ORDER BY p.name COLLATE NOCASE, p.rowid");
    return all(rows);
}

std::optional<StoredPrompt> PromptRepository::find(const std::string &id) const
{
    Query row(m_database, std::string(kSelect) + " AND v.version = p.version WHERE p.id = ?");
    row.with(id);
    return row.next() ? std::optional(promptOf(row)) : std::nullopt;
}

StoredPrompt PromptRepository::get(const std::string &id) const
{
    if (auto prompt = find(id))
        return std::move(*prompt);
    throwMissing(id);
}

StoredPrompt PromptRepository::get(const std::string &id, int64_t version) const
{
    Query row(m_database, std::string(kSelect) + " WHERE p.id = ? AND v.version = ?");
    row.with(id).with(version);
    if (!row.next())
        throwMissing(id + ", version " + std::to_string(version) + ",");
    return promptOf(row);
}

std::vector<StoredPrompt> PromptRepository::versions(const std::string &id) const
{
    Query rows(m_database, std::string(kSelect) + " WHERE p.id = ? ORDER BY v.version DESC");
    rows.with(id);
    return all(rows);
}

std::optional<StoredPrompt> PromptRepository::findByHash(const std::string &contentHash) const
{
    Query row(m_database, std::string(kSelect) + " WHERE v.content_hash = ? ORDER BY v.time DESC LIMIT 1");
    row.with(contentHash);
    return row.next() ? std::optional(promptOf(row)) : std::nullopt;
}

StoredPrompt PromptRepository::add(StoredPrompt prompt, const std::string &author)
{
    m_database.transaction([&] {
        if (prompt.id.empty())
            prompt.id = base::newUuid();
        if (find(prompt.id)) {
            throw Failure(ErrorKind::InvalidValue, "The prompt template's id", {},
                { { "value", prompt.id }, { "expected", "it is taken; save a new version instead" } });
        }
        prompt.version = 1;
        prompt.author = author;
        prompt.time = base::utcNow();
        Query(m_database, "INSERT INTO prompt (id, name, version, updated) VALUES (?, ?, 1, ?)")
            .with(prompt.id).with(prompt.name).with(prompt.time).run();
        insertVersion(m_database, prompt);
    });
    return prompt;
}

StoredPrompt PromptRepository::save(const StoredPrompt &edited, const std::string &author)
{
    StoredPrompt saved;
    m_database.transaction([&] {
        const StoredPrompt kept = get(edited.id);
        if (kept.version != edited.version)
            throwConflict("The prompt template " + kept.name, kept.version, edited.version);
        saved = edited;
        if (kept.content_hash == edited.content_hash) {
            saved = kept;
            saved.name = edited.name;
            if (kept.name == edited.name)
                return;
        } else {
            saved.version = kept.version + 1;
            saved.author = author;
            saved.time = base::utcNow();
            insertVersion(m_database, saved);
        }
        Query(m_database, "UPDATE prompt SET name = ?, version = ?, updated = ? WHERE id = ?")
            .with(saved.name).with(saved.version).with(base::utcNow()).with(saved.id).run();
    });
    return saved;
}

void PromptRepository::remove(const std::string &id)
{
    m_database.transaction([&] {
        if (Query(m_database, "DELETE FROM prompt WHERE id = ?").with(id).runCounting() == 0)
            throwMissing(id);
    });
}

} // namespace storage

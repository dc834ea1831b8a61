// SPDX-License-Identifier: GPL-3.0-or-later
// Prompt templates with their versions. The content is text::PromptTemplate as JSON; this room does not look inside.
#pragma once

#include "base/json.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <vector>

namespace storage {

struct StoredPrompt
{
    std::string id; // UUID, or the name of a preset
    std::string name;
    int64_t version = 0; // from 1
    base::Json content = base::Json::object();
    std::string content_hash; // as the caller computes it (text::contentHash)
    std::string author;
    std::string time;
};

class PromptRepository
{
public:
    explicit PromptRepository(Database &database)
        : m_database(database)
    {
    }

    std::vector<StoredPrompt> list() const; // newest versions, by name
    std::optional<StoredPrompt> find(const std::string &id) const; // newest version
    StoredPrompt get(const std::string &id) const; // throws NotFound
    StoredPrompt get(const std::string &id, int64_t version) const; // throws NotFound
    std::vector<StoredPrompt> versions(const std::string &id) const; // newest first
    // The version whose content has this hash, of any prompt: names the prompt behind a run.
    std::optional<StoredPrompt> findByHash(const std::string &contentHash) const;

    // An empty id is made. Version 1.
    StoredPrompt add(StoredPrompt prompt, const std::string &author);
    // A new version when the hash differs, else only the name is kept. `edited.version` is the one the edit was based on:
    // throws Conflict, NotFound.
    StoredPrompt save(const StoredPrompt &edited, const std::string &author);
    void remove(const std::string &id); // throws NotFound

private:
    Database &m_database;
};

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
// Model folders and files that people have added to the workspace. Cards of known models come with the program.
#pragma once

#include "storage/database.h"

#include <optional>
#include <string>
#include <vector>

namespace storage {

struct KnownModel
{
    std::string id; // UUID
    std::string name;
    std::string path; // absolute, also for one inside the workspace, which may be moved; a folder or a .gguf file
    std::string added;
    std::string chat_template; // the known one that a person chose for it; empty: recognised from its files
};

class ModelRepository
{
public:
    explicit ModelRepository(Database &database)
        : m_database(database)
    {
    }

    std::vector<KnownModel> list() const; // by name
    // One that is there already keeps its row. Throws FileMissing.
    KnownModel add(const std::string &path, const std::string &name = {});
    void remove(const std::string &id); // the files stay

    // What was chosen for the model of this path; empty when nothing was or it is not in the list.
    std::string chatTemplateOf(const std::string &path) const;
    // Empty: recognised again. Throws NotFound for a path that is not in the list.
    void setChatTemplate(const std::string &path, const std::string &name);

private:
    std::optional<KnownModel> find(const std::string &path) const;

    Database &m_database;
};

} // namespace storage

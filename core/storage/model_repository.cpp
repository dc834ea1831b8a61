// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/model_repository.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "storage/sql.h"

#include <filesystem>

namespace storage {

namespace fs = std::filesystem;

namespace {

// Of a row: id, name, path, added, chat_template.
KnownModel modelOf(const Query &row) { return { row.text(0), row.text(1), row.text(2), row.text(3), row.text(4) }; }

} // namespace

std::vector<KnownModel> ModelRepository::list() const
{
    Query rows(m_database, "SELECT id, name, path, added, chat_template FROM known_model ORDER BY name COLLATE NOCASE, rowid");
    std::vector<KnownModel> models;
    while (rows.next())
        models.push_back(modelOf(rows));
    return models;
}

KnownModel ModelRepository::add(const std::string &path, const std::string &name)
{
    std::error_code ec;
    if (!fs::exists(path, ec))
        throw base::Failure(base::ErrorKind::FileMissing, path);
    fs::path absolute = fs::absolute(path).lexically_normal();
    if (!absolute.has_filename()) // "folder/"
        absolute = absolute.parent_path();
    KnownModel model { base::newUuid(), name.empty() ? absolute.stem().string() : name, absolute.string(), base::utcNow(), {} };
    // A folder's name may hold dots that are no suffix: Qwen2.5-0.5B-Instruct.
    if (name.empty() && fs::is_directory(absolute, ec))
        model.name = absolute.filename().string();
    m_database.transaction([&] {
        Query known(m_database, "SELECT id, name, path, added, chat_template FROM known_model WHERE path = ?");
        known.with(model.path);
        if (known.next()) {
            model = modelOf(known);
            return;
        }
        Query(m_database, "INSERT INTO known_model (id, name, path, added) VALUES (?, ?, ?, ?)")
            .with(model.id).with(model.name).with(model.path).with(model.added).run();
    });
    return model;
}

void ModelRepository::remove(const std::string &id)
{
    m_database.transaction([&] { Query(m_database, "DELETE FROM known_model WHERE id = ?").with(id).run(); });
}

std::string ModelRepository::chatTemplateOf(const std::string &path) const
{
    Query row(m_database, "SELECT chat_template FROM known_model WHERE path = ?");
    row.with(path);
    return row.next() ? row.text(0) : std::string();
}

void ModelRepository::setChatTemplate(const std::string &path, const std::string &name)
{
    m_database.transaction([&] {
        Query known(m_database, "SELECT id FROM known_model WHERE path = ?");
        known.with(path);
        if (!known.next())
            throw base::Failure(base::ErrorKind::NotFound, path, "the list of models");
        Query(m_database, "UPDATE known_model SET chat_template = ? WHERE id = ?").with(name).with(known.text(0)).run();
    });
}

} // namespace storage

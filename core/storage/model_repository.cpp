// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/model_repository.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "storage/sql.h"

#include <filesystem>

namespace storage {

namespace fs = std::filesystem;

std::vector<KnownModel> ModelRepository::list() const
{
    Query rows(m_database, "SELECT id, name, path, added FROM known_model ORDER BY name COLLATE NOCASE, rowid");
    std::vector<KnownModel> models;
    while (rows.next())
        models.push_back({ rows.text(0), rows.text(1), rows.text(2), rows.text(3) });
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
    KnownModel model { base::newUuid(), name.empty() ? absolute.stem().string() : name, absolute.string(), base::utcNow() };
    // A folder's name may hold dots that are no suffix: Qwen2.5-0.5B-Instruct.
    if (name.empty() && fs::is_directory(absolute, ec))
        model.name = absolute.filename().string();
    m_database.transaction([&] {
        Query known(m_database, "SELECT id, name, path, added FROM known_model WHERE path = ?");
        known.with(model.path);
        if (known.next()) {
            model = { known.text(0), known.text(1), known.text(2), known.text(3) };
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

} // namespace storage

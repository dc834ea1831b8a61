// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/model_repository.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "storage/sql.h"

#include <filesystem>

namespace storage {

namespace fs = std::filesystem;

namespace {

// Inside the workspace relative, so that a moved one finds its models.
std::string placeText(const Database &database, const fs::path &path)
{
    const fs::path inside = path.lexically_relative(database.folder());
    return inside.empty() || inside == "." || *inside.begin() == ".." ? path.string() : inside.string();
}

// Absolute. Rows of before hold absolute places: one inside a workspace that was moved is looked for in this one.
std::string placeOf(const Database &database, const fs::path &stored)
{
    if (stored.is_relative())
        return (database.folder() / stored).string();
    std::error_code ec;
    if (fs::exists(stored, ec))
        return stored.string();
    for (auto part = stored.begin(); part != stored.end(); ++part) {
        if (part->extension() != ".attune")
            continue;
        fs::path inside = database.folder();
        for (auto rest = std::next(part); rest != stored.end(); ++rest)
            inside /= *rest;
        if (inside != database.folder() && fs::exists(inside, ec))
            return inside.string();
    }
    return stored.string();
}

// Of a row: id, name, path, added, chat_template.
KnownModel modelOf(const Database &database, const Query &row)
{
    return { row.text(0), row.text(1), placeOf(database, row.text(2)), row.text(3), row.text(4) };
}

} // namespace

std::vector<KnownModel> ModelRepository::list() const
{
    Query rows(m_database, "SELECT id, name, path, added, chat_template FROM known_model ORDER BY name COLLATE NOCASE, rowid");
    std::vector<KnownModel> models;
    while (rows.next())
        models.push_back(modelOf(m_database, rows));
    return models;
}

std::optional<KnownModel> ModelRepository::find(const std::string &path) const
{
    for (const KnownModel &model : list()) {
        if (model.path == path)
            return model;
    }
    return std::nullopt;
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
        if (const auto known = find(model.path)) {
            model = *known;
            return;
        }
        Query(m_database, "INSERT INTO known_model (id, name, path, added) VALUES (?, ?, ?, ?)")
            .with(model.id).with(model.name).with(placeText(m_database, model.path)).with(model.added).run();
    });
    return model;
}

void ModelRepository::remove(const std::string &id)
{
    m_database.transaction([&] { Query(m_database, "DELETE FROM known_model WHERE id = ?").with(id).run(); });
}

std::string ModelRepository::chatTemplateOf(const std::string &path) const
{
    const auto known = find(path);
    return known ? known->chat_template : std::string();
}

void ModelRepository::setChatTemplate(const std::string &path, const std::string &name)
{
    m_database.transaction([&] {
        const auto known = find(path);
        if (!known)
            throw base::Failure(base::ErrorKind::NotFound, path, "the list of models");
        Query(m_database, "UPDATE known_model SET chat_template = ? WHERE id = ?").with(name).with(known->id).run();
    });
}

} // namespace storage

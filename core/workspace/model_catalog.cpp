// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_catalog.h"

#include "base/data_dir.h"

#include <algorithm>

namespace workspace {

namespace fs = std::filesystem;

namespace {

int64_t sizeOf(const fs::path &path)
{
    std::error_code ec;
    if (!fs::is_directory(path, ec)) {
        const auto size = fs::file_size(path, ec);
        return ec ? 0 : static_cast<int64_t>(size);
    }
    int64_t total = 0;
    for (const fs::directory_entry &entry : fs::directory_iterator(path, ec)) {
        const auto size = entry.is_regular_file(ec) ? entry.file_size(ec) : 0;
        total += ec ? 0 : static_cast<int64_t>(size);
    }
    return total;
}

CatalogModel ofCard(const run::ModelCard &card)
{
    CatalogModel model;
    model.key = card.id;
    model.name = card.name;
    model.card = card;
    model.bytes = card.bytes;
    try {
        model.bytes = sizeOf(run::resolveModel(card.id));
        model.available = true;
    } catch (const base::Failure &failure) {
        model.why_not = failure.what();
    }
    return model;
}

CatalogModel ofAdded(const storage::KnownModel &known)
{
    CatalogModel model;
    model.key = known.path;
    model.name = known.name;
    model.added_id = known.id;
    model.chat_template = known.chat_template;
    std::error_code ec;
    model.available = fs::exists(known.path, ec);
    if (model.available)
        model.bytes = sizeOf(known.path);
    else
        model.why_not = base::Failure(base::ErrorKind::FileMissing, known.path).what();
    return model;
}

// The same model may be named by its card or by its path.
fs::path placeOf(const std::string &model)
{
    try {
        return run::resolveModel(model);
    } catch (const base::Failure &) {
        return model;
    }
}

} // namespace

std::vector<CatalogModel> catalogModels(Workspace &workspace)
{
    std::vector<CatalogModel> models;
    for (const run::ModelCard &card : run::knownModelCards())
        models.push_back(ofCard(card));
    std::stable_partition(models.begin(), models.end(), [](const CatalogModel &model) { return model.available; });
    for (const storage::KnownModel &known : workspace.models().list())
        models.push_back(ofAdded(known));
    return models;
}

bool hasAdapter(const storage::RunRow &row)
{
    std::error_code ec;
    return !row.adapter.empty() && fs::exists(row.adapter / "adapter_config.json", ec);
}

std::vector<CatalogAdapter> catalogAdapters(Workspace &workspace, const std::string &baseModel)
{
    const fs::path wanted = baseModel.empty() ? fs::path() : placeOf(baseModel);
    std::vector<CatalogAdapter> adapters;
    for (const storage::RunRow &row : workspace.runs().list()) {
        const auto *spec = std::get_if<run::TrainSpec>(&row.spec.job);
        if (!spec || !hasAdapter(row))
            continue;
        if (!wanted.empty() && spec->base_model != baseModel && placeOf(spec->base_model) != wanted)
            continue;
        adapters.push_back({ row.adapter, row.name, row.id, spec->base_model, spec->lora_rank, spec->lora_alpha, row.created });
    }
    return adapters;
}

} // namespace workspace

// SPDX-License-Identifier: GPL-3.0-or-later
// The models and adapters that can be chosen: known cards, the person's folders and files, adapters of runs.
#pragma once

#include "run/model_card.h"
#include "workspace/workspace.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace workspace {

struct CatalogModel
{
    std::string key; // what specs and ChatSession take: the id of a card or an absolute path
    std::string name;
    std::optional<run::ModelCard> card;
    std::string added_id; // of storage::KnownModel; empty: comes with Attune
    bool available = false; // its files are here
    std::string why_not; // and how to get it
    int64_t bytes = 0; // on disk; of the card while it is not here
    std::string chat_template; // the known one that a person chose; empty: recognised from its files
};

struct CatalogAdapter
{
    std::filesystem::path path; // PEFT folder
    std::string name; // of its run
    std::string run_id;
    std::string base_model; // as the spec names it
    int lora_rank = 0;
    double lora_alpha = 0;
    std::string created;
};

// Whether the weights that a training made are here: the sample's runs are shipped without, and folders can be thinned out.
bool hasAdapter(const storage::RunRow &row);

// Known cards first (those that are here, then the others), then the person's own by name.
std::vector<CatalogModel> catalogModels(Workspace &workspace);
// Adapters of finished and stopped runs, newest first; with `baseModel` only those that fit it.
std::vector<CatalogAdapter> catalogAdapters(Workspace &workspace, const std::string &baseModel = {});

} // namespace workspace

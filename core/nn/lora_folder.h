// SPDX-License-Identifier: GPL-3.0-or-later
// The adapter folder of Hugging Face peft: adapter_config.json and adapter_model.safetensors. Folders are untrusted.
#pragma once

#include "nn/lora.h"

#include <filesystem>
#include <string>

namespace nn {

// `baseModel` is written as base_model_name_or_path. An existing folder is replaced: under its name there is a whole one all the
// while (base/folders.h). The folder above must be there. Throws FileUnwritable, DiskFull.
void saveAdapter(const std::filesystem::path &folder, const LoraAdapter &adapter, const std::string &baseModel);

// Throws FileMissing, NotJson, MissingField, InvalidValue, CorruptFile, UnsupportedModel (DoRA, trained biases, saved
// modules, changed base weights, pickled weights: named in the reason). Whether it fits a model is found out by attach().
LoraAdapter loadAdapter(const std::filesystem::path &folder);

} // namespace nn

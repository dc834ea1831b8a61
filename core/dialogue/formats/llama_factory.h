// SPDX-License-Identifier: GPL-3.0-or-later
// LLaMA-Factory's data folder beside the file itself. Internal to core/dialogue.
#pragma once

#include <filesystem>

namespace dialogue {

inline constexpr char kLlamaFactory[] = "llamafactory";

// The entry of `file` in the dataset_info.json of its folder, under the file's name without its ending; other entries stay.
// Throws NotJson, WrongShape for one that is no list of data sets, FileUnwritable.
void addToDatasetInfo(const std::filesystem::path &file);

} // namespace dialogue

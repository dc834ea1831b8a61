// SPDX-License-Identifier: GPL-3.0-or-later
// From what was picked in a form to what core/jobs freezes.
#pragma once

#include "ui/parts/data_choice.h"
#include "workspace/freeze.h"

#include <string>

namespace parts {

workspace::FreezeRecipe recipeOf(const DataPick &pick, storage::Database &database);

// A run's `split_recipe` in the window's language; words of another version stay as they are.
QString splitWords(const std::string &recipe);

} // namespace parts

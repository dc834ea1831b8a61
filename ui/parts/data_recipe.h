// SPDX-License-Identifier: GPL-3.0-or-later
// From what was picked in a form to what core/jobs freezes.
#pragma once

#include "jobs/freeze.h"
#include "ui/parts/data_choice.h"

namespace parts {

jobs::FreezeRecipe recipeOf(const DataPick &pick, storage::Database &database);

} // namespace parts

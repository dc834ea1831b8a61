// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/data_recipe.h"

#include "ui/parts/text_format.h"

namespace parts {

jobs::FreezeRecipe recipeOf(const DataPick &pick, storage::Database &database)
{
    jobs::FreezeRecipe recipe;
    recipe.filter.search = toUtf8(pick.search);
    if (!pick.source.isEmpty())
        recipe.filter.source_name = toUtf8(pick.source);
    recipe.seeded.seed = uint64_t(pick.seed);
    if (pick.by_file) {
        recipe.split_by = jobs::SplitBy::File;
        recipe.by_file = jobs::guessFileSplit(storage::DialogueRepository(database).sources());
    }
    return recipe;
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
// From what was picked in a form to what core/workspace freezes, and from what was frozen to words.
#pragma once

#include "ui/parts/data_choice.h"
#include "workspace/freeze.h"

#include <QStringList>

namespace parts {

workspace::FreezeRecipe recipeOf(const DataPick &pick, storage::Database &database);
// What the choice offers: every source of the workspace, chats marked.
QList<DataSource> dataSources(const std::vector<storage::SourceCount> &sources);

// How a run's data were chosen and split; an older run's own sentence where it is not understood.
QString splitWords(const run::SplitRecord &split);
QString partTitle(run::Split part); // "train"

// What a person must know before such data are used: sources not taken, dialogues left out, empty parts, leaks.
QStringList dataNotes(const workspace::Frozen &frozen);

} // namespace parts

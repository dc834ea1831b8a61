// SPDX-License-Identifier: GPL-3.0-or-later
// Frozen specs side by side, field by field.
#pragma once

#include "base/json.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace runs {

struct SpecLine
{
    QString field; // "job.learning_rate", "job.prompt.sections.0.text"
    QStringList values; // a spec each; empty where a spec has no such field
    bool differs = false;
};

// Fields in the order of the first spec, those only later ones have behind them. What names a run and nothing else (id,
// name, time) never counts as a difference.
std::vector<SpecLine> compareSpecs(const std::vector<base::Json> &specs);

} // namespace runs

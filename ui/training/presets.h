// SPDX-License-Identifier: GPL-3.0-or-later
// Starting points for a training: a taste for a small machine and the paper's three pairs of rank and alpha.
#pragma once

#include "run/job_spec.h"

#include <QList>
#include <QString>

namespace training {

// Data, model and prompt stay as they are.
struct Preset
{
    QString title;
    QString meaning;
    void (*apply)(run::TrainSpec &spec);
};
QList<Preset> presets();

} // namespace training

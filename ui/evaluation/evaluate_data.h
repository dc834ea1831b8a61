// SPDX-License-Identifier: GPL-3.0-or-later
// From what the form asks for to the dialogues that will be answered.
#pragma once

#include "ui/evaluation/evaluate_form.h"
#include "workspace/freeze.h"

namespace evaluation {

// The frozen data of the asked part: of another run, or of the workspace as it is. Any thread with its own connection.
// Throws what workspace::freeze and workspace::frozenOf throw.
workspace::Frozen freezeFor(storage::Database &database, const EvaluateAsk &ask, const base::CancelToken &cancel);

struct Amount
{
    qint64 dialogues = 0;
    qint64 replies = 0;
};
// What of it will be answered, by the limits of the spec.
Amount amountOf(const workspace::Frozen &frozen, const run::PredictSpec &spec);

} // namespace evaluation

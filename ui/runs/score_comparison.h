// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of some runs side by side, with the warning that they need. Pure.
#pragma once

#include "ui/runs/metric_bars.h"
#include "ui/runs/run_line.h"

namespace runs {

struct ScoreComparison
{
    MetricBarsData data; // of the runs that have scores; panels that somebody has a value for
    QString note; // why there is nothing to see, or why the numbers do not compare; else empty
};

// The place in `lines` decides the colour.
ScoreComparison compareScores(const QList<RunLine> &lines);

} // namespace runs

// SPDX-License-Identifier: GPL-3.0-or-later
// Points of a curve as charts want them. Internal to core/storage.
#pragma once

#include "storage/run_repository.h"

namespace storage {

// By step, without what a later attempt did again: an attempt hides the earlier ones from its own first step on.
std::vector<MetricPoint> latestAttempts(std::vector<MetricPoint> points);

// At most about `maxPoints` that draw the same curve: largest-triangle-three-buckets (S. Steinarsson, "Downsampling Time
// Series for Visual Representation", 2013). First, last and points without a value stay. 0: all.
std::vector<MetricPoint> thinned(std::vector<MetricPoint> points, size_t maxPoints);

} // namespace storage

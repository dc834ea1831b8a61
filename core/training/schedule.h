// SPDX-License-Identifier: GPL-3.0-or-later
// Step -> learning rate. A pure function: there is no scheduler state to save.
// Formulas: transformers.optimization get_{cosine,linear,constant}_schedule_with_warmup.
#pragma once

#include <cstdint>
#include <string>

namespace training {

enum class ScheduleKind { Cosine, Linear, Constant };

struct Schedule
{
    ScheduleKind kind = ScheduleKind::Cosine;
    double learning_rate = 1e-4; // the peak
    int64_t warmup_steps = 0;
    int64_t total_steps = 1;

    // `step` counts finished optimizer steps: the first step is taken with learningRate(0), which is 0 with a warm-up.
    double learningRate(int64_t step) const;
};

// "cosine", "linear", "constant"; warm-up lasts ceil(total_steps * warmup_ratio) steps, in all three.
Schedule makeSchedule(const std::string &type, double learningRate, double warmupRatio, int64_t totalSteps);

} // namespace training

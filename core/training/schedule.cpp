// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/schedule.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace training {

double Schedule::learningRate(int64_t step) const
{
    if (step < warmup_steps)
        return learning_rate * double(step) / double(std::max<int64_t>(1, warmup_steps));
    step = std::min(step, total_steps); // behind the end nothing rises again
    const double rest = double(std::max<int64_t>(1, total_steps - warmup_steps));
    switch (kind) {
    case ScheduleKind::Cosine:
        return learning_rate * std::max(0.0, 0.5 * (1 + std::cos(std::numbers::pi * double(step - warmup_steps) / rest)));
    case ScheduleKind::Linear:
        return learning_rate * std::max(0.0, double(total_steps - step) / rest);
    case ScheduleKind::Constant:
        break;
    }
    return learning_rate;
}

Schedule makeSchedule(const std::string &type, double learningRate, double warmupRatio, int64_t totalSteps)
{
    Schedule schedule { ScheduleKind::Cosine, learningRate,
        static_cast<int64_t>(std::ceil(double(totalSteps) * warmupRatio)), totalSteps };
    if (type == "linear") {
        schedule.kind = ScheduleKind::Linear;
    } else if (type == "constant") {
        schedule.kind = ScheduleKind::Constant;
    } else if (type != "cosine") {
        throw base::Failure(base::ErrorKind::InvalidValue, "lr_scheduler_type", {},
            { { "value", type }, { "expected", "cosine, linear or constant" } });
    }
    return schedule;
}

} // namespace training

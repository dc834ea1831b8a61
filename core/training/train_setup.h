// SPDX-License-Identifier: GPL-3.0-or-later
// Everything a training needs, made from its spec or restored from its newest checkpoint.
#pragma once

#include "training/checkpoint.h"
#include "training/optimizer.h"
#include "training/sample_source.h"

#include "nn/lora.h"
#include "nn/transformer.h"
#include "run/job_monitor.h"
#include "run/job_spec.h"

#include <memory>
#include <vector>

namespace training {

struct Training
{
    std::unique_ptr<nn::Transformer> model; // with the adapter in its slots
    nn::LoraAdapter adapter;
    AdamW optimizer;
    std::vector<Example> train;
    std::vector<Example> validation; // may be empty
    SampleSource source;
    TrainState state;
    int64_t total_steps = 0;
};

// Reports the stages, the started event, notices and, where it applies, resumed. Errors: see train().
Training setUpTraining(const run::JobSpec &job, const std::vector<run::DatasetRow> &rows, run::JobMonitor &monitor);

} // namespace training

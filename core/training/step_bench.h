// SPDX-License-Identifier: GPL-3.0-or-later
// How fast this machine fine-tunes a model with LoRA, beside what its arithmetic would allow.
#pragma once

#include "base/json.h"
#include "run/job_spec.h"

#include <cstdint>
#include <string>

namespace training {

struct StepBenchSettings
{
    std::string model; // path
    int64_t tokens = 512; // a step, one document
    double loss_share = 0.44; // of the tokens
    int rank = 16; // on the seven linear layers
    int steps = 5; // timed, after one that is not
    std::string device = "auto"; // "auto", "cpu", "cuda:0"
    run::ComputeType compute_type = run::ComputeType::Auto;
    int threads = 0;
};

// Forward, backward, clipping and AdamW on fixed random tokens. Fields: tokens_per_second (median step), seconds (each
// step), gemm_gflop_s (measured in this run, of the same device and type), bound_tokens_per_second, share_of_bound and
// what machine it was.
// The bound counts (forward 2 + input gradient 2) multiplications a weight and token, the head only for loss tokens.
base::Json benchTraining(const StepBenchSettings &settings);

} // namespace training

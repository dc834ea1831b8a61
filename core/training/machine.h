// SPDX-License-Identifier: GPL-3.0-or-later
// What a job computes with: chosen once at its start, written into its first event and its checkpoints.
#pragma once

#include "base/json.h"
#include "run/job_spec.h"

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <string>
#include <vector>

namespace training {

// What decides the last bits of a result.
struct Machine
{
    int threads = 0;
    std::string isa;
    std::string compute_type; // "fp32", "bf16"
    std::string torch;
    std::string device; // "cpu", "cuda:0"

    c10::Device torchDevice() const { return c10::Device(device); }
    c10::ScalarType torchType() const;

    bool operator==(const Machine &) const = default;
};

// Looks at the machine and sets the threads of this process. ComputeType::Auto: bf16 on CUDA, else fp32, which is what
// results are compared in. `threads` 0: the physical cores. Throws InvalidValue, MissingResource.
Machine setUpMachine(const std::string &device, run::ComputeType type, int threads);

struct MachineDifference
{
    std::string what; // the field's name in JSON: "threads"
    std::string before;
    std::string now;
};
// What differs: then a resumed run is not bit for bit what it would have been.
std::vector<MachineDifference> differences(const Machine &before, const Machine &now);

// Fields of the started event.
base::Json toEvent(const Machine &machine);

base::Json toJson(const Machine &machine);
Machine machineFromJson(const base::Json &json, const std::string &subject);

} // namespace training

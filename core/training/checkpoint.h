// SPDX-License-Identifier: GPL-3.0-or-later
// checkpoints/step-000200/: a peft adapter folder (usable as it is) with what is needed to go on as if nothing had
// happened: optimizer.safetensors (moments, step, generator states) and train_state.json.
// A checkpoint is written beside its place, flushed and renamed: under its name there is always a whole one.
#pragma once

#include "training/machine.h"
#include "training/optimizer.h"
#include "training/sample_source.h"

#include "nn/lora.h"

#include <c10/core/Device.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace training {

struct TrainState
{
    std::string run_id;
    int64_t step = 0; // optimizer steps done
    Position position;
    int64_t last_evaluation = -1; // step of the newest evaluation loss
    // Of the steps since the last logged one, so that a mean over `logging_steps` survives a stop.
    double loss_sum = 0;
    int64_t loss_steps = 0;
    // Checkpoints are made between optimizer steps only, so an accumulation never has to be kept half done.
    int64_t gradient_accumulation_steps = 1;
    Machine machine;
};

// Gives back what a killed worker had put aside (base/folders.h). Before the checkpoints are looked through.
void recoverCheckpoints(const std::filesystem::path &checkpoints);

// The state alone. Throws what readJson throws and CorruptFile.
TrainState readTrainState(const std::filesystem::path &checkpoint);

// The same of a checkpoint whose tensors are whole as far as their files' heads tell: a disk may have lost a part of what was
// written whole. Throws CorruptFile and others for what is missing, too.
TrainState readWholeState(const std::filesystem::path &checkpoint);

// Writes checkpoints/step-<step>, then removes what unfinished writes left behind and, beyond `limit`, first what the run cannot
// go on from (later steps than this one, damaged and foreign ones), then the oldest ones.
// Returns the folder. Throws FileUnwritable, DiskFull; older checkpoints are then untouched.
std::filesystem::path saveCheckpoint(const std::filesystem::path &checkpoints, const TrainState &state,
    const nn::LoraAdapter &adapter, const AdamW &optimizer, c10::Device device, const std::string &baseModel, int limit);

// Copies numbers into the adapter, the optimizer and the generators. Throws CorruptFile when they do not fit.
void loadCheckpoint(
    const std::filesystem::path &checkpoint, const nn::LoraAdapter &adapter, AdamW &optimizer, c10::Device device);

} // namespace training

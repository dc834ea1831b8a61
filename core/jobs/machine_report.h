// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine can do, and how to mend what is missing. Facts only; ui makes the sentences.
#pragma once

#include "base/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace jobs {

enum class MachinePart { Engine, Torch, Gpu, EmbeddedModel, WordNet, Vectors };
enum class PartState {
    Good,
    Missing, // something does not work without it
    Optional, // absent, and most things work without it
};

struct PartReport
{
    MachinePart part = MachinePart::Engine;
    PartState state = PartState::Missing;
    std::string detail; // a path, a version, a device's name; why it is missing
    std::string remedy; // one English sentence; empty when good
};

struct MachineReport
{
    std::string cpu; // model name
    int cores = 0; // physical
    int threads = 0;
    std::vector<std::string> isa; // of "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16"
    int64_t memory_bytes = 0;
    int64_t memory_available_bytes = 0;
    int64_t disk_free_bytes = 0; // where the cache lies
    std::string system; // "Debian GNU/Linux 12 (bookworm)"
    std::vector<PartReport> parts; // one a MachinePart

    const PartReport &part(MachinePart part) const;
};

// Reads a few files; some milliseconds. Never throws.
MachineReport readMachine();

std::string_view partName(MachinePart part); // "engine", "torch", ...
base::Json toJson(const MachineReport &report);

} // namespace jobs

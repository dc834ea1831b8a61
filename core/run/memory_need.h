// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory a model needs, from its shape alone. The formula is stated in models/README.md; it is an estimate
// (within about a quarter), meant to tell "fits" from "does not fit" before anything is loaded.
#pragma once

#include "run/model_card.h"

#include <cstdint>

namespace run {

// What is asked of the model.
enum class MemoryUse { Chat, Lora, Full };

struct MemoryQuestion
{
    MemoryUse use = MemoryUse::Chat;
    bool bf16 = false; // false: fp32
    int64_t tokens = 2048; // chat: tokens in the conversation; training: tokens of one micro-step
    int lora_rank = 16; // on all seven linear layers
};

// Bytes of main memory (or of the graphics card's). Needs the card's architecture numbers; 0 when they are unknown.
int64_t memoryNeed(const ModelCard &card, const MemoryQuestion &question);

// Trainable parameters of a LoRA on the seven linear layers: rank x (in + out), summed.
int64_t loraParameters(const ModelCard &card, int rank);

} // namespace run

// SPDX-License-Identifier: GPL-3.0-or-later
// What is really trained on, as plain values for the verb and the pages.
#pragma once

#include "base/cancel.h"
#include "base/json.h"
#include "text/renderer.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace text {

struct InspectedToken
{
    TokenId id = 0;
    std::string text; // for people: valid UTF-8; a token that is part of a character reads "\xF0\x9F"
    bool loss = false;
    bool special = false;
    uint32_t span = 0; // index into rendered.spans
};

struct DialogueInspection
{
    Rendered rendered;
    std::vector<InspectedToken> tokens;
    size_t loss_tokens = 0;
    size_t system_tokens = 0;
    SkewReport skew;
    bool whole_text_equal = true; // piece by piece = the whole string at once, as peers tokenize it
    size_t unsayable_turns = 0; // turns with characters that the vocabulary cannot express and leaves out
    bool typed_control_text = false; // someone typed what spells a control token; it stays text, and peers would differ
};

struct DialogueCount
{
    std::string dialogue_id;
    std::string source_key;
    size_t tokens = 0; // before the cut
    size_t kept = 0;
    size_t loss_tokens = 0;
    size_t supporter_turns_cut = 0;
    std::string problem; // why it cannot be trained on; empty: it can
};

struct DatasetInspection
{
    size_t dialogues = 0;
    size_t tokens = 0; // kept
    size_t loss_tokens = 0;
    size_t supporter_turns = 0;
    size_t supporter_turns_cut = 0; // lost to cutoff_len
    size_t all_masked = 0; // dialogues without any loss token
    size_t skewed = 0;
    std::vector<DialogueCount> longest; // ten, longest first
    std::vector<DialogueCount> troubled; // all-masked, cut or refused: the first hundred

    double lossShare() const { return tokens == 0 ? 0 : static_cast<double>(loss_tokens) / static_cast<double>(tokens); }
};

// Throws what Renderer::renderTraining throws.
DialogueInspection inspect(const Renderer &renderer, const dialogue::Dialogue &dialogue);

// A dialogue that cannot be rendered is counted among the troubled. Throws Cancelled. `progress` may be empty; called with the number of dialogues done.
DatasetInspection inspect(const Renderer &renderer, const std::vector<dialogue::Dialogue> &dialogues,
    const base::CancelToken &cancel = {}, const std::function<void(size_t)> &progress = {});

base::Json toJson(const DialogueInspection &inspection);
base::Json toJson(const DatasetInspection &inspection);

} // namespace text

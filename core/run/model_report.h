// SPDX-License-Identifier: GPL-3.0-or-later
// What a model's own files say, read without loading its weights: its card, whether its text can be handled, what is
// wrong with it. For lists of models and for checks before a job starts.
#pragma once

#include "base/cancel.h"
#include "base/error.h"
#include "run/model_card.h"

#include <filesystem>
#include <string>
#include <vector>

namespace run {

struct ModelReport
{
    std::filesystem::path path;
    std::string format; // "gguf", "safetensors", empty when unknown
    std::string dtype; // of most weights: "BF16", "Q4_1"
    ModelCard card; // from the files; name, licence, source, languages and notes from a known card of the same name
    std::string tokenizer; // in a few words; empty when there is none
    std::string chat_template; // name of the known template that is used; empty when there is none to use
    std::string nearest_template; // when its own one is not recognised: the known one to offer
    std::vector<base::Error> problems; // what keeps it from working, in the order a person should mend it

    bool isReady() const { return problems.empty(); }
};

// Reads headers, the tokenizer and the template: some tens of milliseconds to a second. Never throws for what is wrong
// with the model (that is the report), only Cancelled. `chatTemplate` as for text::loadModelText.
ModelReport inspectModel(const std::filesystem::path &model, const base::CancelToken &cancel = {}, const std::string &chatTemplate = {});

// Whether a path looks like a model at all: a .gguf file, or a folder with config.json or weights. Touches names only.
bool looksLikeModel(const std::filesystem::path &path);

} // namespace run

// SPDX-License-Identifier: GPL-3.0-or-later
// dataset.jsonl: the dialogues of a run, frozen. One line a dialogue; ids and revisions make every later number a join.
#pragma once

#include "dialogue/dialogue.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace run {

enum class Split { Train, Validation, Test };

struct DatasetRow
{
    Split split = Split::Train;
    int64_t revision = 1; // of the dialogue when it was frozen
    dialogue::Dialogue dialogue;
    std::string split_key {}; // dialogue/split_key.h, when it was frozen; empty: of a run from before there were any
};

std::string_view splitName(Split split); // "train", "validation", "test"
Split splitFromName(std::string_view name, const std::string &subject); // throws InvalidValue

// Writes atomically, returns the file's SHA-256.
std::string writeDataset(const std::filesystem::path &path, const std::vector<DatasetRow> &rows);
// Throws with path and line.
std::vector<DatasetRow> readDataset(const std::filesystem::path &path);

// One line of predictions.jsonl.
struct Prediction
{
    std::string dialogue_id;
    std::string turn_id; // the supporter turn that was answered
    int64_t revision = 1;
    std::string source_key;
    std::string seeker; // the last seeker text before the reply
    std::string reference;
    std::string prediction;
    std::string finish_reason; // "stop", "length", "cutoff"
    int64_t prompt_tokens = 0;
    int64_t new_tokens = 0;
    double seconds = 0;
};

base::Json toJson(const Prediction &prediction);
Prediction predictionFromJson(const base::Json &json, const std::string &subject);
std::vector<Prediction> readPredictions(const std::filesystem::path &path);

} // namespace run

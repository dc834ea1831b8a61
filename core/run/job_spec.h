// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of the worker: one frozen spec a run, written as spec.json. Field names are the field's
// (LLaMA-Factory, Hugging Face, PEFT). A spec says everything that decides the result.
#pragma once

#include "base/json.h"
#include "run/split_record.h"
#include "text/loss_on.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace run {

enum class JobKind { Train, Predict };
enum class FinetuningType { Lora, Full };
using text::LossOn;
// Predict: what stands before a reply. Gold: the file's own earlier replies; Own: the model's.
enum class History { Gold, Own };
// What the model computes with. Auto: chosen from what the machine has, printed in the first event.
enum class ComputeType { Auto, Fp32, Bf16 };

struct TrainSpec
{
    std::string base_model; // folder, .gguf file or known name
    std::string chat_template; // name of a known template; empty: recognised from the model
    base::Json prompt = base::Json::object(); // text::PromptTemplate as JSON
    FinetuningType finetuning_type = FinetuningType::Lora;
    int lora_rank = 16;
    double lora_alpha = 32;
    double lora_dropout = 0;
    std::vector<std::string> lora_target { "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj" };
    double learning_rate = 1e-4;
    double num_train_epochs = 1;
    int64_t max_steps = 0; // > 0 wins over num_train_epochs
    int per_device_train_batch_size = 1; // packed rows of cutoff_len tokens a micro-step
    int gradient_accumulation_steps = 8;
    int cutoff_len = 2048; // tokens
    bool packing = true;
    std::string lr_scheduler_type = "cosine"; // "cosine", "linear", "constant"
    double warmup_ratio = 0.1;
    double weight_decay = 0;
    double adam_beta1 = 0.9;
    double adam_beta2 = 0.999;
    double adam_epsilon = 1e-8;
    double max_grad_norm = 1.0; // 0: no clipping
    int64_t seed = 42;
    LossOn loss_on = LossOn::EverySupporterTurn;
    bool merge_consecutive = true; // turns of one speaker in a row become one message
    int64_t eval_steps = 0; // 0: before the first and after the last step only
    int64_t save_steps = 50; // 0: at the end only
    int save_total_limit = 2;
    int64_t logging_steps = 1;
    std::string device = "auto"; // "auto", "cpu", "cuda:0"
    ComputeType compute_type = ComputeType::Auto;
    int threads = 0; // 0: the machine's physical cores
};

struct DecodingSettings
{
    bool do_sample = false; // false: greedy
    double temperature = 0.7;
    double top_p = 0.9;
    int max_new_tokens = 128;
    std::vector<std::string> stop; // besides the template's own end of turn
    int64_t seed = 42;
};

struct PredictSpec
{
    std::string base_model;
    std::string adapter; // PEFT folder, relative to the run's folder or absolute (run/adapter_place.h); empty: the base model
    std::string adapter_run; // id of the run that made it; empty: not known
    std::string chat_template;
    base::Json prompt = base::Json::object();
    DecodingSettings decoding;
    History history = History::Gold;
    bool merge_consecutive = true;
    int cutoff_len = 2048; // tokens of prompt and reply together
    int64_t max_dialogues = 0; // 0: all of the dataset
    int64_t max_replies_per_dialogue = 0; // 0: all
    std::string device = "auto";
    ComputeType compute_type = ComputeType::Auto;
    int threads = 0;
};

// The frozen request of one run.
struct JobSpec
{
    std::string run_id; // UUID
    std::string name; // what people call the run
    std::string created; // UTC
    std::string attune_version;
    std::string dataset_sha256; // of dataset.jsonl
    SplitRecord split; // how the data were chosen and split
    std::variant<TrainSpec, PredictSpec> job;

    JobKind kind() const { return std::holds_alternative<TrainSpec>(job) ? JobKind::Train : JobKind::Predict; }
};

// Checks ranges and combinations; throws InvalidValue naming the field, its value and what is allowed.
void check(const DecodingSettings &settings);
void check(const TrainSpec &spec);
void check(const PredictSpec &spec);
void check(const JobSpec &spec);

base::Json toJson(const DecodingSettings &settings);
base::Json toJson(const JobSpec &spec);
// Unknown fields are refused by name; throws NotJson, MissingField, WrongShape, InvalidValue. Runs check().
JobSpec jobSpecFromJson(const base::Json &json, const std::string &subject);
DecodingSettings decodingFromJson(const base::Json &json, const std::string &subject);

std::string_view jobKindName(JobKind kind); // "train", "predict"

} // namespace run

// SPDX-License-Identifier: GPL-3.0-or-later
// Ranges and combinations that a spec may have.
#include "run/job_spec.h"

#include "base/numbers.h"

#include <algorithm>
#include <array>

namespace run {

using base::ErrorKind;
using base::Failure;

namespace {

[[noreturn]] void throwInvalid(const char *field, const std::string &value, const std::string &expected)
{
    throw Failure(ErrorKind::InvalidValue, field, {}, { { "value", value }, { "expected", expected } });
}

// The ends apart, too: forms say them in the person's language.
[[noreturn]] void throwOutside(const char *field, double value, const std::string &least, const std::string &most)
{
    throw Failure(ErrorKind::InvalidValue, field, {},
        { { "value", base::toText(value) }, { "expected", "from " + least + " to " + most }, { "least", least }, { "most", most } });
}

void requireRange(const char *field, double value, double least, double most)
{
    // Written so that NaN is refused, too.
    if (!(value >= least && value <= most))
        throwOutside(field, value, base::toText(least), base::toText(most));
}

void requireModel(const std::string &model)
{
    if (model.empty())
        throwInvalid("base_model", "\"\"", "choose a model folder, a .gguf file or a known name");
}

} // namespace

void check(const DecodingSettings &d)
{
    requireRange("max_new_tokens", d.max_new_tokens, 1, 32768);
    if (d.do_sample) {
        requireRange("temperature", d.temperature, 0.01, 10);
        requireRange("top_p", d.top_p, 0.001, 1);
    }
}

void check(const TrainSpec &s)
{
    requireModel(s.base_model);
    if (s.finetuning_type == FinetuningType::Lora) {
        requireRange("lora_rank", s.lora_rank, 1, 1024);
        requireRange("lora_alpha", s.lora_alpha, 1e-3, 65536);
        requireRange("lora_dropout", s.lora_dropout, 0, 0.99);
        if (s.lora_target.empty())
            throwInvalid("lora_target", "[]", "at least one linear layer, such as q_proj");
    }
    requireRange("learning_rate", s.learning_rate, 1e-12, 10);
    if (s.max_steps <= 0)
        requireRange("num_train_epochs", s.num_train_epochs, 1e-6, 10000);
    requireRange("max_steps", double(s.max_steps), 0, 1e9);
    requireRange("per_device_train_batch_size", s.per_device_train_batch_size, 1, 4096);
    requireRange("gradient_accumulation_steps", s.gradient_accumulation_steps, 1, 65536);
    requireRange("cutoff_len", s.cutoff_len, 16, 1 << 20);
    const std::array schedules { "cosine", "linear", "constant" };
    if (std::find(schedules.begin(), schedules.end(), s.lr_scheduler_type) == schedules.end())
        throwInvalid("lr_scheduler_type", s.lr_scheduler_type, "cosine, linear or constant");
    requireRange("warmup_ratio", s.warmup_ratio, 0, 1);
    requireRange("weight_decay", s.weight_decay, 0, 10);
    requireRange("adam_beta1", s.adam_beta1, 0, 0.999999);
    requireRange("adam_beta2", s.adam_beta2, 0, 0.9999999);
    requireRange("adam_epsilon", s.adam_epsilon, 1e-30, 1);
    requireRange("max_grad_norm", s.max_grad_norm, 0, 1e9);
    requireRange("eval_steps", double(s.eval_steps), 0, 1e9);
    requireRange("save_steps", double(s.save_steps), 0, 1e9);
    requireRange("save_total_limit", s.save_total_limit, 1, 1000);
    requireRange("logging_steps", double(s.logging_steps), 1, 1e9);
    requireRange("threads", s.threads, 0, 1024);
}

void check(const PredictSpec &s)
{
    requireModel(s.base_model);
    check(s.decoding);
    requireRange("cutoff_len", s.cutoff_len, 16, 1 << 20);
    requireRange("max_dialogues", double(s.max_dialogues), 0, 1e9);
    requireRange("max_replies_per_dialogue", double(s.max_replies_per_dialogue), 0, 1e9);
    requireRange("threads", s.threads, 0, 1024);
}

void check(const JobSpec &spec)
{
    std::visit([](const auto &job) { check(job); }, spec.job);
}

} // namespace run

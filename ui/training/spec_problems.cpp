// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/spec_problems.h"

namespace training {

namespace {

// Puts a good value into the named field of a copy.
bool mend(run::TrainSpec &spec, const run::TrainSpec &good, const std::string &field)
{
    const auto is = [&](const char *name) { return field == name; };
    if (is("base_model"))
        spec.base_model = "?";
    else if (is("lora_rank"))
        spec.lora_rank = good.lora_rank;
    else if (is("lora_alpha"))
        spec.lora_alpha = good.lora_alpha;
    else if (is("lora_dropout"))
        spec.lora_dropout = good.lora_dropout;
    else if (is("lora_target"))
        spec.lora_target = good.lora_target;
    else if (is("learning_rate"))
        spec.learning_rate = good.learning_rate;
    else if (is("num_train_epochs"))
        spec.num_train_epochs = good.num_train_epochs;
    else if (is("per_device_train_batch_size"))
        spec.per_device_train_batch_size = good.per_device_train_batch_size;
    else if (is("gradient_accumulation_steps"))
        spec.gradient_accumulation_steps = good.gradient_accumulation_steps;
    else if (is("cutoff_len"))
        spec.cutoff_len = good.cutoff_len;
    else if (is("warmup_ratio"))
        spec.warmup_ratio = good.warmup_ratio;
    else if (is("weight_decay"))
        spec.weight_decay = good.weight_decay;
    else if (is("adam_beta1"))
        spec.adam_beta1 = good.adam_beta1;
    else if (is("adam_beta2"))
        spec.adam_beta2 = good.adam_beta2;
    else if (is("adam_epsilon"))
        spec.adam_epsilon = good.adam_epsilon;
    else if (is("max_grad_norm"))
        spec.max_grad_norm = good.max_grad_norm;
    else
        return false;
    return true;
}

} // namespace

std::vector<base::Error> problemsOf(run::TrainSpec spec)
{
    // run::check stops at the first problem: mend that in the copy and look on.
    const run::TrainSpec good;
    std::vector<base::Error> problems;
    for (int round = 0; round < 32; ++round) {
        try {
            run::check(spec);
            break;
        } catch (const base::Failure &failure) {
            problems.push_back(failure.error());
            if (!mend(spec, good, failure.error().subject))
                break;
        }
    }
    return problems;
}

} // namespace training

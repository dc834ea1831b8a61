// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/presets.h"

#include <QCoreApplication>

namespace training {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(training::Presets)
};

template <int Rank> void paperPair(run::TrainSpec &spec)
{
    const run::TrainSpec usual;
    spec.lora_rank = Rank;
    spec.lora_alpha = 2 * Rank;
    spec.lora_target = usual.lora_target;
    spec.learning_rate = 1e-4;
    spec.num_train_epochs = 3;
    spec.max_steps = 0;
    spec.cutoff_len = 2048;
    spec.gradient_accumulation_steps = 8;
    spec.warmup_ratio = 0.1;
    spec.eval_steps = 50;
    spec.save_steps = 50;
}

// Small enough for two cores: a few minutes.
void taste(run::TrainSpec &spec)
{
    spec.lora_rank = 16;
    spec.lora_alpha = 32;
    spec.lora_target = run::TrainSpec().lora_target;
    spec.learning_rate = 3e-4;
    spec.max_steps = 24;
    spec.cutoff_len = 1024; // most of the sample fits, beside the longest prompt that comes with Attune, too
    spec.per_device_train_batch_size = 1;
    spec.gradient_accumulation_steps = 1;
    spec.warmup_ratio = 0.1;
    spec.eval_steps = 12;
    spec.save_steps = 12;
}

} // namespace

QList<Preset> presets()
{
    return {
        { Words::tr("Taste"), Words::tr("24 short steps at rank 16: a few minutes without a graphics card, to see that everything works"), &taste },
        { Words::tr("r8 a16"), Words::tr("Rank 8, alpha 16: the smallest of the paper's three pairs"), &paperPair<8> },
        { Words::tr("r16 a32"), Words::tr("Rank 16, alpha 32: the paper's middle pair"), &paperPair<16> },
        { Words::tr("r32 a64"), Words::tr("Rank 32, alpha 64: the largest of the paper's three pairs"), &paperPair<32> },
    };
}

} // namespace training

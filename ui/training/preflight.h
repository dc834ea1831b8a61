// SPDX-License-Identifier: GPL-3.0-or-later
// What a training will do before it is started: dialogues and tokens of each part, steps, time, memory, what is odd.
// Counting is slow (it renders every dialogue) and depends on data, model, prompt and cutoff only; planning is arithmetic.
#pragma once

#include "base/cancel.h"
#include "run/dataset.h"
#include "run/job_spec.h"
#include "run/memory_need.h"
#include "text/model_text.h"
#include "text/prompt_template.h"

#include <QList>
#include <QPointF>
#include <QStringList>

#include <array>
#include <optional>
#include <vector>

namespace training {

struct TokenCounts
{
    std::array<int64_t, 3> dialogues {}; // train, validation, test
    std::array<int64_t, 3> tokens {}; // after the cut
    int64_t loss_tokens = 0; // of the training part
    int64_t cut_dialogues = 0; // longer than cutoff_len
    int64_t unusable = 0; // training dialogues without a token of loss, or refused
    std::vector<int> train_lengths; // tokens of each training dialogue that is not unusable

    int64_t usable() const { return dialogues[0] - unusable; } // training dialogues
    bool isMostlyUnusable() const { return 2 * unusable > dialogues[0]; }
};

// Renders as the worker will. Throws TemplateSyntax, UnsupportedTemplate, Cancelled. Any thread.
TokenCounts countTokens(const std::vector<run::DatasetRow> &rows, const text::ModelText &model, const text::PromptTemplate &prompt,
    const run::TrainSpec &spec, const base::CancelToken &cancel);

struct MachineFacts
{
    int64_t memory = 0; // bytes that are available
    std::optional<run::ModelCard> card; // of the base model, when its shape is known
    std::optional<double> tokens_per_second; // of the last training of this model here
};

struct Plan
{
    int64_t rows = 0; // of one epoch
    int64_t steps = 0;
    double epochs = 0;
    int64_t tokens = 0; // seen in all steps
    std::optional<double> seconds;
    int64_t memory_need = 0; // bytes; 0: not known
    bool fits = true;
};

// Tokens a second as a training keeps them up: the middle one of its last 20 points. A step that was stopped or in which a
// checkpoint was saved is slower than the rest. Nothing without points.
std::optional<double> typicalSpeed(const QList<QPointF> &tokensPerSecond);

// Rows as the worker packs them: a dialogue goes into the first row with room for it.
int64_t packedRows(const std::vector<int> &lengths, int cutoff, bool packing);
Plan plan(const TokenCounts &counts, const run::TrainSpec &spec, const MachineFacts &machine);

} // namespace training

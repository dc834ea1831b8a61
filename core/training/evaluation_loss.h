// SPDX-License-Identifier: GPL-3.0-or-later
// How well a model predicts the supporter's words of dialogues that it does not learn from.
#pragma once

#include "training/packing.h"

#include "base/cancel.h"

#include <optional>

namespace training {

// Mean over all loss tokens, in nats. Rows of at most `capacity` tokens, dropout must be off. Nothing when cancelled.
std::optional<double> evaluationLoss(
    nn::Transformer &model, const std::vector<Example> &examples, int64_t capacity, const base::CancelToken &cancel = {});

} // namespace training

// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/evaluation_loss.h"

#include "training/loss.h"

#include <torch/torch.h>

#include <span>

namespace training {

std::optional<double> evaluationLoss(
    nn::Transformer &model, const std::vector<Example> &examples, int64_t capacity, const base::CancelToken &cancel)
{
    const c10::NoGradGuard noGrad;
    std::vector<int64_t> lengths;
    int64_t lossTokens = 0;
    for (const Example &example : examples) {
        lengths.push_back(static_cast<int64_t>(example.ids.size()));
        lossTokens += example.lossTokens();
    }
    const at::Tensor head_VC = model.slot("lm_head")->linear->weight();
    double sum = 0;
    for (const Row &row : packFirstFit(lengths, capacity)) {
        if (cancel.isCancelled())
            return std::nullopt;
        const Batch batch = layOut(examples, { &row, 1 });
        const at::Tensor hidden_TC = model.forward(batch.ids_T.to(model.device()), batch.documents);
        sum += chunkedCrossEntropy(hidden_TC, head_VC, batch.labels_T.to(model.device()), 1).item<double>();
    }
    return sum / double(lossTokens);
}

} // namespace training

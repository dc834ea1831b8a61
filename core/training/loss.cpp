// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loss.h"

#include "training/packing.h"

#include <torch/torch.h>

#include <algorithm>

namespace training {

int64_t lossChunkRows(int64_t vocabulary)
{
    constexpr int64_t kLogits = int64_t(1) << 24; // 64 MiB of fp32
    return std::clamp<int64_t>(kLogits / std::max<int64_t>(vocabulary, 1), 64, 1024);
}

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;

// Loss of one chunk; overwrites nothing but `gradient_NC`, when it is wanted.
double chunkLoss(const at::Tensor &hidden_NC, const at::Tensor &head_VC, const at::Tensor &labels_N1, at::Tensor *gradient_NC)
{
    at::Tensor logProbs_NV = at::log_softmax(at::mm(hidden_NC, head_VC.t()).to(at::kFloat), 1);
    const double loss = -logProbs_NV.gather(1, labels_N1).sum(at::kDouble).item<double>();
    if (gradient_NC) {
        // d loss / d logits = softmax - one-hot
        at::Tensor probs_NV = logProbs_NV.exp_();
        probs_NV.scatter_add_(1, labels_N1, at::full({ labels_N1.size(0), 1 }, -1.0, probs_NV.options()));
        at::mm_out(*gradient_NC, probs_NV.to(head_VC.scalar_type()), head_VC);
    }
    return loss;
}

class ChunkedCrossEntropy : public torch::autograd::Function<ChunkedCrossEntropy>
{
public:
    static Variable forward(AutogradContext *ctx, const Variable &hidden_TC, const Variable &head_VC,
        const Variable &labels_T, double normaliser, bool wantGradient)
    {
        const at::Tensor rows_N = at::nonzero(labels_T != kIgnore).squeeze(1);
        const at::Tensor hidden_NC = hidden_TC.index_select(0, rows_N);
        const at::Tensor labels_N1 = labels_T.index_select(0, rows_N).unsqueeze(1);
        at::Tensor gradient_NC = wantGradient ? at::empty_like(hidden_NC) : at::Tensor();
        const int64_t chunk = lossChunkRows(head_VC.size(0));
        double sum = 0;
        for (int64_t from = 0; from < rows_N.size(0); from += chunk) {
            const int64_t to = std::min(from + chunk, rows_N.size(0));
            at::Tensor part = wantGradient ? gradient_NC.slice(0, from, to) : at::Tensor();
            sum += chunkLoss(hidden_NC.slice(0, from, to), head_VC, labels_N1.slice(0, from, to), wantGradient ? &part : nullptr);
        }
        ctx->saved_data["normaliser"] = normaliser;
        if (wantGradient)
            ctx->save_for_backward({ gradient_NC, rows_N });
        ctx->saved_data["rows"] = hidden_TC.size(0);
        return at::full({}, sum / normaliser, hidden_TC.options().dtype(at::kFloat));
    }

    static std::vector<Variable> backward(AutogradContext *ctx, const std::vector<Variable> &gradients)
    {
        const auto saved = ctx->get_saved_variables();
        const double scale = gradients[0].item<double>() / ctx->saved_data["normaliser"].toDouble();
        at::Tensor full_TC = at::zeros({ ctx->saved_data["rows"].toInt(), saved[0].size(1) }, saved[0].options());
        full_TC.index_copy_(0, saved[1], saved[0] * scale);
        return { full_TC, {}, {}, {}, {} };
    }
};

} // namespace

at::Tensor chunkedCrossEntropy(
    const at::Tensor &hidden_TC, const at::Tensor &head_VC, const at::Tensor &labels_T, int64_t normaliser)
{
    const bool wantGradient = at::GradMode::is_enabled() && hidden_TC.requires_grad();
    return ChunkedCrossEntropy::apply(hidden_TC, head_VC.detach(), labels_T, double(normaliser), wantGradient);
}

} // namespace training

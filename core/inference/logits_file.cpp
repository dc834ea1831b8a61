// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/logits_file.h"

#include "base/error.h"
#include "modelfile/safetensors.h"

#include <torch/torch.h>

namespace inference {

void writeLogits(const nn::Transformer &model, const std::vector<int64_t> &ids, const std::filesystem::path &file)
{
    if (ids.empty())
        throw base::Failure(base::ErrorKind::InvalidValue, "ids", {}, { { "value", "empty" } });
    const at::NoGradGuard noGrad;
    const at::Tensor ids_T = torch::tensor(ids, at::kLong).to(model.device());
    const at::Tensor logits_TV = modelfile::readWhole(model, [&] { return model.logits(model.forward(ids_T)).cpu().contiguous(); });
    const auto bytes = std::as_bytes(std::span(logits_TV.const_data_ptr<float>(), size_t(logits_TV.numel())));
    modelfile::writeSafetensors(file,
        { { "logits", *modelfile::safetensorsType(modelfile::ElementType::F32), logits_TV.sizes().vec(), bytes } });
}

} // namespace inference

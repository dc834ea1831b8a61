// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelfile/tensor_directory.h"

#include "base/error.h"

#include <algorithm>

namespace modelfile {

std::optional<uint64_t> tensorBytes(const TypeInfo &type, const std::vector<int64_t> &shape)
{
    int64_t elements = 1;
    for (const int64_t size : shape) {
        if (size < 0 || __builtin_mul_overflow(elements, size, &elements))
            return std::nullopt;
    }
    const int64_t innermost = shape.empty() ? 1 : shape.back();
    int64_t bytes = 0;
    if (innermost % type.block_elements != 0
        || __builtin_mul_overflow(elements / type.block_elements, type.block_bytes, &bytes))
        return std::nullopt;
    return static_cast<uint64_t>(bytes);
}

void checkNoOverlap(const std::vector<TensorView> &tensors, const std::string &subject)
{
    std::vector<const TensorView *> order;
    for (const TensorView &tensor : tensors) {
        if (!tensor.data.empty())
            order.push_back(&tensor);
    }
    std::ranges::sort(order, {}, [](const TensorView *tensor) { return tensor->data.data(); });
    for (size_t i = 1; i < order.size(); ++i) {
        const TensorView &before = *order[i - 1];
        if (before.data.data() + before.data.size() > order[i]->data.data())
            throw base::Failure(base::ErrorKind::CorruptFile, subject, "tensor " + order[i]->name,
                { { "reason", "its data overlap those of " + before.name } });
    }
}

} // namespace modelfile

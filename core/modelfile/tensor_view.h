// SPDX-License-Identifier: GPL-3.0-or-later
// A named tensor that lies in a mapped file or in somebody's memory: no copy, no ownership.
#pragma once

#include "modelfile/element_type.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace modelfile {

struct TensorView
{
    std::string name;
    TypeInfo type;
    std::vector<int64_t> shape; // outermost first, as torch has it; empty for a scalar
    std::span<const std::byte> data; // lives as long as the file object (or the writer's memory)

    int64_t elements() const
    {
        int64_t count = 1;
        for (const int64_t size : shape)
            count *= size;
        return count;
    }
};

} // namespace modelfile

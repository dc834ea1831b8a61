// SPDX-License-Identifier: GPL-3.0-or-later
// Memory for packed weights: one stretch for many matrices, on huge pages where the system gives them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace nn::kernels {

// Blocks live as long as anyone holds what allocate() returned. One thread at a time.
class TileMemory
{
public:
    // Zeroed, aligned to 64 bytes. Throws OutOfMemory.
    std::shared_ptr<std::byte> allocate(int64_t bytes);

private:
    std::shared_ptr<std::byte> m_stretch;
    int64_t m_used = 0;
    int64_t m_size = 0;
};

} // namespace nn::kernels

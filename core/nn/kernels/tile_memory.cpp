// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/kernels/tile_memory.h"

#include "base/error.h"

#include <algorithm>
#include <sys/mman.h>

namespace nn::kernels {

namespace {

constexpr int64_t kHugePage = 2 << 20;
constexpr int64_t kStretch = 64 << 20;

int64_t roundUp(int64_t value, int64_t unit) { return (value + unit - 1) / unit * unit; }

std::shared_ptr<std::byte> mapped(int64_t bytes)
{
    // A page more, so that the stretch can begin where a huge page does.
    const int64_t whole = bytes + kHugePage;
    void *address = ::mmap(nullptr, size_t(whole), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (address == MAP_FAILED)
        throw base::Failure(base::ErrorKind::OutOfMemory, "loading the model", {},
            { { "reason", std::to_string(bytes >> 20) + " MiB could not be had" } });
    const auto start = reinterpret_cast<uintptr_t>(address);
    auto *aligned = reinterpret_cast<std::byte *>(roundUp(int64_t(start), kHugePage));
    ::madvise(aligned, size_t(bytes), MADV_HUGEPAGE); // a wish; refused is fine
    const std::shared_ptr<void> owner(address, [whole](void *all) { ::munmap(all, size_t(whole)); });
    return { owner, aligned };
}

} // namespace

std::shared_ptr<std::byte> TileMemory::allocate(int64_t bytes)
{
    bytes = roundUp(std::max<int64_t>(bytes, 1), 64);
    if (m_used + bytes > m_size) {
        m_size = roundUp(std::max(bytes, kStretch), kHugePage);
        m_stretch = mapped(m_size);
        m_used = 0;
    }
    const std::shared_ptr<std::byte> result(m_stretch, m_stretch.get() + m_used);
    m_used += bytes;
    return result;
}

} // namespace nn::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the process alive when a page of a mapped file cannot be read: SIGBUS, the file was cut or its disk failed.
#pragma once

#include <cstddef>
#include <span>

namespace modelfile {

struct GuardedStretch; // lives as long as the process, so that a signal handler may read it at any time

// Watches one mapping, on all threads. A page that cannot be read is replaced by zeros, with all that follow it, and the mapping
// counts as damaged from then on. A guard installs a handler of SIGBUS where there is none of its kind; at a fault elsewhere the
// one before it comes back.
class BusGuard
{
public:
    BusGuard() = default;
    explicit BusGuard(std::span<const std::byte> mapping);
    // The mapping must still be there.
    ~BusGuard();
    BusGuard(BusGuard &&other) noexcept;
    BusGuard &operator=(BusGuard &&other) noexcept;

    bool isDamaged() const;

private:
    GuardedStretch *m_stretch = nullptr;
};

} // namespace modelfile

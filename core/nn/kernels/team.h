// SPDX-License-Identifier: GPL-3.0-or-later
// Threads for work of some microseconds, hundreds of times a token. OpenMP hands out equal shares and waits for all of
// them, so on a busy machine every step waits for a thread that is not running. Here whoever runs takes the next piece: a
// thread that sleeps costs nothing. Our sources are compiled without OpenMP: at::parallel_for in them runs on one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>

namespace nn::kernels {

// Calls work(i) for 0 <= i < pieces, on this thread and on helpers, at::get_num_threads() in all; returns when all are done.
// What `work` throws travels out when all are done, the first of it; pieces that have not begun by then are left out. `work` must
// not call forEachPiece(). When another thread is in here already, everything is done on
// the calling thread. At most 1,048,575 pieces.
void forEachPiece(int64_t pieces, void (*work)(void *context, int64_t piece), void *context);

// A few stretches a thread, so that one that starts late or is pushed aside holds nothing up.
int64_t stretchLength(int64_t count, int64_t grain);

template <typename Work> void forEachPiece(int64_t pieces, Work &&work)
{
    using Function = std::remove_reference_t<Work>;
    forEachPiece(
        pieces, [](void *context, int64_t piece) { (*static_cast<Function *>(context))(piece); },
        const_cast<void *>(static_cast<const void *>(&work)));
}

// Calls work(begin, end) for stretches of 0 <= i < count, each of at least `grain` items (the last may be shorter);
// otherwise as above.
template <typename Work> void forEachStretch(int64_t count, int64_t grain, Work &&work)
{
    const int64_t each = stretchLength(count, grain);
    forEachPiece((count + each - 1) / each,
        [&](int64_t piece) { work(piece * each, std::min((piece + 1) * each, count)); });
}

} // namespace nn::kernels

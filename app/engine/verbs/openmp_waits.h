// SPDX-License-Identifier: GPL-3.0-or-later
// libtorch's OpenMP threads spin for milliseconds after each product, in the hope of the next one. Our own threads
// (nn/kernels/team) work in between and would find every core taken: prefill lost a third of its speed. And on a machine
// that is busy with other things, spinning threads wait for one another's turn: a training of seconds took half a minute.
// So a worker that computes lets them sleep, unless OMP_WAIT_POLICY says otherwise. (On a machine that does nothing
// else, training is faster with OMP_WAIT_POLICY=active; docs/benchmarks.md says by how much.)
#pragma once

#include <string>

namespace verbs {

// The runtime reads its settings when it is loaded, before main(): where the variable is not set, this sets it and starts
// the program anew, with the same arguments and under the same process id. Call it before anything is opened or said.
// Returns when there is nothing to do or it could not be done.
void letOpenmpThreadsSleep();

// What is in force; benches print it.
std::string openmpWaitPolicy();

} // namespace verbs

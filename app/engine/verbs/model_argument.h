// SPDX-License-Identifier: GPL-3.0-or-later
// What several verbs ask for: a model and threads.
#pragma once

#include "base/cancel.h"
#include "nn/transformer.h"

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace verbs {

struct ModelArgument
{
    std::string model;
    int threads = 0;
    std::string device = "auto";
    bool fp32 = false;
    bool dense = false;

    // Adds MODEL, --device, --threads, --fp32 and --dense.
    void addTo(CLI::App &verb);
    // Sets the threads and loads. Progress goes to stderr where that is a terminal. Throws Cancelled, too.
    std::shared_ptr<nn::Transformer> load(const base::CancelToken &cancel = {}) const;
};

} // namespace verbs

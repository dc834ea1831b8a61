// SPDX-License-Identifier: GPL-3.0-or-later
// Options by which `train` and `evaluate` choose their data and prompt.
#pragma once

#include "workspace/freeze.h"
#include "workspace/workspace.h"

#include <string>

namespace CLI {
class App;
}

namespace verbs {

struct DataOptions
{
    std::string source; // only dialogues of this source; empty: all
    std::string search;
    uint64_t split_seed = 42;
    bool official_split = false; // by file: train, val, test
    std::string prompt;
};

void addDataOptions(CLI::App &verb, DataOptions &options);

// Tells on stderr what of the data is left out, and what makes their scores too good.
workspace::Frozen freezeData(workspace::Workspace &workspace, const DataOptions &options, const base::CancelToken &cancel);

// A field out of its range is wrong use, and said before any work: throws Usage. What else is wrong with a spec is said where it
// is started.
template <typename Spec> void requireRanges(const Spec &spec, const char *verb)
{
    try {
        run::check(spec);
    } catch (const base::Failure &failure) {
        if (failure.error().kind == base::ErrorKind::InvalidValue)
            throw base::Failure(base::ErrorKind::Usage, verb, {}, { { "reason", failure.what() } });
    }
}

// text::PromptTemplate as JSON for a spec.
base::Json promptJson(workspace::Workspace &workspace, const std::string &prompt);

} // namespace verbs

// SPDX-License-Identifier: GPL-3.0-or-later
// Options by which `train` and `evaluate` choose their data and prompt.
#pragma once

#include "workspace/freeze.h"
#include "workspace/workspace.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace verbs {

struct DataOptions
{
    std::vector<std::string> sources; // only dialogues of these; empty: of all, but no chats
    std::vector<std::string> without_sources;
    bool with_chats = false;
    std::string search;
    uint64_t split_seed = 42;
    bool official_split = false; // by file: train, val, test
    std::string prompt;
};

void addDataOptions(CLI::App &verb, DataOptions &options);
// --source, --without-source, --with-chats alone.
void addSourceOptions(CLI::App &verb, DataOptions &options);
// Throws NotFound for a source that is not there.
workspace::SourceChoice sourceChoice(workspace::Workspace &workspace, const DataOptions &options);
void tellSourcesLeftOut(const std::vector<storage::SourceCount> &sources);

// Tells on stderr what of the data is left out, which part is empty, and what makes their scores too good.
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

// What was frozen and what was left out, for --json.
base::Json dataJson(const workspace::Frozen &data);

// text::PromptTemplate as JSON for a spec.
base::Json promptJson(workspace::Workspace &workspace, const std::string &prompt);

} // namespace verbs

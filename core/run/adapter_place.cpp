// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/adapter_place.h"

namespace run {

namespace fs = std::filesystem;

namespace {

constexpr const char *kRuns = "runs"; // of a workspace

bool holdsAdapter(const fs::path &folder)
{
    std::error_code ec;
    return fs::exists(folder / "adapter_config.json", ec);
}

// The adapter of <somewhere>/runs/<name>/<rest> in `runs`; empty when it is not there.
fs::path inRuns(const fs::path &adapter, const fs::path &runs)
{
    fs::path found;
    for (auto part = adapter.begin(); part != adapter.end(); ++part) {
        if (*part != kRuns)
            continue;
        fs::path candidate = runs;
        for (auto rest = std::next(part); rest != adapter.end(); ++rest)
            candidate /= *rest;
        if (candidate != runs && holdsAdapter(candidate))
            found = candidate; // the last one: a folder above the workspace may be called the same
    }
    return found;
}

} // namespace

fs::path resolveAdapter(const RunFolder &folder, const PredictSpec &spec)
{
    if (spec.adapter.empty())
        return {};
    const fs::path here = fs::absolute(folder.path()).lexically_normal();
    const fs::path named = fs::path(spec.adapter).lexically_normal();
    if (named.is_relative())
        return (here / named).lexically_normal();
    if (holdsAdapter(named))
        return named;
    const fs::path moved = inRuns(named, (here / "..").lexically_normal());
    return moved.empty() ? named : moved;
}

std::string adapterPlace(const fs::path &runs, const fs::path &adapter)
{
    if (adapter.empty())
        return {};
    const fs::path absolute = fs::absolute(adapter).lexically_normal();
    const fs::path inside = absolute.lexically_relative(fs::absolute(runs).lexically_normal());
    const bool beside = !inside.empty() && inside != "." && *inside.begin() != "..";
    return beside ? (fs::path("..") / inside).string() : absolute.string();
}

} // namespace run

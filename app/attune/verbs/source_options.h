// SPDX-License-Identifier: GPL-3.0-or-later
// What a verb lets people say about a source.
#pragma once

#include "storage/source_repository.h"

#include <string>

namespace CLI {
class App;
}

namespace verbs {

struct SourceOptions
{
    std::string origin;
    std::string licence;
    std::string may_leave; // "yes", "no"

    void addTo(CLI::App &verb);
    bool isGiven() const { return !origin.empty() || !licence.empty() || !may_leave.empty(); }
    void applyTo(storage::Source &source) const; // only what was said
};

} // namespace verbs

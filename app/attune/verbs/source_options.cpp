// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/source_options.h"

#include <CLI/CLI.hpp>

namespace verbs {

void SourceOptions::addTo(CLI::App &verb)
{
    verb.add_option("--origin", origin, "real_people, simulated, self_written, public_data or unknown")
        ->check(CLI::IsMember({ "unknown", "real_people", "simulated", "self_written", "public_data" }));
    verb.add_option("--licence", licence, "The licence of the data, or where the consent of real people stands");
    verb.add_option("--may-leave", may_leave, "Whether the dialogues may leave this machine: yes or no")->check(CLI::IsMember({ "yes", "no" }));
}

void SourceOptions::applyTo(storage::Source &source) const
{
    if (!origin.empty())
        source.origin = storage::originFromName(origin).value_or(source.origin);
    if (!licence.empty())
        source.licence = licence;
    if (!may_leave.empty())
        source.may_leave = may_leave == "yes";
}

} // namespace verbs

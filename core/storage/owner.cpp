// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/owner.h"

#include "base/numbers.h"
#include "run/process_identity.h"

#include <algorithm>
#include <cstdint>

namespace storage {

std::string ownerText()
{
    const run::ProcessIdentity self = run::thisProcess();
    return std::to_string(self.pid) + ' ' + std::to_string(self.start_time) + ' ' + self.boot_id;
}

bool isOwnerAlive(std::string_view owner)
{
    const auto word = [&owner] {
        const std::string_view first = owner.substr(0, owner.find(' '));
        owner.remove_prefix(std::min(first.size() + 1, owner.size()));
        return first;
    };
    const auto pid = base::toInteger(word());
    const auto start = base::toInteger(word());
    const std::string boot(word());
    return pid && start && !boot.empty() && run::isAlive({ *pid, uint64_t(*start), boot });
}

} // namespace storage

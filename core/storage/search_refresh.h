// SPDX-License-Identifier: GPL-3.0-or-later
// Search text that an older Attune folded differently is made anew.
#pragma once

#include "base/cancel.h"
#include "storage/database.h"

namespace storage {

// Whether this workspace's search text is of an older kind; then some searches find less than they should.
bool searchNeedsRefresh(const Database &database);
// Makes it anew, in short transactions; goes on where an earlier call was stopped. Throws Cancelled.
void refreshSearch(Database &database, const base::CancelToken &cancel = {});

} // namespace storage

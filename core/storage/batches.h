// SPDX-License-Identifier: GPL-3.0-or-later
// Long work in short transactions, so that a person's save never waits long. Internal to core/storage.
#pragma once

#include "storage/database.h"

#include <cstddef>
#include <functional>

namespace storage {

// Calls `one` for 0 .. count - 1. Transactions of some ten milliseconds follow one another with a gap, which those who wait find
// (connection_setup.cpp: they ask again every millisecond). `atEnd` is called at the end of each, inside it. What `one` throws ends the
// work: the transaction it was in is taken back, those before stay. What was
// done is on the disk when it returns, unless the connection leaves that to somebody else (Database::leaveSync).
void inBatches(Database &database, size_t count, const std::function<void(size_t)> &one, const std::function<void()> &atEnd = {});

} // namespace storage

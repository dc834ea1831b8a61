// SPDX-License-Identifier: GPL-3.0-or-later
// The numbered steps from an empty file to today's schema. Internal to core/storage.
#pragma once

#include <span>
#include <string_view>

namespace storage {

// Step n (from 0) leads from schema n to n + 1. Released steps are never edited; a change is a new file.
std::span<const std::string_view> migrations();

} // namespace storage

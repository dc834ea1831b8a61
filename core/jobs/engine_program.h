// SPDX-License-Identifier: GPL-3.0-or-later
// Where the worker program is.
#pragma once

#include <filesystem>
#include <optional>

namespace jobs {

// ATTUNE_ENGINE, else `attune-engine` beside the running program. Nothing when that is no executable file.
std::optional<std::filesystem::path> findEngine();
// Throws MissingResource with what to do.
std::filesystem::path requireEngine();

} // namespace jobs

// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace that comes with Attune: self-written dialogues, and a finished study of them to look at.
#pragma once

#include "workspace/workspace.h"

#include <filesystem>
#include <memory>

namespace workspace {

// Dialogues of base::dataDir()/resources/samples and the runs of resources/samples/runs, which are shipped as text without
// weights. Ids are made from file, key and position, the same on every machine, so that the runs' replies lead to these
// dialogues. It is there whole or not at all. Throws FileUnwritable when the folder is there and not empty, and what importing
// throws.
std::unique_ptr<Workspace> createSampleWorkspace(const std::filesystem::path &folder);

} // namespace workspace

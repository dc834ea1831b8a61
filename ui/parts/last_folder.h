// SPDX-License-Identifier: GPL-3.0-or-later
// File dialogs begin where the person was last rather than where the program was started.
#pragma once

class QFileDialog;

namespace parts {

class Settings;

// Call once for a new dialog, before it is shown and before a file is preselected; `settings` outlives it.
void beginInLastFolder(QFileDialog &dialog, Settings &settings);

} // namespace parts

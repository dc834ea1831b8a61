// SPDX-License-Identifier: GPL-3.0-or-later
// The workspaces opened last, newest first, at most ten. The shell adds to the list, Home shows it.
#pragma once

#include "ui/parts/setting.h"

#include <QStringList>

namespace parts {

void rememberWorkspace(Settings &settings, const QString &folder);
QStringList recentWorkspaces(const Settings &settings); // those that are still there

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace runs {

// Pixels that a column needs for its title with the sign of sorting.
int widthOfTitle(const QString &title);

} // namespace runs

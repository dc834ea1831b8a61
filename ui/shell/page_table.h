// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of the window in the order of the work. A new page is one line here and one library in CMakeLists.txt.
#pragma once

#include "ui/parts/page.h"

#include <functional>
#include <vector>

namespace shell {

struct PageRow
{
    const char *id; // parts::page::k...
    QString title; // translated
    const char *icon;
    bool needsWorkspace = true; // false: it is there before one is open
    std::function<parts::Page *(parts::Desk &)> make;
};

std::vector<PageRow> pageTable();

} // namespace shell

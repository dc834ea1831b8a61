// SPDX-License-Identifier: GPL-3.0-or-later
// The window's actions, once: menus, the workspace button and the page of shortcuts are made from this table.
#pragma once

#include <QKeySequence>
#include <QString>

#include <vector>

namespace shell {

enum class Menu { Workspace, Edit, Go, Help };

struct ActionRow
{
    const char *id; // "workspace/open"; separators have none
    Menu menu;
    QString text; // translated, with its mnemonic
    const char *icon = "";
    QKeySequence shortcut {};
};

// Pages are added to Go by the window, numbered in their order.
std::vector<ActionRow> actionTable();
QString menuTitle(Menu menu);

// Single keys that work on a page while no text field has the focus; only shown, the pages own them.
struct KeyRow
{
    QString page;
    QString keys;
    QString effect;
};
std::vector<KeyRow> singleKeyTable();

} // namespace shell

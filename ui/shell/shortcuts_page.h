// SPDX-License-Identifier: GPL-3.0-or-later
// Every shortcut in one table, made from the tables that define them.
#pragma once

#include "ui/parts/page.h"
#include "ui/parts/row_model.h"
#include "ui/shell/action_table.h"

namespace shell {

std::vector<KeyRow> allShortcuts(); // of the action table, the pages, the single keys

class ShortcutsPage : public parts::Page
{
    Q_OBJECT

public:
    explicit ShortcutsPage(parts::Desk &desk, QWidget *parent = nullptr);

private:
    parts::RowModel<KeyRow> m_model;
};

} // namespace shell

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcuts_page.h"

#include "ui/parts/look.h"
#include "ui/parts/page_header.h"
#include "ui/shell/page_table.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QTableView>

namespace shell {

namespace {
QString plain(QString text)
{
    return text.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
}
} // namespace

std::vector<KeyRow> allShortcuts()
{
    std::vector<KeyRow> rows;
    for (const ActionRow &action : actionTable()) {
        if (!action.shortcut.isEmpty())
            rows.push_back({ plain(menuTitle(action.menu)), action.shortcut.toString(QKeySequence::NativeText), plain(action.text) });
    }
    int number = 1;
    for (const PageRow &page : pageTable())
        rows.push_back({ plain(menuTitle(Menu::Go)), QStringLiteral("Alt+%1").arg(number++), page.title });
    for (const KeyRow &row : singleKeyTable())
        rows.push_back(row);
    return rows;
}

ShortcutsPage::ShortcutsPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_model({
          { tr("Where"), [](const KeyRow &row) { return row.page; } },
          { tr("Keys"), [](const KeyRow &row) { return row.keys; } },
          { tr("What they do"), [](const KeyRow &row) { return row.effect; } },
      })
{
    m_model.setRows(allShortcuts());
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 0);
    auto *header = new parts::PageHeader(tr("Shortcuts"), this);
    header->setNote(tr("Single keys rest while a text field has the focus or an input method composes."));
    layout->addWidget(header);
    auto *table = new QTableView(this);
    table->setAccessibleName(tr("Shortcuts"));
    parts::dressTable(table);
    table->setSortingEnabled(false);
    table->setModel(&m_model);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setColumnWidth(0, 20 * parts::kGrid);
    table->setColumnWidth(1, 20 * parts::kGrid);
    layout->addWidget(table);
}

} // namespace shell

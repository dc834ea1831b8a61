// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page_table.h"

#include <QCoreApplication>

namespace shell {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(shell::PageTable)
};

template <typename Made> PageRow row(const char *id, const QString &title, const char *icon, bool needsWorkspace = true)
{
    return { id, title, icon, needsWorkspace, [](parts::Desk &desk) -> parts::Page * { return new Made(desk); } };
}

} // namespace

std::vector<PageRow> pageTable()
{
    return {
    };
}

} // namespace shell

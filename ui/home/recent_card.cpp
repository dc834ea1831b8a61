// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/recent_card.h"

#include "ui/parts/look.h"
#include "ui/parts/recent_workspaces.h"
#include "ui/parts/row_button.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QLabel>

namespace home {

using parts::kGrid;

namespace {
constexpr int kShown = 5;
} // namespace

RecentCard::RecentCard(parts::Desk &desk, QWidget *parent)
    : QFrame(parent)
    , m_desk(desk)
    , m_rows(new QWidget(this))
{
    setProperty("panel", QLatin1String("card"));
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 1, 2);
    layout->addWidget(parts::headingLabel(tr("Recent workspaces"), this));
    layout->addWidget(m_rows);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void RecentCard::reload()
{
    qDeleteAll(m_rows->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    delete m_rows->layout();
    auto *layout = new QVBoxLayout(m_rows);
    parts::setGaps(layout, 0);
    const QStringList folders = parts::recentWorkspaces(m_desk.settings()).mid(0, kShown);
    for (const QString &folder : folders)
        layout->addWidget(makeRow(folder));
    if (folders.isEmpty())
        layout->addWidget(parts::mutedLabel(tr("What you open or create appears here."), m_rows));
}

QWidget *RecentCard::makeRow(const QString &folder)
{
    const QFileInfo info(folder);
    const bool isOpen = m_desk.workspace() && parts::fromUtf8(m_desk.workspace()->folder().string()) == folder;
    auto *row = new parts::RowButton("folder-open", info.completeBaseName(), info.path(), isOpen ? tr("open") : QString(), m_rows);
    row->setEnabled(!isOpen);
    connect(row, &QAbstractButton::clicked, this, [this, folder] { m_desk.openWorkspace(folder); });
    return row;
}

} // namespace home

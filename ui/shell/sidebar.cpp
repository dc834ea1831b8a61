// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebar.h"

#include "ui/parts/look.h"
#include "ui/shell/sidebar_button.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QKeyEvent>

namespace shell {

using parts::kGrid;

Sidebar::Sidebar(QWidget *parent)
    : QFrame(parent)
    , m_workspace(new WorkspaceButton(this))
    , m_pages(new QVBoxLayout)
    , m_footer(new QVBoxLayout)
    , m_group(new QButtonGroup(this))
{
    setProperty("panel", QLatin1String("side"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(26 * kGrid);
    m_pages->setSpacing(0);
    m_footer->setSpacing(0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(0);
    layout->addWidget(m_workspace);
    layout->addSpacing(kGrid);
    layout->addLayout(m_pages);
    layout->addStretch();
    layout->addLayout(m_footer);
}

SidebarButton *Sidebar::addButton(const QString &id, const QString &title, const char *icon, const QString &shortcut)
{
    auto *button = new SidebarButton(title, icon, shortcut, this);
    button->setObjectName(QStringLiteral("page/") + id);
    m_group->addButton(button);
    m_buttons.insert(id, button);
    m_order.append(button);
    connect(button, &QAbstractButton::clicked, this, [this, id] { Q_EMIT chosen(id); });
    return button;
}

void Sidebar::addPage(const QString &id, const QString &title, const char *icon, const QString &shortcut)
{
    m_pages->addWidget(addButton(id, title, icon, shortcut));
}

void Sidebar::addFooter(const QString &id, const QString &title, const char *icon, const QString &shortcut)
{
    m_footer->addWidget(addButton(id, title, icon, shortcut));
}

void Sidebar::setCurrent(const QString &id)
{
    if (auto *button = m_buttons.value(id)) {
        button->setChecked(true);
    } else if (QAbstractButton *before = m_group->checkedButton()) {
        // A page outside the sidebar: nothing is chosen there.
        m_group->setExclusive(false);
        before->setChecked(false);
        m_group->setExclusive(true);
    }
}

void Sidebar::setPageEnabled(const QString &id, bool enabled)
{
    if (auto *button = m_buttons.value(id))
        button->setEnabled(enabled);
}

void Sidebar::setBadge(const QString &id, int count)
{
    if (auto *button = m_buttons.value(id))
        button->setBadge(count);
}

void Sidebar::setWorkspace(const QString &name, const QString &folder) { m_workspace->setWorkspace(name, folder); }
void Sidebar::setWorkspaceMenu(QMenu *menu) { m_workspace->setMenu(menu); }

void Sidebar::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const auto at = m_order.indexOf(m_group->checkedButton());
    for (auto next = at + step; step != 0 && next >= 0 && next < m_order.size(); next += step) {
        if (m_order[next]->isEnabled()) {
            m_order[next]->setFocus(Qt::OtherFocusReason);
            m_order[next]->click();
            return;
        }
    }
    QFrame::keyPressEvent(event);
}

} // namespace shell

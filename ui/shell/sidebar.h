// SPDX-License-Identifier: GPL-3.0-or-later
// The pages at the left edge, in the order of the work, under the open workspace's name. Arrow keys move between them.
#pragma once

#include <QFrame>
#include <QHash>

class QBoxLayout;
class QButtonGroup;
class QMenu;

namespace shell {

class SidebarButton;
class WorkspaceButton;

class Sidebar : public QFrame
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    void addPage(const QString &id, const QString &title, const char *icon, const QString &shortcut);
    void addFooter(const QString &id, const QString &title, const char *icon, const QString &shortcut);
    void setCurrent(const QString &id);
    void setPageEnabled(const QString &id, bool enabled);
    // A small number beside a page (what is running there); 0: none.
    void setBadge(const QString &id, int count);

    void setWorkspace(const QString &name, const QString &folder);
    void setWorkspaceMenu(QMenu *menu);

Q_SIGNALS:
    void chosen(const QString &id);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    SidebarButton *addButton(const QString &id, const QString &title, const char *icon, const QString &shortcut);

    WorkspaceButton *m_workspace = nullptr;
    QBoxLayout *m_pages = nullptr;
    QBoxLayout *m_footer = nullptr;
    QButtonGroup *m_group = nullptr;
    QHash<QString, SidebarButton *> m_buttons;
    QList<SidebarButton *> m_order;
};

} // namespace shell

// SPDX-License-Identifier: GPL-3.0-or-later
// The two kinds of buttons in the sidebar, painted by themselves: a page, and the open workspace with its menu.
#pragma once

#include <QAbstractButton>
#include <QMenu>
#include <QPointer>

namespace shell {

class SidebarButton : public QAbstractButton
{
    Q_OBJECT

public:
    SidebarButton(const QString &title, const char *icon, const QString &shortcut, QWidget *parent);
    void setBadge(int count);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QString m_iconName;
    int m_badge = 0;
};

class WorkspaceButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit WorkspaceButton(QWidget *parent);
    void setWorkspace(const QString &name, const QString &folder);
    void setMenu(QMenu *menu);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QString m_name;
    QString m_folder;
    bool m_hasWorkspace = false;
    QPointer<QMenu> m_menu;
};

} // namespace shell

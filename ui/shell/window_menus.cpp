// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of the window, made from the action table, and what their actions do.
#include "ui/parts/icons.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/search_field.h"
#include "ui/shell/action_table.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sidebar.h"

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QMenuBar>

namespace shell {

void MainWindow::buildMenus()
{
    menuBar()->clear();
    qDeleteAll(m_menus);
    m_menus.clear();
    for (const Menu which : { Menu::Workspace, Menu::Edit, Menu::Go, Menu::Help }) {
        auto *menu = new QMenu(menuTitle(which), this);
        menu->setAccessibleName(menuTitle(which).remove(QLatin1Char('&')));
        m_menus.append(menu);
        menuBar()->addMenu(menu);
        for (const ActionRow &row : actionTable()) {
            if (row.menu == which)
                addTableAction(menu, row);
        }
        if (which == Menu::Workspace)
            m_sidebar->setWorkspaceMenu(menu);
        if (which == Menu::Go)
            addPageActions(menu);
    }
}

void MainWindow::addTableAction(QMenu *menu, const ActionRow &row)
{
    const QString id = QString::fromLatin1(row.id);
    if (id.isEmpty()) {
        menu->addSeparator();
        return;
    }
    QAction *action = menu->addAction(parts::icon(row.icon), row.text);
    action->setObjectName(id);
    action->setShortcut(row.shortcut);
    if (id == QLatin1String("edit/undo"))
        connectUndo(action, row.text, true);
    else if (id == QLatin1String("edit/redo"))
        connectUndo(action, row.text, false);
    else
        connect(action, &QAction::triggered, this, [this, id] { runAction(id); });
}

void MainWindow::connectUndo(QAction *action, const QString &plain, bool isUndo)
{
    const auto words = [action, plain](const QString &what) {
        action->setText(what.isEmpty() ? plain : MainWindow::tr("%1: %2", "Undo: edit text").arg(plain, what));
    };
    action->setEnabled(isUndo ? m_undo.canUndo() : m_undo.canRedo());
    connect(action, &QAction::triggered, &m_undo, isUndo ? &QUndoGroup::undo : &QUndoGroup::redo);
    connect(&m_undo, isUndo ? &QUndoGroup::canUndoChanged : &QUndoGroup::canRedoChanged, action, &QAction::setEnabled);
    connect(&m_undo, isUndo ? &QUndoGroup::undoTextChanged : &QUndoGroup::redoTextChanged, action, words);
}

void MainWindow::addPageActions(QMenu *menu)
{
    int number = 1;
    for (const PageRow &row : m_table) {
        const QString id = QString::fromLatin1(row.id);
        if (number > 9 || id == QLatin1String("shortcuts") || id == QLatin1String("preferences"))
            continue;
        QAction *action = menu->addAction(parts::icon(row.icon), row.title);
        action->setShortcut(QKeySequence(QStringLiteral("Alt+%1").arg(number++)));
        connect(action, &QAction::triggered, this, [this, id] { showPage(id); });
    }
}

void MainWindow::runAction(const QString &id)
{
    if (id == QLatin1String("workspace/new"))
        chooseNewWorkspace();
    else if (id == QLatin1String("workspace/open"))
        chooseWorkspace();
    else if (id == QLatin1String("workspace/sample"))
        openSample();
    else if (id == QLatin1String("workspace/import"))
        importDialogues();
    else if (id == QLatin1String("window/preferences"))
        showPage(QStringLiteral("preferences"));
    else if (id == QLatin1String("window/shortcuts"))
        showPage(QStringLiteral("shortcuts"));
    else if (id == QLatin1String("window/about"))
        showAbout();
    else if (id == QLatin1String("window/quit"))
        close();
    else if (id == QLatin1String("edit/find") && currentPage())
        if (auto *field = currentPage()->findChild<parts::SearchField *>())
            field->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::importDialogues()
{
    if (!showPage(QString::fromLatin1(parts::page::kDialogues), { { QString::fromLatin1(parts::link::kAction), QStringLiteral("import") } }))
        showError(tr("Open or create a workspace first; dialogues are imported into it."));
}

void MainWindow::showAbout()
{
    m_notice->showInfo(tr("Attune %1, a workbench for emotional support dialogue models. Free software under the GPL, version 3 or later; it works offline and sends nothing anywhere.")
                           .arg(QApplication::applicationVersion()));
}

} // namespace shell

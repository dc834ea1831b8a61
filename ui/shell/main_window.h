// SPDX-License-Identifier: GPL-3.0-or-later
// The window. It only composes: sidebar, pages made when they are first shown, menus from the action table, the bar of
// what is running. Pages reach it through parts::Desk.
#pragma once

#include "base/error.h"
#include "ui/parts/page.h"
#include "ui/parts/setting.h"
#include "ui/shell/page_table.h"

#include <QHash>
#include <QMainWindow>
#include <QUndoGroup>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>

class QMenu;
class QStackedWidget;

namespace parts {
class NoticeBar;
}

namespace storage {
struct RepairPlan;
}

namespace workspace {
class Task;
}

namespace shell {

struct ActionRow;
class RunningBar;
class RunningJobs;
class Sidebar;
class WindowDesk;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    // Applies theme and language from the settings. `settings` outlives the window.
    explicit MainWindow(parts::Settings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    // Opens a workspace folder; false when it cannot be opened, or is not open yet (the reason is in the window): a large one of an earlier
    // version is brought up to date beside the window first.
    bool openWorkspace(const QString &folder);
    bool createWorkspace(const QString &folder);
    void openSample(const QString &folder = {}); // empty: the one in the person's data folder
    void closeWorkspace();
    workspace::Workspace *workspace() const;
    jobs::WorkspaceJobs *jobs() const;

    // Makes the page if needed, shows it and hands it the link; null when there is no such page.
    parts::Page *showPage(const QString &id, const QVariantMap &link = {});
    parts::Page *currentPage() const;
    QStringList pageIds() const;
    QUndoGroup &undoGroup() { return m_undo; }
    parts::Settings &settings() const { return m_settings; }

    // Draws everything again, in the language and theme of now.
    void rebuild();
    // A notice above whatever page is shown.
    void showError(const QString &sentence);
    // From outside, where nobody can be asked (SIGTERM, the end of the session): saves what can be saved, drafts keep the rest.
    void closeUnasked();
    std::shared_ptr<QObject> &kept(const QString &page) { return m_kept[page]; }

Q_SIGNALS:
    void workspaceChanged();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildBody();
    void buildSidebar();
    void buildMenus();
    void addTableAction(QMenu *menu, const ActionRow &row);
    void addPageActions(QMenu *menu);
    void connectUndo(QAction *action, const QString &plain, bool isUndo);
    void runAction(const QString &id);
    void importDialogues();
    void showAbout();
    void connectRunning();
    void dropPages();
    parts::Page *makePage(const PageRow &row);
    void addWayBack(parts::Page *page);
    void drawAnew(); // once nothing is at work on a page, and the person has seen what became of it
    std::vector<workspace::Task *> awaited(QStringList *pages = nullptr) const;
    enum class Leaving { DrawAnew, Close };
    // Saves what can be saved. False when something cannot, or is at work, besides what the person has let go: all such pages are named, the
    // first is shown, and the person can let `goOn` happen all the same.
    bool settlePages(Leaving leaving, std::function<void()> goOn, const QStringList &letGo = {});
    void askAboutUnsaved(Leaving leaving, const QStringList &holding, const std::function<void()> &goOn);
    void askAboutWork(const QStringList &pages, const QStringList &letGo, const std::function<void()> &goOn);
    void whenDone(const std::function<void()> &then);
    void watchHeld(const QStringList &holding);
    QStringList settleAll(Leaving leaving); // ids of the pages that still hold something
    void without(const QStringList &letGo, const std::function<void()> &goOn);
    bool mustHandOver() const;
    void handOver();
    void leaveJobs();
    bool guarded(const std::function<void()> &work); // false: it threw, which was told
    void updateWorkspaceWords();
    void showStanding();
    void tellCutImports();
    void tellLost();
    void chooseWorkspace();
    void chooseNewWorkspace();
    bool adopt(std::function<std::unique_ptr<workspace::Workspace>()> make); // the page with unsaved changes first, if there is one
    bool bringUpToDate(const std::filesystem::path &folder); // false: there is nothing to do
    void offerRepair(const std::exception &exception); // nothing unless a workspace is damaged
    void showRepair(const std::filesystem::path &folder, const storage::RepairPlan &plan);
    void restoreBackup(const std::filesystem::path &folder, const std::filesystem::path &backup); // empty: none
    void inBackground(std::function<void()> work, std::function<void()> done);
    bool replaceWorkspace(const std::function<std::unique_ptr<workspace::Workspace>()> &make);

    parts::Settings &m_settings;
    std::unique_ptr<WindowDesk> m_desk;
    std::unique_ptr<workspace::Workspace> m_workspace;
    std::unique_ptr<jobs::WorkspaceJobs> m_jobs;
    std::unique_ptr<RunningJobs> m_running;
    QUndoGroup m_undo;
    std::vector<PageRow> m_table;
    QHash<QString, parts::Page *> m_pages;
    QList<QMenu *> m_menus;
    Sidebar *m_sidebar = nullptr;
    QStackedWidget *m_stack = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    RunningBar *m_bar = nullptr;
    QString m_pageBefore; // where Esc leads from the window's own pages
    std::set<std::filesystem::path> m_updated; // workspaces that are being brought up to date
    QHash<QString, std::shared_ptr<QObject>> m_kept; // what outlives its page
    QHash<QString, QString> m_covered; // of pages: what goes on there behind a message
    std::optional<base::Error> m_lost; // why the open workspace is not what it was
    QStringList m_letGo; // pages that may close without saving, and kWork: the person said so
    struct Left
    {
        std::unique_ptr<workspace::Workspace> workspace;
        std::unique_ptr<jobs::WorkspaceJobs> jobs;
    };
    std::vector<std::unique_ptr<Left>> m_left; // workspaces whose waiting runs are being handed over
    bool m_handedOver = false; // the runs that wait have workers of their own, or it took too long
    bool m_isLeaving = false;
};

} // namespace shell

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_desk.h"

#include "ui/shell/main_window.h"

#include <QTimer>

namespace shell {

WindowDesk::WindowDesk(MainWindow &window)
    : m_window(window)
{
}

workspace::Workspace *WindowDesk::workspace() const { return m_window.workspace(); }
jobs::WorkspaceJobs *WindowDesk::jobs() const { return m_window.jobs(); }
parts::Settings &WindowDesk::settings() const { return m_window.settings(); }
QUndoGroup &WindowDesk::undoGroup() { return m_window.undoGroup(); }

void WindowDesk::goTo(const char *page, const QVariantMap &link) { m_window.showPage(QLatin1String(page), link); }
bool WindowDesk::hasPage(const char *page) const { return m_window.pageIds().contains(QLatin1String(page)); }

std::shared_ptr<QObject> &WindowDesk::kept(const char *page) { return m_window.kept(QLatin1String(page)); }

void WindowDesk::later(std::function<void()> action) { QTimer::singleShot(0, &m_window, std::move(action)); }

void WindowDesk::openWorkspace(const QString &folder)
{
    later([this, folder] { m_window.openWorkspace(folder); });
}

void WindowDesk::createWorkspace(const QString &folder)
{
    later([this, folder] { m_window.createWorkspace(folder); });
}

void WindowDesk::openSample()
{
    later([this] { m_window.openSample(); });
}

} // namespace shell

// SPDX-License-Identifier: GPL-3.0-or-later
// What pages may ask of the window.
#pragma once

#include "ui/parts/page.h"

namespace shell {

class MainWindow;

class WindowDesk : public parts::Desk
{
    Q_OBJECT

public:
    explicit WindowDesk(MainWindow &window);

    workspace::Workspace *workspace() const override;
    jobs::WorkspaceJobs *jobs() const override;
    parts::Settings &settings() const override;
    QUndoGroup &undoGroup() override;
    void goTo(const char *page, const QVariantMap &link) override;
    bool hasPage(const char *page) const override;
    void openWorkspace(const QString &folder) override;
    void createWorkspace(const QString &folder) override;
    void openSample() override;
    std::shared_ptr<QObject> &kept(const char *page) override;

private:
    // Pages are destroyed by what is asked here, often from inside one of their slots: so it happens after the event.
    void later(std::function<void()> action);

    MainWindow &m_window;
};

} // namespace shell

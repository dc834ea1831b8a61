// SPDX-License-Identifier: GPL-3.0-or-later
// A desk without a window: pages under test get a workspace in a temporary folder, settings in memory, and every link
// they follow is written down.
#pragma once

#include "jobs/workspace_jobs.h"
#include "ui/parts/page.h"
#include "ui/parts/setting.h"
#include "workspace/workspace.h"

#include <QHash>
#include <QTemporaryDir>
#include <QUndoGroup>

#include <memory>

namespace fakes {

class FakeDesk : public parts::Desk
{
public:
    struct Visit
    {
        QString page;
        QVariantMap link;
    };

    // On the workspace in `folder`, or on a new one.
    explicit FakeDesk(const jobs::JobOptions &options = { .runs_jobs = false, .scores_predictions = false }, const std::filesystem::path &folder = {})
        : m_settings(QString())
        , m_workspace(folder.empty() ? workspace::Workspace::create(std::filesystem::path(m_dir.path().toStdString()) / "test.attune")
                                     : workspace::Workspace::open(folder))
        , m_jobs(std::make_unique<jobs::WorkspaceJobs>(*m_workspace, options))
    {
    }

    std::filesystem::path dir() const { return m_dir.path().toStdString(); }
    Visit visit() const { return visits.isEmpty() ? Visit {} : visits.last(); } // the last one
    workspace::Workspace *workspace() const override { return m_workspace.get(); }
    jobs::WorkspaceJobs *jobs() const override { return m_jobs.get(); }
    parts::Settings &settings() const override { return m_settings; }
    QUndoGroup &undoGroup() override { return m_undo; }
    void goTo(const char *page, const QVariantMap &link) override { visits.append({ QLatin1String(page), link }); }
    bool hasPage(const char *) const override { return true; }
    void openWorkspace(const QString &folder) override { opened = folder; }
    void createWorkspace(const QString &) override { }
    void openSample() override { ++samples; }
    std::shared_ptr<QObject> &kept(const char *page) override { return m_kept[QLatin1String(page)]; }

    QList<Visit> visits;
    QString opened; // the last workspace asked for
    int samples = 0;

private:
    QTemporaryDir m_dir;
    mutable parts::Settings m_settings;
    QUndoGroup m_undo;
    std::unique_ptr<workspace::Workspace> m_workspace;
    std::unique_ptr<jobs::WorkspaceJobs> m_jobs;
    QHash<QString, std::shared_ptr<QObject>> m_kept;
};

} // namespace fakes

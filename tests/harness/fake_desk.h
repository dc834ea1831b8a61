// SPDX-License-Identifier: GPL-3.0-or-later
// A desk for tests of one page: a real workspace in a folder of its own, links kept instead of followed.
#pragma once

#include "jobs/workspace.h"
#include "ui/parts/page.h"
#include "ui/parts/setting.h"

#include <QTemporaryDir>
#include <QUndoGroup>

namespace harness {

class FakeDesk : public parts::Desk
{
public:
    FakeDesk()
        : m_settings(QString())
    {
        m_workspace = jobs::Workspace::create(folder(), { false, false });
    }

    std::filesystem::path folder() const { return m_dir.filePath(QStringLiteral("study.attune")).toStdString(); }
    QString file(const char *name) const { return m_dir.filePath(QLatin1String(name)); }

    jobs::Workspace *workspace() const override { return m_workspace.get(); }
    parts::Settings &settings() const override { return m_settings; }
    QUndoGroup &undoGroup() override { return m_undo; }
    void goTo(const char *page, const QVariantMap &link) override
    {
        lastPage = QString::fromLatin1(page);
        lastLink = link;
    }
    bool hasPage(const char *) const override { return true; }
    void openWorkspace(const QString &folder) override { opened = folder; }
    void createWorkspace(const QString &) override { }
    void openSample() override { ++samples; }

    QString lastPage;
    QVariantMap lastLink;
    QString opened;
    int samples = 0;

private:
    QTemporaryDir m_dir;
    mutable parts::Settings m_settings;
    QUndoGroup m_undo;
    std::unique_ptr<jobs::Workspace> m_workspace;
};

} // namespace harness

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_trash.h"

#include "ui/parts/text_format.h"

#include "jobs/job_queue.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace runs {

namespace fs = std::filesystem;

namespace {
void move(const fs::path &from, const fs::path &to)
{
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    fs::rename(from, to, error);
    if (error)
        throw base::Failure(base::ErrorKind::FileUnwritable, from.string(), {}, { { "reason", error.message() } });
}

// Where no trash can be made, Qt 6.4 moves what it is given into the folder the program was started in: an account whose
// ~/.local/share does not exist yet is such a place. So the home trash is made first.
bool hasDesktopTrash()
{
    const QString trash = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/Trash");
    return QDir().mkpath(trash) && QFileInfo(trash).isWritable();
}
} // namespace

void RunTrash::remove(const QString &runId)
{
    const storage::RunRow row = m_workspace.runs().get(parts::toUtf8(runId));
    if (m_workspace.queue().job(runId) || run::isWorkerAlive(run::RunFolder(row.folder)))
        throw base::Failure(base::ErrorKind::AlreadyRunning, row.folder.string());
    letGo();
    const fs::path place = m_workspace.folder() / "trash" / row.folder.filename();
    if (fs::exists(row.folder))
        move(row.folder, place);
    m_workspace.runs().forget(row.id);
    m_last = Removed { row.folder, place, parts::fromUtf8(row.name) };
}

QString RunTrash::undo()
{
    if (!m_last)
        return {};
    move(m_last->to, m_last->from);
    const run::RunFolder folder(m_last->from);
    const storage::RunRow row = m_workspace.runs().add(folder);
    m_workspace.runs().record(row.id);
    m_workspace.runs().rename(row.id, parts::toUtf8(m_last->name));
    std::error_code error;
    for (const auto &entry : fs::directory_iterator(folder.scoresDir(), error)) {
        if (entry.path().extension() == ".json")
            m_workspace.scores().addFile(row.id, entry.path());
    }
    m_last.reset();
    return parts::fromUtf8(row.id);
}

void RunTrash::letGo()
{
    if (m_last && fs::exists(m_last->to) && hasDesktopTrash())
        QFile::moveToTrash(parts::fromUtf8(m_last->to.string()));
    m_last.reset();
}

} // namespace runs

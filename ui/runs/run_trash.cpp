// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_trash.h"

#include "ui/parts/text_format.h"

#include "jobs/job_queue.h"
#include "jobs/workspace_jobs.h"

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

// A row's folder is only a note in a file that anybody may have written: what is moved is a run of this workspace.
bool isOwnRun(const storage::Database &database, const storage::RunRow &row)
{
    if (row.folder.lexically_normal().parent_path() != database.runsDir())
        return false;
    try {
        return run::RunFolder(row.folder).spec().run_id == row.id;
    } catch (const base::Failure &) {
        return false;
    }
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
    if (m_jobs.queue().job(runId) || run::isWorkerAlive(run::RunFolder(row.folder)))
        throw base::Failure(base::ErrorKind::AlreadyRunning, row.folder.string());
    letGo();
    if (!isOwnRun(m_workspace.database(), row))
        return m_workspace.runs().forget(row.id);
    const fs::path place = m_workspace.folder() / "trash" / row.folder.filename();
    move(row.folder, place);
    try {
        m_workspace.runs().forget(row.id);
    } catch (const base::Failure &) {
        move(place, row.folder); // a run that is still listed keeps its folder
        throw;
    }
    m_last = Removed { row, place };
}

QString RunTrash::undo()
{
    if (!m_last)
        return {};
    const storage::RunRow was = m_last->row;
    move(m_last->place, was.folder);
    m_last.reset();
    const run::RunFolder folder(was.folder);
    storage::RunRepository &runs = m_workspace.runs();
    const auto end = [&] { runs.end(was.id, was.outcome.value_or(run::Outcome::Stopped), was.error); };
    // Together: a row that waits, if only for a moment, is started by whoever minds the queue.
    m_workspace.database().transaction([&] {
        runs.add(folder);
        runs.rename(was.id, was.name);
        end();
    });
    runs.record(was.id);
    if (runs.get(was.id).state != storage::RunState::Ended)
        end(); // its events do not tell how it ended
    std::error_code error;
    for (const auto &entry : fs::directory_iterator(folder.scoresDir(), error)) {
        if (entry.path().extension() == ".json")
            m_workspace.scores().addFile(was.id, entry.path());
    }
    return parts::fromUtf8(was.id);
}

void RunTrash::letGo()
{
    if (m_last && fs::exists(m_last->place) && hasDesktopTrash())
        QFile::moveToTrash(parts::fromUtf8(m_last->place.string()));
    m_last.reset();
}

} // namespace runs

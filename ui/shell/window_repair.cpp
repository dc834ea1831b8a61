// SPDX-License-Identifier: GPL-3.0-or-later
// The way back from a damaged workspace: what its backups hold is read beside the ui thread, then one is offered.
#include "storage/repair.h"
#include "storage/run_repository.h"
#include "ui/parts/error_text.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/text_format.h"
#include "ui/shell/main_window.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

#include <exception>
#include <memory>
#include <optional>

namespace shell {

namespace {

namespace fs = std::filesystem;

// "2026-11-30T23-59-59.000Z" of a file's name as a time again.
QString backupTime(const storage::Backup &backup)
{
    std::string time = backup.time;
    for (size_t i = time.find('T'); i < time.size(); ++i) {
        if (time[i] == '-')
            time[i] = ':';
    }
    const QString words = parts::whenText(time);
    return words.isEmpty() ? parts::fromUtf8(backup.time) : words;
}

// What going back would lose.
QString lostText(const std::optional<storage::NewerWork> &newer)
{
    if (!newer)
        return MainWindow::tr("What is newer than it cannot be read.");
    if (newer->isNothing())
        return MainWindow::tr("Nothing is newer than it.");
    QStringList sentences;
    if (newer->saved() > 0) {
        const QString when = parts::whenText(newer->last);
        sentences << (when.isEmpty() ? MainWindow::tr("%n saved change(s) are newer than it.", nullptr, int(newer->saved()))
                                 : MainWindow::tr("%n saved change(s) are newer than it, the last one: %1.", nullptr, int(newer->saved())).arg(when));
    }
    if (newer->drafts > 0)
        sentences << MainWindow::tr("%n draft(s) that were not saved yet are newer than it.", nullptr, int(newer->drafts));
    return sentences.join(QLatin1Char(' '));
}

} // namespace

void MainWindow::offerRepair(const std::exception &exception)
{
    const auto *failure = dynamic_cast<const base::Failure *>(&exception);
    if (!failure || failure->error().kind != base::ErrorKind::WorkspaceDamaged)
        return;
    const fs::path folder = failure->error().subject;
    auto plan = std::make_shared<storage::RepairPlan>();
    inBackground([folder, plan] { *plan = storage::planRepair(folder); }, [this, folder, plan] { showRepair(folder, *plan); });
}

void MainWindow::showRepair(const fs::path &folder, const storage::RepairPlan &plan)
{
    const QString name = QFileInfo(parts::fromUtf8(folder.string())).fileName();
    const QString kept = tr("What is there now is kept in its folder backups.");
    if (!plan.newest_good) {
        m_notice->showError(tr("%1 is damaged, and none of its backups is good. An empty workspace can take its place, with the runs that are there.").arg(name)
                + QLatin1Char(' ') + kept,
            tr("Make an empty workspace"), [this, folder] { restoreBackup(folder, {}); });
        return;
    }
    const size_t i = *plan.newest_good;
    const QString lost = lostText(plan.newer[i]);
    m_notice->showError(tr("%1 is damaged. Its newest good backup: %2.").arg(name, backupTime(plan.backups[i])) + QLatin1Char(' ') + lost
            + QLatin1Char(' ') + kept,
        tr("Go back to this backup"), [this, folder, file = plan.backups[i].file] { restoreBackup(folder, file); });
}

void MainWindow::restoreBackup(const fs::path &folder, const fs::path &backup)
{
    inBackground(
        [folder, backup] {
            storage::restore(folder, backup.empty() ? std::nullopt : std::optional(backup));
            storage::Database database = storage::Database::open(folder);
            storage::rebuildRuns(database);
        },
        [this, folder] { openWorkspace(parts::fromUtf8(folder.string())); });
}

// `done` on the ui thread; what is thrown is told.
void MainWindow::inBackground(std::function<void()> work, std::function<void()> done)
{
    QThreadPool::globalInstance()->start([window = QPointer<MainWindow>(this), work = std::move(work), done = std::move(done)] {
        std::exception_ptr thrown;
        try {
            work();
        } catch (...) {
            thrown = std::current_exception();
        }
        // The window, and what it was made with, may be gone by now. The application waits for this thread.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [window, done, thrown] {
                if (!window)
                    return;
                try {
                    if (thrown)
                        std::rethrow_exception(thrown);
                    done();
                } catch (const std::exception &exception) {
                    window->showError(parts::errorText(exception));
                }
            },
            Qt::QueuedConnection);
    });
}

} // namespace shell

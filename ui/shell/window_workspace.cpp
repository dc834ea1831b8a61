// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, creating and switching workspaces.
#include "jobs/workspace_jobs.h"
#include "storage/repair.h"
#include "ui/parts/error_text.h"
#include "ui/parts/file_dialog.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/recent_workspaces.h"
#include "ui/parts/text_format.h"
#include "ui/shell/main_window.h"
#include "ui/shell/running_bar.h"
#include "ui/shell/running_jobs.h"
#include "ui/shell/sidebar.h"
#include "workspace/sample_workspace.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QFileDialog>
#include <QStandardPaths>

#include <exception>

namespace shell {

namespace {

const parts::Setting<QString> kOpenPage { parts::Drawer::Session, "shell/page", QString() };

QString folderOf(const workspace::Workspace &workspace) { return parts::fromUtf8(workspace.folder().string()); }

QString documentsFolder()
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return documents.isEmpty() || !QDir(documents).exists() ? QDir::homePath() : documents;
}

QString sampleFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/attune/sample.attune");
}

} // namespace

workspace::Workspace *MainWindow::workspace() const { return m_workspace.get(); }
jobs::WorkspaceJobs *MainWindow::jobs() const { return m_jobs.get(); }

bool MainWindow::adopt(std::function<std::unique_ptr<workspace::Workspace>()> make)
{
    return settlePages(Leaving::Close, [this, make] { replaceWorkspace(make); }) && replaceWorkspace(make);
}

bool MainWindow::replaceWorkspace(const std::function<std::unique_ptr<workspace::Workspace>()> &make)
{
    std::unique_ptr<workspace::Workspace> made;
    try {
        made = make();
    } catch (const std::exception &exception) {
        showError(parts::errorText(exception));
        offerRepair(exception);
        return false;
    }
    closeWorkspace();
    m_lost.reset();
    m_workspace = std::move(made);
    m_jobs = std::make_unique<jobs::WorkspaceJobs>(*m_workspace);
    const QString folder = folderOf(*m_workspace);
    m_settings.setSession(folder);
    parts::rememberWorkspace(m_settings, folder);
    const QString page = m_settings.value(kOpenPage);
    rebuild();
    if (!page.isEmpty())
        showPage(page);
    const auto tell = [this](const base::Error &error) {
        if (error.kind != base::ErrorKind::WorkspaceGone) // `lost` tells that, with the way out
            showError(parts::errorText(error));
    };
    connect(m_workspace.get(), &workspace::Workspace::backgroundFailed, this, tell);
    connect(m_workspace.get(), &workspace::Workspace::lost, this, [this](const base::Error &error) {
        m_lost = error;
        m_notice->clear();
        tellLost();
    });
    connect(m_jobs.get(), &jobs::WorkspaceJobs::failed, this, tell);
    connect(m_workspace.get(), &workspace::Workspace::takenBack, this, [this] {
        showStanding();
        tellCutImports();
    });
    Q_EMIT workspaceChanged();
    if (!m_workspace->isTakingBack())
        tellCutImports();
    return true;
}

// Behind a question that stands: its way out must not be lost with it.
void MainWindow::tellLost()
{
    QList<parts::NoticeBar::Action> ways;
    if (m_lost && m_lost->kind == base::ErrorKind::WorkspaceGone)
        ways << parts::NoticeBar::Action { tr("Open it where it is now…"), [this] { chooseWorkspace(); } };
    if (m_lost)
        m_notice->tell(parts::Tone::Negative, parts::errorText(*m_lost), ways);
}

void MainWindow::tellCutImports()
{
    QStringList files;
    int64_t dialogues = 0;
    for (const storage::CutImport &cut : m_workspace->cutImports()) {
        files << parts::fromUtf8(cut.path);
        dialogues += cut.dialogues;
    }
    if (!files.isEmpty())
        m_notice->showInfo(tr("The import of %1 was cut off. The %n dialogue(s) that had come in of it were taken back; import it again.", nullptr, int(dialogues))
                               .arg(files.join(tr(", ", "between names of files"))));
}

// No notice: it would stand over the heads of all pages.
void MainWindow::showStanding()
{
    if (m_workspace && m_workspace->isReadOnly())
        m_bar->setStanding(tr("This workspace can only be read here. To change it, copy its folder to a place that can be written."));
    else
        m_bar->setStanding(m_workspace && m_workspace->isTakingBack() ? tr("An import that was cut off is being taken back…")
                                                                        : QStringList(m_covered.values()).join(QLatin1Char(' ')).trimmed());
}

bool MainWindow::openWorkspace(const QString &folder)
{
    if (folder.isEmpty()) {
        chooseWorkspace();
        return false;
    }
    const std::filesystem::path path = parts::toUtf8(QDir::cleanPath(QDir().absoluteFilePath(folder)));
    // One whose files were replaced is another one at the same place.
    if (m_workspace && m_workspace->folder() == path && !m_workspace->database().look())
        return true;
    if (bringUpToDate(path))
        return false;
    return adopt([this, path] {
        if (m_workspace && m_workspace->folder() == path)
            closeWorkspace(); // SQLite would go on with its log
        return workspace::Workspace::open(path);
    });
}

bool MainWindow::bringUpToDate(const std::filesystem::path &folder)
{
    constexpr int64_t kAtOnce = 16 << 20; // bytes: a moment
    try {
        if (storage::Database::bytesOfOlder(folder) <= kAtOnce)
            return false;
    } catch (const std::exception &) {
        return false; // opening says what is wrong
    }
    if (m_updated.insert(folder).second) { // else it is at work
        m_notice->showInfo(tr("%1 is of an earlier version of Attune and is being brought up to date. It opens when that is done.")
                               .arg(QDir::toNativeSeparators(parts::fromUtf8(folder.string()))));
        auto thrown = std::make_shared<std::exception_ptr>();
        const auto work = [folder, thrown] {
            try {
                storage::Database::open(folder);
            } catch (...) {
                *thrown = std::current_exception();
            }
        };
        inBackground(work, [this, folder, thrown] {
            m_updated.erase(folder);
            m_notice->clear();
            if (*thrown)
                std::rethrow_exception(*thrown);
            openWorkspace(parts::fromUtf8(folder.string()));
        });
    }
    return true;
}

bool MainWindow::createWorkspace(const QString &folder)
{
    if (folder.isEmpty()) {
        chooseNewWorkspace();
        return false;
    }
    QString path = QDir::cleanPath(QDir().absoluteFilePath(folder));
    if (!path.endsWith(QLatin1String(".attune")))
        path += QStringLiteral(".attune");
    return adopt([path] { return workspace::Workspace::create(parts::toUtf8(path)); });
}

void MainWindow::openSample(const QString &where)
{
    const QString folder = where.isEmpty() ? sampleFolder() : QDir::cleanPath(QDir().absoluteFilePath(where));
    const std::filesystem::path path = parts::toUtf8(folder);
    if (storage::isRepairable(path))
        openWorkspace(folder);
    else
        adopt([path] { return workspace::createSampleWorkspace(path); });
}

void MainWindow::closeWorkspace()
{
    dropPages();
    m_kept.clear();
    m_running.reset();
    leaveJobs();
    m_jobs.reset();
    m_workspace.reset();
}

void MainWindow::updateWorkspaceWords()
{
    const QString name = m_workspace ? m_workspace->name() : QString();
    m_sidebar->setWorkspace(name, m_workspace ? QDir::toNativeSeparators(folderOf(*m_workspace)) : QString());
    const QString shown = m_workspace && m_workspace->isReadOnly() ? tr("%1 (read only)").arg(name) : name;
    setWindowTitle(shown.isEmpty() ? QStringLiteral("Attune") : QStringLiteral("%1 – Attune").arg(shown));
    for (const PageRow &row : m_table)
        m_sidebar->setPageEnabled(QString::fromLatin1(row.id), m_workspace || !row.needsWorkspace);
    showStanding();
}

void MainWindow::connectRunning()
{
    m_running.reset();
    if (m_workspace)
        m_running = std::make_unique<RunningJobs>(*m_jobs, *m_bar, [this](const QString &runId) {
            showPage(QString::fromLatin1(parts::page::kRuns), { { QString::fromLatin1(parts::link::kRun), runId } });
        });
}

void MainWindow::chooseWorkspace()
{
    QFileDialog *dialog = parts::newFileDialog(this, tr("Open a workspace (a folder that ends in .attune)"));
    dialog->setDirectory(documentsFolder());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openWorkspace);
    dialog->open();
}

void MainWindow::chooseNewWorkspace()
{
    QFileDialog *dialog = parts::newFileDialog(this, tr("Name the new workspace"));
    dialog->setDirectory(documentsFolder());
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Workspaces (*.attune)"));
    dialog->setDefaultSuffix(QStringLiteral("attune"));
    dialog->selectFile(QStringLiteral("my-study.attune"));
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::createWorkspace);
    dialog->open();
}

} // namespace shell

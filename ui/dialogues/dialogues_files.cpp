// SPDX-License-Identifier: GPL-3.0-or-later
// Files in and out of the page: dialogs, drops, progress, the report. The work is done on the storage thread.
#include "ui/dialogues/dialogue_list.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/dialogues/export_view.h"
#include "ui/dialogues/import_report.h"
#include "ui/parts/error_text.h"
#include "ui/parts/file_dialog.h"
#include "ui/parts/icons.h"
#include "ui/parts/last_folder.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/text_format.h"
#include "workspace/gate.h"
#include "workspace/storage_lane.h"
#include "workspace/task.h"
#include "workspace/workspace.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>
#include <QPointer>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace dialogues {

namespace {

// Neither of the file dialogs blocks the window: they are shown, and act when a file was chosen.
QFileDialog *fileDialog(QWidget *parent, const QString &title, parts::Settings &settings)
{
    QFileDialog *dialog = parts::newFileDialog(parent, title);
    parts::beginInLastFolder(*dialog, settings);
    return dialog;
}

std::string extensionOf(const std::string &format)
{
    for (const dialogue::FormatInfo &info : dialogue::formats()) {
        if (info.name == format)
            return info.extension;
    }
    return {};
}

} // namespace

void DialoguesPage::chooseImport()
{
    QFileDialog *dialog = fileDialog(this, tr("Import dialogues"), desk().settings());
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({ tr("Dialogues (*.json *.jsonl *.ndjson *.csv *.tsv *.txt)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::filesSelected, this, &DialoguesPage::importPaths);
    dialog->open();
}

void DialoguesPage::importPaths(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    std::vector<std::filesystem::path> files;
    for (const QString &path : paths)
        files.emplace_back(parts::toUtf8(path));
    workspace::Task *task = desk().workspace()->importFiles(this, files, [this](const workspace::ImportSummary &summary) { showImport(summary); });
    const QString name = paths.size() == 1 ? QFileInfo(paths.first()).fileName() : tr("%n file(s)", nullptr, int(paths.size()));
    const auto words = [name](double done) { return tr("Importing %1… %2 %").arg(name).arg(int(done * 100)); };
    const auto work = std::make_shared<int>();
    *work = m_notice->begin(words(0), tr("Cancel"), [this, work, name, task = QPointer<workspace::Task>(task)] {
        if (!task)
            return;
        task->cancel();
        m_notice->goOn(*work, tr("Taking back what came in of %1…").arg(name));
    });
    await(task, *work);
    connect(task, &workspace::Task::progress, this, [this, task, work, words](double done) {
        if (!task->token().isCancelled())
            m_notice->goOn(*work, words(done));
    });
    connect(task, &workspace::Task::cancelled, this,
        [this] { m_notice->tell(parts::Tone::Accent, tr("The import was cancelled; files that were read whole are kept.")); });
}

// What a person asked for and waits for; `work` is its line in the notice.
void DialoguesPage::await(workspace::Task *task, int work)
{
    task->setAwaited();
    connect(task, &workspace::Task::failed, this, [this](const base::Error &error) { m_notice->tell(parts::Tone::Negative, parts::errorText(error)); });
    connect(task, &QObject::destroyed, m_notice, [this, work] { m_notice->end(work); });
}

void DialoguesPage::showImport(const workspace::ImportSummary &summary)
{
    m_list->reload();
    if (!isBusy() && !m_unsaved) {
        showImported(summary, false);
    } else {
        showPlace();
        m_notice->tell(parts::Tone::Positive, importSentence(summary), { { tr("Show it"), [this, summary] { showImported(summary, true); } } });
    }
    Q_EMIT imported(summary);
}

void DialoguesPage::showImported(const workspace::ImportSummary &summary, bool isAsked)
{
    showFirstOf(summary, isAsked);
    if (m_unsaved)
        return; // it stays open, with its ways out
    m_report->setSummary(summary);
    m_corrections = summary.corrections();
    if (importRows(summary).empty()) {
        m_notice->tell(parts::Tone::Positive, importSentence(summary));
        showPlace();
    } else {
        m_places->setCurrentWidget(m_report);
    }
}

void DialoguesPage::reviseImported()
{
    settle();
    const int count = int(m_corrections.size());
    workspace::Task *task = desk().workspace()->bulk().run(
        this,
        [corrections = std::exchange(m_corrections, {}), author = desk().workspace()->author()](const workspace::StorageLane::Context &context) {
            return workspace::revise(context.database, corrections, author, context.progress, context.cancel);
        },
        [this](int64_t revised) {
            m_history.reload();
            m_notice->tell(parts::Tone::Positive, tr("%n dialogue(s) are a revision further; undo takes it back.", nullptr, int(revised)));
        });
    await(task, m_notice->begin(tr("Taking %n new revision(s)…", nullptr, count)));
}

// What has just come in is what one wants to look at.
void DialoguesPage::showFirstOf(const workspace::ImportSummary &summary, bool isAsked)
{
    const auto file = std::find_if(summary.files.begin(), summary.files.end(), [](const auto &one) { return one.added > 0; });
    if (file != summary.files.end() && (isAsked || !m_list->isFiltered()) && mayLeave())
        open({ { QString::fromLatin1(parts::link::kDialogue), parts::fromUtf8(file->first_id) } });
}

void DialoguesPage::chooseExport(const std::string &format, const storage::DialogueQuery &query)
{
    QFileDialog *dialog = fileDialog(this, tr("Export dialogues"), desk().settings());
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString extension = parts::fromUtf8(extensionOf(format));
    dialog->setDefaultSuffix(extension.mid(1));
    dialog->selectFile(desk().workspace()->name() + extension);
    connect(dialog, &QFileDialog::fileSelected, this, [this, format, query](const QString &path) { prepareExport(path, format, query); });
    dialog->open();
}

// What a person should know or decide before it is written.
void DialoguesPage::prepareExport(const QString &path, const std::string &format, const storage::DialogueQuery &query)
{
    settle();
    const QString file = QFileInfo(path).fileName();
    const auto ask = [this, path, file, format, query](const workspace::ExportCheck &check) {
        m_write = [this, path, format, query] { exportTo(path, format, query); };
        if (!check.hasQuestion()) {
            std::exchange(m_write, {})();
            return;
        }
        const auto info = std::ranges::find(dialogue::formats(), format, &dialogue::FormatInfo::name);
        m_exportView->ask(check, file, info == dialogue::formats().end() ? parts::fromUtf8(format) : parts::fromUtf8(info->title));
        const auto show = [this] {
            if (mayLeave())
                m_places->setCurrentWidget(m_exportView);
        };
        if (!isVisible() || m_view->editor() || isAside()) // it was asked for: a search that has the focus is no reason to wait
            m_notice->tell(parts::Tone::Warning, tr("Something is to be decided before %1 is written.").arg(file), { { tr("Show it"), show } });
        else
            show();
    };
    workspace::Task *task = desk().workspace()->bulk().run(
        this,
        [format, query](const workspace::StorageLane::Context &context) {
            return workspace::checkExport(context.database, query, format, context.progress, context.cancel);
        },
        ask);
    await(task, m_notice->begin(tr("Looking at what goes into %1…").arg(file), tr("Cancel"), [task = QPointer<workspace::Task>(task)] {
        if (task)
            task->cancel();
    }));
}

void DialoguesPage::buildExportView()
{
    m_exportView = new ExportView(this);
    const auto close = [this] {
        m_places->setCurrentWidget(m_desktop);
        showPlace();
        m_list->setFocus(Qt::OtherFocusReason);
    };
    connect(m_exportView, &ExportView::confirmed, this, [this, close] {
        keepAnswers();
        close();
        if (m_exportView->isAsking() && m_write)
            std::exchange(m_write, {})();
    });
    connect(m_exportView, &ExportView::cancelled, this, [this, close] {
        if (m_exportView->isAsking())
            keepAnswers(); // somebody may have said that they must stay
        close();
        m_write = {};
    });
}

void DialoguesPage::keepAnswers()
{
    if (desk().workspace()->isReadOnly())
        return; // it is true of this export alone
    try {
        storage::SourceRepository sources(desk().workspace()->database());
        for (const storage::Source &source : m_exportView->answers())
            sources.save(source, desk().workspace()->author());
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void DialoguesPage::showSources()
{
    if (!mayLeave())
        return;
    try {
        m_exportView->showSources(storage::SourceRepository(desk().workspace()->database()).list());
        m_places->setCurrentWidget(m_exportView);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void DialoguesPage::exportTo(const QString &path, const std::string &format, const storage::DialogueQuery &query)
{
    settle();
    workspace::Task *task = desk().workspace()->exportTo(this, parts::toUtf8(path), query, format, [this, path](int64_t count) {
        m_notice->tell(parts::Tone::Positive, tr("%n dialogue(s) written to %1.", nullptr, int(count)).arg(path));
        Q_EMIT exported(count);
    });
    await(task, m_notice->begin(tr("Writing %1…").arg(QFileInfo(path).fileName())));
}

void DialoguesPage::showListMenu(const QPoint &globalPosition)
{
    QMenu menu(this);
    menu.setAccessibleName(tr("Dialogue"));
    const int count = int(m_list->selectedCount());
    if (count > 1) {
        QMenu *out = menu.addMenu(parts::icon("document-export"), tr("Export %n dialogue(s)", nullptr, count));
        for (const dialogue::FormatInfo &format : dialogue::formats()) {
            if (format.writes)
                connect(out->addAction(parts::fromUtf8(format.title)), &QAction::triggered, this, [this, name = format.name] { chooseExport(name, m_list->selection()); });
        }
    }
    if (count > 0)
        connect(menu.addAction(parts::icon("edit-delete"), tr("Delete %n dialogue(s)", nullptr, count)), &QAction::triggered, this, &DialoguesPage::removeSelected);
    connect(menu.addAction(parts::icon("list-add"), tr("Write a new dialogue")), &QAction::triggered, this, &DialoguesPage::addNew);
    connect(menu.addAction(parts::icon("user-trash"), tr("Trash")), &QAction::triggered, this, &DialoguesPage::showTrash);
    connect(menu.addAction(parts::icon("document-import"), tr("Import…")), &QAction::triggered, this, &DialoguesPage::chooseImport);
    menu.exec(globalPosition);
}

void DialoguesPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void DialoguesPage::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    event->acceptProposedAction();
    importPaths(paths);
}

} // namespace dialogues

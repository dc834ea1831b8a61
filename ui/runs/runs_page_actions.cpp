// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with runs: their menu, deletion that can be undone, renaming, files for papers.
#include "ui/runs/runs_page.h"

#include "ui/parts/error_text.h"
#include "ui/parts/file_dialog.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/save_picture.h"
#include "ui/parts/text_format.h"
#include "ui/runs/compare_chart.h"
#include "ui/runs/metric_bars.h"
#include "ui/runs/run_details.h"
#include "ui/runs/table_text.h"

#include "base/files.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>
#include <QPointer>
#include <QTabWidget>
#include <QTableView>

#include <numeric>

namespace runs {

using parts::toUtf8;

void RunsPage::showTableMenu(const QPoint &place)
{
    const QString id = m_table->indexAt(place).data(parts::KeyRole).toString();
    const RunLine *one = line(id);
    if (!one)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (one->kind == run::JobKind::Train) {
        menu->addAction(tr("Evaluate it"), this, [this, id] { desk().goTo(parts::page::kEvaluate, { { QLatin1String(parts::link::kRun), id } }); });
        menu->addAction(tr("Show in Train"), this, [this, id] { desk().goTo(parts::page::kTrain, { { QLatin1String(parts::link::kRun), id } }); });
    } else {
        menu->addAction(tr("Show in Evaluate"), this, [this, id] { desk().goTo(parts::page::kEvaluate, { { QLatin1String(parts::link::kRun), id } }); });
    }
    // The one that was clicked, whatever else is selected.
    menu->addAction(tr("Rename …"), this, [this, id] { beginRename(id); });
    menu->addSeparator();
    menu->addAction(tr("Delete"), this, [this, id] { removeOne(id); });
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

// One at a time: what is deleted can then be undone by one press.
void RunsPage::removeSelected()
{
    if (!m_selected.isEmpty())
        removeOne(m_selected.first());
}

void RunsPage::removeOne(const QString &id)
{
    const RunLine *one = line(id);
    if (one && one->folder_gone) {
        m_notice->showNotice(parts::Tone::Warning,
            tr("The folder of %1 is gone. Deleting the run from the list cannot be undone.").arg(one->name), tr("Delete for good"),
            [this, id, name = one->name] { remove(id, name); });
        return;
    }
    remove(id, one ? one->name : QString());
}

void RunsPage::remove(const QString &id, const QString &name)
{
    try {
        const RunTrash::Removal removed = m_trash.remove(id);
        m_selected.removeAll(id);
        switch (removed.what) {
        case RunTrash::Removed::NotOurs:
            m_notice->showInfo(tr("%1 is no longer listed; its folder stays where it is.").arg(name));
            break;
        case RunTrash::Removed::FolderGone:
            m_notice->showInfo(tr("%1 is no longer listed.").arg(name));
            break;
        case RunTrash::Removed::ToTrash:
            m_notice->showInfo(tr("%1 was deleted; it waits in the workspace's trash.").arg(name), tr("Undo"),
                [this, put = removed.put] { bringBack(put); });
            break;
        }
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
    reload();
}

void RunsPage::bringBack(const DeletedRun &deleted)
{
    try {
        m_wanted = { m_trash.bringBack(deleted) };
        m_notice->clear();
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
    reload();
}

void RunsPage::fillTrash()
{
    m_trashMenu->clear();
    if (m_emptying.isRunning()) {
        m_trashMenu->addAction(tr("Emptying the trash …"))->setEnabled(false);
        return;
    }
    const std::vector<DeletedRun> deleted = m_trash.list();
    std::vector<std::filesystem::path> places = m_trash.halfDeleted();
    const auto halves = qsizetype(places.size());
    if (deleted.empty() && places.empty()) {
        m_trashMenu->addAction(tr("The trash is empty"))->setEnabled(false);
        return;
    }
    if (!deleted.empty())
        m_trashMenu->addSection(tr("Bring back"));
    QList<QAction *> rows;
    const auto title = [](const DeletedRun &one, const QString &size) {
        //: a deleted run: name, when it was deleted, size
        return tr("%1 · %2 · %3").arg(one.name, parts::whenText(one.deleted), size).replace(QLatin1Char('&'), QStringLiteral("&&"));
    };
    for (const DeletedRun &one : deleted) {
        rows << m_trashMenu->addAction(title(one, tr("measuring …")), this, [this, one] { bringBack(one); });
        places.push_back(one.place);
    }
    m_trashMenu->addSeparator();
    QAction *empty = m_trashMenu->addAction(tr("Empty the trash …"), this, [this, places, count = int(deleted.size())] {
        m_notice->showNotice(parts::Tone::Warning, tr("%n run(s) are deleted for good, with their adapters and replies.", nullptr, count),
            tr("Empty the trash"), [this, places] { emptyTrash(places); });
    });
    // Checkpoints are many files: they are added up while the menu is open.
    m_measuring.start(
        [places](const base::CancelToken &cancel) {
            QList<qint64> sizes;
            for (const auto &place : places)
                sizes << RunTrash::bytesIn(place, cancel);
            return sizes;
        },
        [rows, halves, deleted, title, empty = QPointer(empty)](const QList<qint64> &sizes) {
            if (!empty)
                return; // the menu was filled anew
            for (qsizetype i = 0; i < rows.size(); ++i)
                rows[i]->setText(title(deleted[size_t(i)], parts::sizeText(sizes[halves + i])));
            empty->setText(tr("Empty the trash (%1) …").arg(parts::sizeText(std::accumulate(sizes.begin(), sizes.end(), qint64(0)))));
        });
}

// Only what the person was told of: what comes into the trash meanwhile stays.
void RunsPage::emptyTrash(const std::vector<std::filesystem::path> &places)
{
    const QString atWork = tr("Emptying the trash …");
    m_notice->showInfo(atWork);
    m_emptying.start(
        [places](const base::CancelToken &cancel) {
            for (const auto &place : places)
                RunTrash::deleteForGood(place, cancel);
            return true;
        },
        [this, atWork](bool) {
            if (m_notice->text() == atWork)
                m_notice->showInfo(tr("The trash is empty"));
        },
        [this](const QString &why) { m_notice->showError(why); });
}

void RunsPage::beginRename(const QString &id)
{
    selectRuns({ id });
    m_tabs->setCurrentIndex(int(Tab::Details));
    m_details->editName();
}

void RunsPage::rename(const QString &runId, const QString &name)
{
    try {
        workspace().runs().rename(toUtf8(runId), toUtf8(name));
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
    reload();
}

QList<int> RunsPage::visibleColumns() const
{
    QList<int> columns;
    const QHeaderView *header = m_table->horizontalHeader();
    for (int place = 0; place < header->count(); ++place) {
        if (const int column = header->logicalIndex(place); !m_table->isColumnHidden(column))
            columns << column;
    }
    return columns;
}

void RunsPage::saveAs(const QString &title, const QString &name, const QString &filter, std::function<void(const std::filesystem::path &)> write)
{
    QFileDialog *dialog = parts::newFileDialog(this, title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(filter);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, write = std::move(write)](const QString &path) {
        try {
            write(std::filesystem::path(toUtf8(path)));
            m_notice->showInfo(tr("Saved as %1.").arg(path));
        } catch (const std::exception &e) {
            m_notice->showError(parts::errorText(e));
        }
    });
    dialog->open();
}

void RunsPage::saveTable(bool markdown)
{
    saveAs(tr("Save the table"), markdown ? QStringLiteral("runs.md") : QStringLiteral("runs.csv"), markdown ? QStringLiteral("*.md") : QStringLiteral("*.csv"),
        [this, markdown](const std::filesystem::path &path) {
            const QString text = markdown ? tableAsMarkdown(*m_shown, visibleColumns()) : tableAsCsv(*m_shown, visibleColumns());
            base::writeFileAtomically(path, toUtf8(text));
        });
}

void RunsPage::savePicture()
{
    const bool bars = m_tabs->currentIndex() == int(Tab::Scores);
    saveAs(tr("Save the chart"), bars ? QStringLiteral("scores.png") : QStringLiteral("curves.png"), QStringLiteral("*.png *.svg"),
        [this, bars](const std::filesystem::path &path) {
            QWidget &picture = bars ? static_cast<QWidget &>(*m_bars) : m_chart->chart();
            parts::savePicture(picture, path);
        });
}

} // namespace runs

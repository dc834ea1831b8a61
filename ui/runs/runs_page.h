// SPDX-License-Identifier: GPL-3.0-or-later
// Runs: the table of all runs, their curves and scores side by side, the replies behind a number.
#pragma once

#include "ui/parts/latest_job.h"
#include "ui/parts/page.h"
#include "ui/parts/row_model.h"
#include "ui/runs/reply_view.h"
#include "ui/runs/run_line.h"
#include "ui/runs/run_trash.h"

#include "workspace/workspace.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QMenu;
class QStackedWidget;
class QTabWidget;
class QTableView;

namespace parts {
class EmptyPage;
class NoticeBar;
class PageHeader;
}

namespace runs {

class CompareChart;
class MetricBars;
class ReplyView;
class RunDetails;

class RunsPage : public parts::Page
{
    Q_OBJECT

public:
    explicit RunsPage(parts::Desk &desk, QWidget *parent = nullptr);
    ~RunsPage() override;

    void open(const QVariantMap &link) override;
    void activate() override;
    bool isReady() const override { return m_ready; }

    QTableView &table() { return *m_table; }
    QSortFilterProxyModel &shownRows() { return *m_shown; }
    ReplyView &replies() { return *m_replies; }
    int columnOf(const QString &key) const; // -1 when there is none
    void selectRuns(const QStringList &ids);
    QStringList selectedRuns() const;
    void showReplies(const QString &runId, const QString &metric);
    void removeSelected(); // the first of them

private:
    enum class Tab { Curves, Scores, Replies, Details };
    void buildPage();
    QWidget *buildTable();
    QWidget *buildTabs();
    void buildHeader();
    void connectWorkspace();
    void reload();
    void take(std::vector<RunLine> lines, const QStringList &definitions);
    void showColumns();
    void scrollToSelection();
    void selectionChanged();
    void describe(const QList<RunLine> &lines);
    void readCurves(const QStringList &ids);
    void showBars(const QList<RunLine> &lines);
    void cellClicked(const QModelIndex &index);
    void showTableMenu(const QPoint &place);
    void fillColumnMenu();
    QList<int> visibleColumns() const;
    QColor swatchOf(const QString &id) const;
    void rename(const QString &runId, const QString &name);
    void beginRename(const QString &id);
    void removeOne(const QString &id);
    void remove(const QString &id, const QString &name);
    void bringBack(const DeletedRun &deleted);
    void fillTrash();
    void emptyTrash(const std::vector<std::filesystem::path> &places);
    void saveTable(bool markdown);
    void savePicture();
    void saveAs(const QString &title, const QString &name, const QString &filter, std::function<void(const std::filesystem::path &)> write);
    const RunLine *line(const QString &id) const;
    workspace::Workspace &workspace() const;
    jobs::WorkspaceJobs &jobs() const;

    std::vector<RunColumn> m_columns;
    parts::RowModel<RunLine> m_model;
    QSortFilterProxyModel *m_shown = nullptr;
    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    QStackedWidget *m_stack = nullptr;
    QTableView *m_table = nullptr;
    QTabWidget *m_tabs = nullptr;
    CompareChart *m_chart = nullptr;
    MetricBars *m_bars = nullptr;
    QLabel *m_barsNote = nullptr;
    ReplyView *m_replies = nullptr;
    RunDetails *m_details = nullptr;
    QComboBox *m_definition = nullptr;
    QMenu *m_columnMenu = nullptr;
    QMenu *m_trashMenu = nullptr;
    parts::LatestJob m_loading;
    parts::LatestJob m_curves;
    parts::LatestJob m_reading;
    parts::LatestJob m_comparing; // frozen dialogues with those of the workspace
    parts::LatestJob m_measuring; // what deleted runs take
    parts::LatestJob m_emptying;
    RunTrash m_trash;
    QTimer m_live; // between news of a run and looking at it
    QStringList m_hidden; // keys of columns that the person does not want
    QStringList m_described; // what the details were made from
    QStringList m_selected; // in the order of the table
    QStringList m_wanted; // to select once loaded
    QString m_wantedMetric;
    bool m_ready = false;
};

} // namespace runs

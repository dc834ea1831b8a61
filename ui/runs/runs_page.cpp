// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_page.h"

#include "ui/parts/chart_style.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/run_words.h"
#include "ui/parts/text_format.h"
#include "ui/runs/compare_chart.h"
#include "ui/runs/metric_bars.h"
#include "ui/runs/run_details.h"
#include "ui/runs/score_comparison.h"

#include "jobs/run_recorder.h"
#include "jobs/workspace_jobs.h"

#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

#include <algorithm>

namespace runs {

using parts::fromUtf8;
using parts::toUtf8;

namespace {

constexpr int kMostCompared = 8; // as many as there are colours
constexpr int kLiveEvery = 1000; // milliseconds between looks at runs that work

std::vector<parts::Column<RunLine>> onlyColumns(const std::vector<RunColumn> &columns)
{
    std::vector<parts::Column<RunLine>> all;
    for (const RunColumn &column : columns)
        all.push_back(column.column);
    return all;
}

// Why scores of a run are missing, a line each.
QString gapsOf(storage::ScoreRepository &scores, const QString &runId)
{
    QStringList gaps;
    if (const auto set = scores.latest(toUtf8(runId))) {
        for (const auto &[metric, why] : set->missing)
            gaps << QStringLiteral("%1: %2").arg(parts::metricTitle(fromUtf8(metric)), parts::missingText(fromUtf8(why)));
    }
    return gaps.join(QLatin1Char('\n'));
}

} // namespace

RunsPage::RunsPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_columns(runColumns([this](const QString &id) { return swatchOf(id); }))
    , m_model(onlyColumns(m_columns), [](const RunLine &l) { return l.id; })
    , m_trash(*desk.jobs())
{
    buildPage();
    m_live.setSingleShot(true);
    m_live.setInterval(kLiveEvery);
    connect(&m_live, &QTimer::timeout, this, [this] {
        // The curves of a long run take longer to read than the next second's news takes to come: begun anew each time, none
        // would ever be shown.
        if (m_loading.isRunning() || m_curves.isRunning())
            m_live.start();
        else
            reload();
    });
    connectWorkspace();
    reload();
}

RunsPage::~RunsPage() = default;

workspace::Workspace &RunsPage::workspace() const { return *desk().workspace(); }
jobs::WorkspaceJobs &RunsPage::jobs() const { return *desk().jobs(); }

void RunsPage::connectWorkspace()
{
    hear(&workspace(), &workspace::Workspace::runsChanged, [this] { reload(); });
    hear(&workspace(), &workspace::Workspace::scoresChanged, [this] { reload(); });
    // Progress and points of what works; a page that nobody sees catches up in activate().
    hear(&jobs().recorder(), &jobs::RunRecorder::news, [this] {
        if (isVisible() && !m_live.isActive())
            m_live.start();
    });
}

void RunsPage::reload()
{
    const QString definition = m_definition->currentText();
    m_loading.start(
        [definition, folder = workspace().folder()](const base::CancelToken &) {
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            return std::pair { readRunLines(database, definition), readDefinitions(database) };
        },
        [this](std::pair<std::vector<RunLine>, QStringList> read) { take(std::move(read.first), read.second); },
        [this](const QString &why) { m_notice->showError(why); });
}

void RunsPage::take(std::vector<RunLine> lines, const QStringList &definitions)
{
    const QSignalBlocker blocker(m_definition);
    const QString chosen = m_definition->currentText();
    m_definition->clear();
    m_definition->addItems(definitions);
    m_definition->setCurrentIndex(std::max(0, int(definitions.indexOf(chosen))));
    const bool first = !m_ready;
    const bool asked = !m_wanted.isEmpty();
    QStringList select = asked ? m_wanted : m_selected;
    if (first && select.isEmpty()) { // something to look at: the newest trainings and evaluations
        for (const RunLine &one : lines) {
            if (select.size() < 4 && one.state != storage::RunState::Queued)
                select << one.id;
        }
    }
    m_model.setRows(std::move(lines));
    m_header->setNote(tr("%n run(s)", nullptr, m_model.rowCount()));
    m_stack->setCurrentIndex(m_model.rowCount() == 0 ? 1 : 0);
    m_wanted.clear();
    showColumns();
    selectRuns(select);
    if (asked || first)
        scrollToSelection();
    selectionChanged();
    if (const QString metric = std::exchange(m_wantedMetric, {}); !metric.isEmpty() && !select.isEmpty())
        showReplies(select.first(), metric);
    m_ready = true;
    if (first)
        Q_EMIT ready();
}

int RunsPage::columnOf(const QString &key) const
{
    const auto found = std::find_if(m_columns.begin(), m_columns.end(), [&](const RunColumn &c) { return c.key == key; });
    return found == m_columns.end() ? -1 : int(found - m_columns.begin());
}

const RunLine *RunsPage::line(const QString &id) const
{
    const int row = m_model.findKey(id);
    return row < 0 ? nullptr : &m_model.row(row);
}

QStringList RunsPage::selectedRuns() const { return m_selected; }

void RunsPage::selectRuns(const QStringList &ids)
{
    QItemSelection selection;
    for (int row = 0; row < m_shown->rowCount(); ++row) {
        const QModelIndex index = m_shown->index(row, 0);
        if (ids.contains(index.data(parts::KeyRole).toString()))
            selection.select(index, m_shown->index(row, m_shown->columnCount() - 1));
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void RunsPage::scrollToSelection()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (!rows.isEmpty())
        m_table->scrollTo(*std::min_element(rows.begin(), rows.end()));
}

QColor RunsPage::swatchOf(const QString &id) const
{
    const qsizetype place = m_selected.indexOf(id);
    return place < 0 || place >= kMostCompared ? QColor() : parts::ChartStyle(QApplication::palette()).series(int(place));
}

void RunsPage::selectionChanged()
{
    QStringList ids;
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    for (const QModelIndex &index : rows)
        ids << index.data(parts::KeyRole).toString();
    m_selected = ids;
    m_table->viewport()->update(); // the swatches
    QList<RunLine> lines;
    for (const QString &id : ids.mid(0, kMostCompared)) {
        if (const RunLine *one = line(id))
            lines << *one;
    }
    showBars(lines);
    describe(lines);
    readCurves(ids.mid(0, kMostCompared));
}

void RunsPage::showBars(const QList<RunLine> &lines)
{
    ScoreComparison comparison = compareScores(lines);
    m_barsNote->setText(comparison.note);
    m_barsNote->setVisible(!comparison.note.isEmpty());
    parts::setTone(m_barsNote, comparison.data.runs.isEmpty() ? parts::Tone::Muted : parts::Tone::Warning);
    m_bars->setVisible(!comparison.data.runs.isEmpty());
    m_bars->setData(std::move(comparison.data));
}

// Only when something about them has changed: who reads the settings or the log must not lose the place each second.
void RunsPage::describe(const QList<RunLine> &lines)
{
    QStringList key;
    for (const RunLine &one : lines)
        key << one.id << one.name << (one.folder_gone ? QStringLiteral("gone") : QString()) << (one.outcome ? parts::outcomeTitle(*one.outcome) : QString()) << QString::number(one.score_set);
    if (key == m_described && !key.isEmpty())
        return;
    m_described = key;
    std::vector<storage::RunRow> rows;
    for (const RunLine &one : lines) {
        if (auto row = workspace().runs().find(toUtf8(one.id)))
            rows.push_back(std::move(*row));
    }
    m_details->showRuns(rows, lines.isEmpty() ? QString() : gapsOf(workspace().scores(), lines.first().id));
    m_details->setChanges({});
    if (rows.empty())
        return;
    m_comparing.start(
        [id = rows.front().id, folder = workspace().folder()](const base::CancelToken &) {
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            return workspace::changesSince(database, id);
        },
        [this](const workspace::DataChanges &changes) { m_details->setChanges(changes); });
}

void RunsPage::readCurves(const QStringList &ids)
{
    m_curves.start(
        [ids, folder = workspace().folder()](const base::CancelToken &cancel) {
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            QList<RunCurves> curves;
            for (qsizetype i = 0; i < ids.size(); ++i) {
                cancel.throwIfCancelled("reading curves");
                if (auto read = runs::readCurves(database, ids[i])) {
                    read->color = int(i);
                    curves << std::move(*read);
                }
            }
            return curves;
        },
        [this](QList<RunCurves> curves) { m_chart->setRuns(std::move(curves)); },
        [this](const QString &why) { m_notice->showError(why); });
}

void RunsPage::cellClicked(const QModelIndex &index)
{
    const QString metric = m_columns[size_t(index.column())].metric;
    const QString id = index.data(parts::KeyRole).toString();
    const RunLine *one = line(id);
    if (!metric.isEmpty() && one && one->score_set != 0)
        showReplies(id, metric);
}

void RunsPage::showReplies(const QString &runId, const QString &metric)
{
    const RunLine *one = line(runId);
    m_tabs->setCurrentIndex(int(Tab::Replies));
    if (!one || one->score_set == 0) {
        m_replies->showNothing(tr("This run has no scores under this definition."));
        return;
    }
    m_reading.start(
        [set = one->score_set, folder = workspace().folder()](const base::CancelToken &) {
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            return readReplies(database, set);
        },
        [this, name = one->name, metric, value = one->score(metric)](std::vector<ReplyLine> lines) {
            m_replies->showReplies(name, metric, value, std::move(lines));
        },
        [this](const QString &why) { m_replies->showNothing(why); });
}

void RunsPage::open(const QVariantMap &link)
{
    const QString run = link.value(QLatin1String(parts::link::kRun)).toString();
    const QString metric = link.value(QLatin1String(parts::link::kMetric)).toString();
    if (run.isEmpty())
        return;
    m_wanted = { run };
    m_wantedMetric = metric;
    reload();
}

void RunsPage::activate() { reload(); }

} // namespace runs

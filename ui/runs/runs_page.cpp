// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_page.h"

#include "ui/parts/chart_style.h"
#include "ui/parts/empty_page.h"
#include "ui/parts/error_text.h"
#include "ui/parts/icons.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/save_picture.h"
#include "ui/parts/search_field.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "ui/runs/compare_chart.h"
#include "ui/runs/metric_bars.h"
#include "ui/runs/run_details.h"
#include "ui/runs/table_text.h"

#include "base/files.h"
#include "jobs/job_queue.h"

#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

namespace runs {

using parts::fromUtf8;
using parts::toUtf8;

namespace {

constexpr int kMostCompared = 8; // as many as there are colours
enum Tab { CurvesTab, ScoresTab, RepliesTab, DetailsTab };

const parts::Setting<QStringList> kHidden { parts::Drawer::Session, "runs/hidden_columns",
    { QStringLiteral("data"), QStringLiteral("num_train_epochs"), QStringLiteral("g_score") } };

int widthOf(const RunColumn &column)
{
    static const QHash<QString, int> widths { { QStringLiteral("name"), 168 }, { QStringLiteral("kind"), 88 }, { QStringLiteral("state"), 104 },
        { QStringLiteral("lora_rank"), 56 }, { QStringLiteral("lora_alpha"), 60 }, { QStringLiteral("learning_rate"), 64 }, { QStringLiteral("loss"), 64 },
        { QStringLiteral("eval_loss"), 76 }, { QStringLiteral("meteor"), 76 }, { QStringLiteral("rouge_l"), 80 }, { QStringLiteral("bleu_4"), 72 },
        { QStringLiteral("base_model"), 176 }, { QStringLiteral("adapter"), 160 }, { QStringLiteral("started"), 130 } };
    return widths.value(column.key, column.metric.isEmpty() ? 88 : 64);
}

std::vector<parts::Column<RunLine>> onlyColumns(const std::vector<RunColumn> &columns)
{
    std::vector<parts::Column<RunLine>> all;
    for (const RunColumn &column : columns)
        all.push_back(column.column);
    return all;
}

QToolButton *menuButton(const QString &text, QMenu *menu)
{
    auto *button = new QToolButton;
    button->setText(text);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    return button;
}

} // namespace

RunsPage::RunsPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_columns(runColumns([this](const QString &id) { return swatchOf(id); }))
    , m_model(onlyColumns(m_columns), [](const RunLine &l) { return l.id; })
    , m_trash(*desk.workspace())
{
    m_header = new parts::PageHeader(tr("Runs"));
    m_notice = new parts::NoticeBar;
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(buildTable());
    splitter->addWidget(buildTabs());
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({ 260, 400 });
    auto *empty = new parts::EmptyPage("view-statistics", tr("No runs yet."), tr("Train an adapter or let a model answer dialogues."));
    empty->addButton(tr("Train"), "run-build", [this] { Page::desk().goTo(parts::page::kTrain); });
    empty->addButton(tr("Evaluate"), "office-chart-bar", [this] { Page::desk().goTo(parts::page::kEvaluate); });
    m_stack = new QStackedWidget;
    m_stack->addWidget(splitter);
    m_stack->addWidget(empty);
    buildHeader();
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(m_header);
    box->addWidget(m_notice);
    box->addWidget(m_stack, 1);
    connectWorkspace();
    reload();
}

RunsPage::~RunsPage() = default;

jobs::Workspace &RunsPage::workspace() const { return *desk().workspace(); }

void RunsPage::buildHeader()
{
    auto *filter = new parts::SearchField(tr("Filter runs"));
    filter->setMinimumWidth(180);
    connect(filter, &QLineEdit::textChanged, m_shown, &QSortFilterProxyModel::setFilterFixedString);
    m_definition = new QComboBox;
    m_definition->setAccessibleName(tr("Scoring definition"));
    m_definition->setToolTip(tr("Numbers of different definitions never stand in one column: choose whose scores are shown"));
    m_definition->addItem(QStringLiteral("official@1"));
    connect(m_definition, &QComboBox::currentIndexChanged, this, &RunsPage::reload);
    m_columnMenu = new QMenu(this);
    fillColumnMenu();
    auto *exports = new QMenu(this);
    exports->addAction(tr("Table as CSV …"), this, [this] { saveTable(false); });
    exports->addAction(tr("Table as Markdown …"), this, [this] { saveTable(true); });
    exports->addAction(tr("Chart as PNG or SVG …"), this, &RunsPage::savePicture);
    m_header->addLeft(filter);
    m_header->addControl(m_definition);
    m_header->addControl(menuButton(tr("Columns"), m_columnMenu));
    m_header->addControl(menuButton(tr("Export"), exports));
}

QWidget *RunsPage::buildTable()
{
    m_shown = parts::sorted(&m_model, this);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setFilterKeyColumn(-1);
    m_table = new QTableView;
    parts::dressTable(m_table);
    m_table->setModel(m_shown);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionsMovable(true);
    header->setStretchLastSection(false);
    const QStringList hidden = desk().settings().value(kHidden);
    for (int column = 0; column < int(m_columns.size()); ++column) {
        header->setSectionResizeMode(column, QHeaderView::Interactive);
        m_table->setColumnWidth(column, widthOf(m_columns[size_t(column)]));
        m_table->setColumnHidden(column, hidden.contains(m_columns[size_t(column)].key));
    }
    m_table->sortByColumn(columnOf(QStringLiteral("started")), Qt::DescendingOrder);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPage::selectionChanged);
    connect(m_table, &QTableView::clicked, this, &RunsPage::cellClicked);
    connect(m_table, &QTableView::customContextMenuRequested, this, &RunsPage::showTableMenu);
    auto *remove = new QAction(tr("Delete"), m_table);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    connect(remove, &QAction::triggered, this, &RunsPage::removeSelected);
    m_table->addAction(remove);
    return m_table;
}

QWidget *RunsPage::buildTabs()
{
    m_chart = new CompareChart;
    m_bars = new MetricBars;
    m_barsNote = parts::mutedLabel({});
    m_replies = new ReplyView;
    m_details = new RunDetails;
    auto *scores = new QWidget;
    auto *box = new QVBoxLayout(scores);
    parts::setGaps(box, 1);
    box->addWidget(m_barsNote);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_bars);
    box->addWidget(scroll, 1);
    const auto padded = [](QWidget *inside) {
        auto *page = new QWidget;
        auto *margin = new QVBoxLayout(page);
        parts::setGaps(margin, 0, 1);
        margin->addWidget(inside);
        return page;
    };
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(padded(m_chart), tr("Curves"));
    m_tabs->addTab(padded(scores), tr("Scores"));
    m_tabs->addTab(padded(m_replies), tr("Replies"));
    m_tabs->addTab(padded(m_details), tr("Details"));
    connect(m_bars, &MetricBars::picked, this, [this](const QString &metric, int run) {
        int seen = 0;
        for (const QString &id : std::as_const(m_selected)) {
            const RunLine *one = line(id);
            if (one && one->score_set != 0 && seen++ == run)
                showReplies(id, metric);
        }
    });
    connect(m_replies, &ReplyView::dialogueWanted, this, [this](const QString &dialogue, const QString &turn) {
        desk().goTo(parts::page::kDialogues, { { QLatin1String(parts::link::kDialogue), dialogue }, { QLatin1String(parts::link::kTurn), turn } });
    });
    connect(m_details, &RunDetails::renamed, this, &RunsPage::rename);
    return m_tabs;
}

void RunsPage::connectWorkspace()
{
    connect(&workspace(), &jobs::Workspace::runsChanged, this, &RunsPage::reload);
    connect(&workspace(), &jobs::Workspace::scoresChanged, this, &RunsPage::reload);
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
    QStringList select = m_wanted.isEmpty() ? m_selected : m_wanted;
    if (first && select.isEmpty()) { // something to look at: the newest trainings and evaluations
        for (const RunLine &one : lines) {
            if (select.size() < 4 && one.state == storage::RunState::Ended)
                select << one.id;
        }
    }
    m_model.setRows(std::move(lines));
    m_header->setNote(tr("runs: %1").arg(m_model.rowCount()));
    m_stack->setCurrentIndex(m_model.rowCount() == 0 ? 1 : 0);
    m_wanted.clear();
    selectRuns(select);
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
    QModelIndex first;
    for (int row = 0; row < m_shown->rowCount(); ++row) {
        const QModelIndex index = m_shown->index(row, 0);
        if (ids.contains(index.data(parts::KeyRole).toString())) {
            selection.select(index, m_shown->index(row, m_shown->columnCount() - 1));
            if (!first.isValid())
                first = index;
        }
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (first.isValid())
        m_table->scrollTo(first);
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
    std::vector<storage::RunRow> described;
    for (const QString &id : ids.mid(0, kMostCompared)) {
        if (const RunLine *one = line(id))
            lines << *one;
        if (auto row = workspace().runs().find(toUtf8(id)))
            described.push_back(std::move(*row));
    }
    showBars(lines);
    QString gaps;
    if (!ids.isEmpty()) {
        if (const auto set = workspace().scores().latest(toUtf8(ids.first()))) {
            for (const auto &[metric, why] : set->missing)
                gaps += QStringLiteral("%1: %2\n").arg(parts::metricTitle(fromUtf8(metric)), fromUtf8(why));
        }
    }
    m_details->showRuns(described, gaps.trimmed());
    m_curves.start(
        [ids = ids.mid(0, kMostCompared), folder = workspace().folder()](const base::CancelToken &cancel) {
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            QList<RunCurves> curves;
            for (qsizetype i = 0; i < ids.size(); ++i) {
                cancel.throwIfCancelled("reading curves");
                curves << readCurves(database, ids[i]);
                curves.last().color = int(i);
            }
            return curves;
        },
        [this](QList<RunCurves> curves) { m_chart->setRuns(std::move(curves)); },
        [this](const QString &why) { m_notice->showError(why); });
}

void RunsPage::showBars(const QList<RunLine> &lines)
{
    MetricBarsData data;
    QSet<QString> hashes;
    QSet<QString> lacking;
    QStringList metrics = parts::scoreNames();
    metrics << QStringLiteral("total") << QStringLiteral("total_partial");
    for (const QString &metric : std::as_const(metrics))
        data.panels << MetricPanel { metric, parts::metricTitle(metric), {}, {} };
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].score_set == 0)
            continue;
        data.runs << lines[i].name;
        data.colors << int(i);
        hashes << lines[i].data_hash + QString::number(lines[i].replies);
        lacking << lines[i].lacking.join(QLatin1Char(','));
        for (MetricPanel &panel : data.panels)
            panel.values << lines[i].score(panel.metric);
    }
    // Panels that nobody has a value for would only take room.
    data.panels.erase(std::remove_if(data.panels.begin(), data.panels.end(),
                          [](const MetricPanel &p) { return std::none_of(p.values.begin(), p.values.end(), [](const auto &v) { return v.has_value(); }); }),
        data.panels.end());
    QString note;
    if (data.runs.isEmpty())
        note = tr("Select evaluations with scores in the table.");
    else if (hashes.size() > 1)
        note = tr("These runs answered different dialogues: their scores do not compare.");
    else if (lacking.size() > 1)
        note = tr("These runs lack different metrics: their partial totals do not compare.");
    m_barsNote->setText(note);
    m_barsNote->setVisible(!note.isEmpty());
    parts::setTone(m_barsNote, data.runs.isEmpty() ? parts::Tone::Muted : parts::Tone::Warning);
    m_bars->setVisible(!data.runs.isEmpty());
    m_bars->setData(std::move(data));
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
    m_tabs->setCurrentIndex(RepliesTab);
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
    menu->addAction(tr("Rename …"), this, [this] { m_tabs->setCurrentIndex(DetailsTab); });
    menu->addSeparator();
    menu->addAction(tr("Delete"), this, &RunsPage::removeSelected);
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

void RunsPage::removeSelected()
{
    if (m_selected.isEmpty())
        return;
    // One at a time: what is deleted can then be undone by one press.
    const QString id = m_selected.first();
    const RunLine *one = line(id);
    const QString name = one ? one->name : QString();
    try {
        m_trash.remove(id);
        m_selected.removeAll(id);
        m_notice->showInfo(tr("%1 was deleted; its folder is in the workspace's trash.").arg(name), tr("Undo"), [this] {
            try {
                m_wanted = { m_trash.undo() };
                m_notice->clear();
            } catch (const std::exception &e) {
                m_notice->showError(parts::errorText(e));
            }
            reload();
        });
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
    reload();
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

void RunsPage::fillColumnMenu()
{
    for (int column = 0; column < int(m_columns.size()); ++column) {
        const RunColumn &one = m_columns[size_t(column)];
        QAction *action = m_columnMenu->addAction(one.metric.isEmpty() ? one.column.title : parts::metricTitle(one.metric));
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        action->setEnabled(column > 0);
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_table->setColumnHidden(column, !shown);
            QStringList hidden;
            for (int i = 0; i < int(m_columns.size()); ++i) {
                if (m_table->isColumnHidden(i))
                    hidden << m_columns[size_t(i)].key;
            }
            desk().settings().set(kHidden, hidden);
        });
    }
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
    auto *dialog = new QFileDialog(this, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
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
    const bool bars = m_tabs->currentIndex() == ScoresTab;
    saveAs(tr("Save the chart"), bars ? QStringLiteral("scores.png") : QStringLiteral("curves.png"), QStringLiteral("*.png *.svg"),
        [this, bars](const std::filesystem::path &path) {
            QWidget &picture = bars ? static_cast<QWidget &>(*m_bars) : m_chart->chart();
            parts::savePicture(picture, path);
        });
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

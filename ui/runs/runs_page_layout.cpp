// SPDX-License-Identifier: GPL-3.0-or-later
// Where things stand on the page.
#include "ui/runs/runs_page.h"

#include "ui/parts/empty_page.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/search_field.h"
#include "ui/parts/setting.h"
#include "ui/runs/column_width.h"
#include "ui/runs/compare_chart.h"
#include "ui/runs/metric_bars.h"
#include "ui/runs/run_details.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

#include <algorithm>

namespace runs {

namespace {

const parts::Setting<QStringList> kHidden { parts::Drawer::Session, "runs/hidden_columns",
    { QStringLiteral("data"), QStringLiteral("num_train_epochs"), QStringLiteral("g_score") } };

constexpr int kScoreWidth = 68; // "100.00"

// As wide as its usual content, and never narrower than its title. Together they show everything up to the Total at 1280.
int widthOf(const RunColumn &column)
{
    static const QHash<QString, int> widths { { QStringLiteral("name"), 152 }, { QStringLiteral("kind"), 92 }, { QStringLiteral("state"), 88 },
        { QStringLiteral("base_model"), 176 }, { QStringLiteral("adapter"), 160 }, { QStringLiteral("started"), 128 } };
    return std::max(widthOfTitle(column.column.title), widths.value(column.key, column.metric.isEmpty() ? 7 * parts::kGrid : kScoreWidth));
}

} // namespace

void RunsPage::buildPage()
{
    m_header = new parts::PageHeader(tr("Runs"));
    m_notice = new parts::NoticeBar(this);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(buildTable());
    splitter->addWidget(buildTabs());
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({ 240, 420 });
    auto *empty = new parts::EmptyPage("view-statistics", tr("No runs yet."), tr("Train an adapter or let a model answer dialogues."));
    empty->addButton(tr("Train"), "run-build", [this] { desk().goTo(parts::page::kTrain); });
    empty->addButton(tr("Evaluate"), "office-chart-bar", [this] { desk().goTo(parts::page::kEvaluate); });
    m_stack = new QStackedWidget;
    m_stack->addWidget(splitter);
    m_stack->addWidget(empty);
    buildHeader();
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(m_header);
    box->addWidget(m_stack, 1);
    m_notice->floatOver(m_header->noticePlace());
}

void RunsPage::buildHeader()
{
    auto *filter = new parts::SearchField(tr("Filter runs"));
    filter->setFixedWidth(24 * parts::kGrid); // what is left belongs to the notices
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
    m_trashMenu = new QMenu(this);
    connect(m_trashMenu, &QMenu::aboutToShow, this, &RunsPage::fillTrash);
    for (const auto &[title, menu] :
        { std::pair { tr("Columns"), m_columnMenu }, std::pair { tr("Export"), exports }, std::pair { tr("Trash"), m_trashMenu } }) {
        QPushButton *button = parts::plainButton(title);
        parts::giveMenu(button, menu);
        m_header->addControl(button);
    }
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
    m_hidden = desk().settings().value(kHidden);
    for (int column = 0; column < int(m_columns.size()); ++column) {
        header->setSectionResizeMode(column, QHeaderView::Interactive);
        m_table->setColumnWidth(column, widthOf(m_columns[size_t(column)]));
    }
    showColumns();
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

// What the person wants to see; a score that no run has would only take room.
void RunsPage::showColumns()
{
    for (int column = 0; column < int(m_columns.size()); ++column) {
        const RunColumn &one = m_columns[size_t(column)];
        const auto has = [&](const RunLine &line) { return line.score(one.metric).has_value(); };
        const bool empty = !one.metric.isEmpty() && std::none_of(m_model.rows().begin(), m_model.rows().end(), has);
        m_table->setColumnHidden(column, empty || m_hidden.contains(one.key));
    }
}

void RunsPage::fillColumnMenu()
{
    for (int column = 0; column < int(m_columns.size()); ++column) {
        const RunColumn &one = m_columns[size_t(column)];
        QAction *action = m_columnMenu->addAction(one.metric.isEmpty() ? one.column.title : parts::metricTitle(one.metric));
        action->setCheckable(true);
        action->setChecked(!m_hidden.contains(one.key));
        action->setEnabled(column > 0);
        connect(action, &QAction::toggled, this, [this, key = one.key](bool shown) {
            m_hidden.removeAll(key);
            if (!shown)
                m_hidden << key;
            desk().settings().set(kHidden, m_hidden);
            showColumns();
        });
    }
}

} // namespace runs

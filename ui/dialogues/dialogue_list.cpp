// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/dialogue_list.h"

#include "ui/dialogues/dialogue_row.h"
#include "ui/parts/error_text.h"
#include "ui/parts/form_fields.h"
#include "ui/parts/look.h"
#include "ui/parts/search_field.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "ui/parts/two_line_delegate.h"
#include "workspace/storage_lane.h"
#include "workspace/workspace.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QScrollBar>

#include <utility>

namespace dialogues {

using parts::kGrid;

namespace {

constexpr int64_t kPageRows = 200;
const parts::Setting<int> kOrder { parts::Drawer::Session, "dialogues/order", 0 };

struct OrderChoice
{
    storage::DialogueOrder order;
    bool descending;
};

constexpr OrderChoice kOrders[] = {
    { storage::DialogueOrder::Arrival, false },
    { storage::DialogueOrder::Updated, true },
    { storage::DialogueOrder::Key, false },
    { storage::DialogueOrder::Turns, true },
    { storage::DialogueOrder::Situation, false },
};

} // namespace

std::unique_ptr<DialogueModel> makeDialogueModel(QObject *parent)
{
    using Row = storage::DialogueRow;
    const auto number = [](int64_t Row::*member) { return [member](const Row &row) { return QVariant(qlonglong(row.*member)); }; };
    return std::make_unique<DialogueModel>(
        std::vector<parts::Column<Row>> {
            { DialogueList::tr("Title"), rowTitle, Qt::AlignLeft, {}, rowTitle, {},
                [](const Row &row, int role) {
                    if (role == parts::NoteRole)
                        return QVariant(rowNote(row));
                    return role == parts::AsideRole ? QVariant(parts::whenText(row.updated)) : QVariant();
                } },
            { DialogueList::tr("Turns"), [](const Row &row) { return parts::countText(row.turn_count); }, Qt::AlignRight,
                number(&Row::turn_count) },
            { DialogueList::tr("Strategies"), [](const Row &row) { return parts::countText(row.strategy_count); }, Qt::AlignRight,
                number(&Row::strategy_count) },
            { DialogueList::tr("Source"), [](const Row &row) { return parts::fromUtf8(row.source_name); } },
            { DialogueList::tr("Language"), [](const Row &row) { return parts::fromUtf8(row.language); } },
            { DialogueList::tr("Revision"), [](const Row &row) { return parts::countText(row.revision); }, Qt::AlignRight,
                number(&Row::revision) },
            { DialogueList::tr("Updated"), [](const Row &row) { return parts::whenText(row.updated); }, Qt::AlignLeft,
                [](const Row &row) { return QVariant(parts::fromUtf8(row.updated)); } },
        },
        [](const Row &row) { return parts::fromUtf8(row.id); }, parent);
}

DialogueList::DialogueList(parts::Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_model(makeDialogueModel())
    , m_search(new parts::SearchField(tr("Search in dialogues and profiles"), this))
    , m_source(parts::choiceBox())
    , m_order(parts::choiceBox())
    , m_view(new QListView(this))
    , m_count(parts::mutedLabel({}, this))
{
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 0);
    auto *head = new QVBoxLayout;
    parts::setGaps(head, 1, 1);
    auto *choices = new QHBoxLayout;
    choices->setSpacing(kGrid);
    choices->addWidget(m_source, 1);
    choices->addWidget(m_order, 1);
    head->addWidget(m_search);
    head->addLayout(choices);
    layout->addLayout(head);
    layout->addWidget(parts::separator(Qt::Horizontal, this));
    layout->addWidget(m_view, 1);
    layout->addWidget(parts::separator(Qt::Horizontal, this));
    m_count->setContentsMargins(kGrid + 4, 5, kGrid, 5);
    layout->addWidget(m_count);

    m_view->setModel(m_model.get());
    parts::dressList(m_view);
    m_view->setAccessibleName(tr("Dialogues"));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this,
        [this](const QPoint &at) { Q_EMIT menuRequested(m_view->viewport()->mapToGlobal(at)); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        if (m_isTaking)
            return;
        m_openId = currentId();
        Q_EMIT chosen(m_openId);
    });
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value > m_view->verticalScrollBar()->maximum() - m_view->height())
            readFurther();
    });
    setFocusProxy(m_view);
    buildFilters();
    reload();
}

void DialogueList::buildFilters()
{
    m_source->setAccessibleName(tr("Source"));
    m_source->setMinimumContentsLength(6);
    m_order->setAccessibleName(tr("Order"));
    m_order->setMinimumContentsLength(6);
    m_order->addItems({ tr("As imported"), tr("Last changed"), tr("By key"), tr("Longest first"), tr("By situation") });
    m_order->setCurrentIndex(std::clamp(m_desk.settings().value(kOrder), 0, int(std::size(kOrders)) - 1));
    m_query.order = kOrders[m_order->currentIndex()].order;
    m_query.descending = kOrders[m_order->currentIndex()].descending;
    connect(m_search, &parts::SearchField::searched, this, [this](const QString &text) {
        m_query.search = parts::toUtf8(text);
        searchAnew();
    });
    connect(m_source, &QComboBox::activated, this, [this](int index) {
        m_query.source_name.reset();
        if (index > 0)
            m_query.source_name = parts::toUtf8(m_source->itemData(index).toString());
        searchAnew();
    });
    connect(m_order, &QComboBox::activated, this, [this](int index) {
        m_query.order = kOrders[index].order;
        m_query.descending = kOrders[index].descending;
        m_desk.settings().set(kOrder, index);
        search();
    });
}

bool DialogueList::isFiltered() const { return !m_query.search.empty() || m_query.source_name.has_value(); }

void DialogueList::readSources()
{
    m_source->clear();
    m_source->addItem(tr("All sources"));
    for (const storage::SourceCount &source : m_desk.workspace()->dialogues().sources()) {
        const QString name = parts::fromUtf8(source.source_name);
        m_source->addItem(tr("%1 (%2)", "source (dialogues)").arg(name.isEmpty() ? tr("Unknown") : name, parts::countText(source.dialogues)), name);
        if (m_query.source_name && *m_query.source_name == source.source_name)
            m_source->setCurrentIndex(m_source->count() - 1);
    }
}

void DialogueList::reload()
{
    try {
        readSources();
    } catch (const std::exception &exception) {
        Q_EMIT failed(parts::errorText(exception));
    }
    search();
}

void DialogueList::searchAnew()
{
    m_isNewSearch = true;
    search();
}

void DialogueList::search()
{
    if (m_task)
        m_task->cancel();
    storage::DialogueQuery query = m_query;
    query.offset = 0;
    // What was read by scrolling stays read when the list is read again.
    query.limit = std::max<int64_t>(kPageRows, m_model->rowCount());
    if (query.search.empty()) {
        try {
            auto &repository = m_desk.workspace()->dialogues();
            take(repository.list(query), repository.count(query), false);
        } catch (const std::exception &exception) {
            Q_EMIT failed(parts::errorText(exception));
        }
        return;
    }
    struct Found
    {
        std::vector<storage::DialogueRow> rows;
        int64_t total = 0;
    };
    m_task = m_desk.workspace()->interactive().run(
        this,
        [query](const workspace::StorageLane::Context &context) {
            const storage::DialogueRepository repository(context.database);
            return Found { repository.list(query), repository.count(query) };
        },
        [this, text = query.search](Found found) {
            if (text == m_query.search)
                take(std::move(found.rows), found.total, false);
        });
    connect(m_task, &workspace::Task::failed, this, [this](const base::Error &error) { Q_EMIT failed(parts::errorText(error)); });
}

void DialogueList::take(std::vector<storage::DialogueRow> rows, int64_t total, bool isFurther)
{
    const int rowBefore = m_view->currentIndex().row();
    m_isTaking = true;
    if (isFurther)
        m_model->appendRows(rows);
    else
        m_model->setRows(std::move(rows));
    m_isTaking = false;
    m_total = total;
    showCount();
    const int row = m_model->findKey(m_openId);
    if (row >= 0 || isFurther || staysOpen(m_openId)) {
        select(row);
    } else {
        const QString before = std::exchange(m_openId, {});
        select(m_isNewSearch ? 0 : std::max(0, rowBefore));
        m_openId = currentId();
        if (m_openId != before)
            Q_EMIT chosen(m_openId);
    }
    if (!isFurther)
        m_isNewSearch = false;
    m_isReady = true;
    Q_EMIT loaded();
}

// Makes a row the current one without a word to the page; beyond the end: the last, -1: none.
void DialogueList::select(int row)
{
    m_isTaking = true;
    const QModelIndex index = m_model->index(std::min(row, m_model->rowCount() - 1), 0);
    if (m_view->currentIndex() != index)
        m_view->setCurrentIndex(index);
    m_isTaking = false;
}

// An edit can make the open dialogue fit the search no more. It stays open, for somebody is writing in it.
bool DialogueList::staysOpen(const QString &id)
{
    if (id.isEmpty() || m_isNewSearch)
        return false;
    try {
        return m_desk.workspace()->dialogues().revisionOf(parts::toUtf8(id)) != 0;
    } catch (const std::exception &exception) {
        Q_EMIT failed(parts::errorText(exception));
        return true;
    }
}

void DialogueList::readFurther()
{
    if (m_model->rowCount() >= m_total || m_isTaking)
        return;
    storage::DialogueQuery query = m_query;
    query.offset = m_model->rowCount();
    query.limit = kPageRows;
    try {
        take(m_desk.workspace()->dialogues().list(query), m_total, true);
    } catch (const std::exception &exception) {
        Q_EMIT failed(parts::errorText(exception));
    }
}

void DialogueList::showCount()
{
    m_count->setText(isFiltered() ? tr("%n found", nullptr, int(m_total)) : tr("%n dialogue(s)", nullptr, int(m_total)));
}

QString DialogueList::currentId() const { return m_view->currentIndex().data(parts::KeyRole).toString(); }

void DialogueList::setCurrentId(const QString &id)
{
    while (m_model->findKey(id) < 0 && m_model->rowCount() < m_total) {
        const int before = m_model->rowCount();
        readFurther();
        if (m_model->rowCount() == before)
            break;
    }
    const int row = m_model->findKey(id);
    if (row >= 0) {
        m_view->setCurrentIndex(m_model->index(row, 0));
        m_view->scrollTo(m_model->index(row, 0));
    }
}

void DialogueList::keepCurrentId(const QString &id)
{
    m_openId = id;
    select(m_model->findKey(id));
}

bool DialogueList::hasListFocus() const { return m_view->hasFocus(); }

void DialogueList::step(int by)
{
    const int row = std::clamp(m_view->currentIndex().row() + by, 0, std::max(0, m_model->rowCount() - 1));
    m_view->setCurrentIndex(m_model->index(row, 0));
}

QStringList DialogueList::selectedIds() const
{
    QStringList ids;
    // Select-all chooses every column of a row.
    for (const QModelIndex &index : m_view->selectionModel()->selectedIndexes()) {
        if (index.column() == 0)
            ids << index.data(parts::KeyRole).toString();
    }
    return ids;
}

} // namespace dialogues

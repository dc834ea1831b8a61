// SPDX-License-Identifier: GPL-3.0-or-later
// How the list is shown and moved through.
#include "ui/dialogues/dialogue_list.h"

#include "ui/dialogues/dialogue_row.h"
#include "ui/parts/error_text.h"
#include "ui/parts/form_fields.h"
#include "ui/parts/look.h"
#include "ui/parts/search_field.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "workspace/task.h"
#include "workspace/workspace.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QItemSelection>
#include <QLabel>
#include <QListView>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTimer>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace dialogues {

using parts::kGrid;

namespace {

constexpr int kLookAgainMs = 100;
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

DialogueList::DialogueList(parts::Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_model(std::make_unique<DialogueModel>(
          parts::RowWords<storage::DialogueRow> { rowTitle, rowNote, [](const storage::DialogueRow &row) { return parts::whenText(row.updated); },
              [](const storage::DialogueRow &row) { return parts::fromUtf8(row.id); } },
          [this](const std::vector<int64_t> &numbers) { return m_desk.workspace()->dialogues().rows(numbers); },
          [this](std::exception_ptr why) { guarded([&] { std::rethrow_exception(why); }); }))
    , m_again(new QTimer(this))
    , m_search(new parts::SearchField(tr("Search in dialogues and profiles"), this))
    , m_source(parts::choiceBox())
    , m_order(parts::choiceBox())
    , m_view(new QListView(this))
    , m_count(parts::mutedLabel({}, this))
{
    build();
    buildFilters();
    m_again->setSingleShot(true);
    connect(m_again, &QTimer::timeout, this, [this] {
        if (m_task)
            m_again->start(kLookAgainMs); // it is being read
        else
            reload();
    });
    reload();
}

void DialogueList::build()
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
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (m_isTaking)
            return;
        m_openId = currentId();
        m_open = m_model->numberAt(current.row());
        m_path = m_model->numbers();
        showCount();
        Q_EMIT chosen(m_openId);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!m_isTaking)
            showCount();
    });
    setFocusProxy(m_view);
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
        if (parts::toUtf8(text) == m_query.search)
            return; // Enter after the pause
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

void DialogueList::restoreSearch(const QString &text)
{
    {
        const QSignalBlocker quiet(m_search);
        m_search->setText(text);
    }
    m_query.search = parts::toUtf8(text.trimmed());
    search();
}

void DialogueList::showCount()
{
    const int64_t selected = selectedCount();
    QString words = isFiltered() ? tr("%n found", nullptr, int(m_total)) : tr("%n dialogue(s)", nullptr, int(m_total));
    if (selected > 1)
        words = tr("%1 of %2 selected").arg(parts::countText(selected), parts::countText(m_total));
    else if (!m_openId.isEmpty() && m_open > 0 && m_model->rowOf(m_open) < 0)
        words = tr("%1. The open dialogue is not among them.", "after \"12 found\"").arg(words);
    m_count->setText(words);
}

QString DialogueList::currentId() const { return m_view->currentIndex().data(parts::KeyRole).toString(); }

void DialogueList::setCurrentId(const QString &id)
{
    guarded([&] {
        const auto number = m_desk.workspace()->dialogues().numberOf(parts::toUtf8(id));
        const int row = number ? m_model->rowOf(*number) : -1;
        if (row < 0)
            return;
        goTo(row);
    });
}

// The view's own setCurrentIndex() asks which keys are down: with Ctrl+Z the row would be selected besides the others, and Del take both.
void DialogueList::goTo(int row)
{
    m_view->selectionModel()->setCurrentIndex(m_model->index(row), QItemSelectionModel::ClearAndSelect);
    m_view->scrollTo(m_model->index(row));
}

void DialogueList::keepCurrentId(const QString &id)
{
    m_openId = id;
    guarded([&] { m_open = m_desk.workspace()->dialogues().numberOf(parts::toUtf8(id)).value_or(0); });
    const int row = m_open > 0 ? m_model->rowOf(m_open) : -1;
    if (row >= 0 && std::find(m_path.begin(), m_path.end(), m_open) == m_path.end())
        m_path = m_model->numbers();
    select(row, {});
    showCount();
}

bool DialogueList::hasListFocus() const { return m_view->hasFocus(); }

// Makes a row the one that is open, and says so when it is another one.
void DialogueList::choose(int row)
{
    const QString before = std::exchange(m_openId, {});
    select(std::min(std::max(row, 0), m_model->rowCount() - 1), {});
    m_openId = currentId();
    m_open = m_model->numberAt(m_view->currentIndex().row());
    m_path = m_model->numbers();
    if (m_openId != before)
        Q_EMIT chosen(m_openId);
}

// Makes a row the current one without a word to the page; -1: none. What else was selected stays so.
void DialogueList::select(int row, const QItemSelection &others)
{
    m_isTaking = true;
    const QModelIndex index = m_model->index(row);
    auto *selection = m_view->selectionModel();
    if (m_view->currentIndex() != index)
        selection->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    if (!others.isEmpty())
        selection->select(others, QItemSelectionModel::ClearAndSelect);
    else if (!index.isValid())
        selection->clearSelection();
    else if (!selection->isSelected(index) || selectedCount() > 1)
        selection->select(index, QItemSelectionModel::ClearAndSelect);
    m_isTaking = false;
}

void DialogueList::step(int by)
{
    const int row = neighbour(by);
    if (row < 0)
        return;
    goTo(row);
}

int DialogueList::neighbour(int by) const
{
    const std::vector<int64_t> &now = m_model->numbers();
    const int row = m_open > 0 ? m_model->rowOf(m_open) : -1;
    const auto at = std::find(m_path.begin(), m_path.end(), m_open);
    const auto next = [](const std::vector<int64_t> &numbers, int64_t place, int way) {
        const int64_t wanted = place + way;
        return wanted >= 0 && wanted < int64_t(numbers.size()) ? numbers[size_t(wanted)] : 0;
    };
    if (at == m_path.end()) {
        if (row < 0)
            return now.empty() ? -1 : 0;
        return row + by >= 0 && row + by < int(now.size()) ? row + by : -1;
    }
    const int64_t place = at - m_path.begin();
    // Where it was among the others, that is where it still is.
    const bool isInPlace = row >= 0 && (next(now, row, -1) == next(m_path, place, -1) || next(now, row, 1) == next(m_path, place, 1));
    if (isInPlace)
        return row + by >= 0 && row + by < int(now.size()) ? row + by : -1;
    std::unordered_map<int64_t, int> rows;
    for (size_t i = 0; i < now.size(); ++i)
        rows.emplace(now[i], int(i));
    for (int64_t i = place + by; i >= 0 && i < int64_t(m_path.size()); i += by) {
        if (const auto found = rows.find(m_path[size_t(i)]); found != rows.end())
            return found->second;
    }
    return -1;
}

DialogueList::Place DialogueList::placeNow() const
{
    for (QModelIndex index = m_view->indexAt({ 4, 4 }); index.isValid(); index = m_model->index(index.row() + 1)) {
        const QRect rect = m_view->visualRect(index);
        if (rect.top() > m_view->viewport()->height())
            break;
        if (m_model->numberAt(index.row()) != m_open)
            return { m_model->numberAt(index.row()), rect.top() };
    }
    return {};
}

// What was seen stays under the eye when rows come or go above it.
void DialogueList::goBackTo(const Place &place)
{
    const int row = place.number > 0 ? m_model->rowOf(place.number) : -1;
    if (row < 0)
        return;
    QScrollBar *bar = m_view->verticalScrollBar();
    if (const int moved = m_view->visualRect(m_model->index(row)).top() - place.top; moved != 0)
        bar->setValue(bar->value() + moved);
}

int64_t DialogueList::selectedCount() const
{
    int64_t count = 0;
    for (const QItemSelectionRange &range : m_view->selectionModel()->selection())
        count += range.height();
    return count;
}

std::vector<int64_t> DialogueList::selectedNumbers() const
{
    std::vector<int> rows;
    for (const QItemSelectionRange &range : m_view->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end());
    std::vector<int64_t> numbers;
    for (const int row : rows)
        numbers.push_back(m_model->numberAt(row));
    return numbers;
}

QItemSelection DialogueList::selectionOf(std::vector<int64_t> numbers) const
{
    QItemSelection selection;
    if (numbers.size() < 2)
        return selection;
    const std::unordered_set<int64_t> wanted(numbers.begin(), numbers.end());
    const std::vector<int64_t> &now = m_model->numbers();
    for (size_t begin = 0; begin < now.size(); ++begin) {
        size_t end = begin;
        while (end < now.size() && wanted.contains(now[end]))
            ++end;
        if (end > begin) {
            selection.append(QItemSelectionRange(m_model->index(int(begin)), m_model->index(int(end) - 1)));
            begin = end;
        }
    }
    return selection;
}

storage::DialogueQuery DialogueList::selection() const
{
    storage::DialogueQuery query;
    query.numbers = selectedNumbers();
    query.order = m_query.order;
    query.descending = m_query.descending;
    query.limit = -1;
    return query;
}

QStringList DialogueList::selectedIds() const
{
    QStringList ids;
    for (const std::string &id : m_desk.workspace()->dialogues().ids(selection()))
        ids << parts::fromUtf8(id);
    return ids;
}

} // namespace dialogues

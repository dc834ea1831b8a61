// SPDX-License-Identifier: GPL-3.0-or-later
// What is listed: searching, reading again, following what was saved. How it is shown and moved through: dialogue_list_view.cpp.
#include "ui/dialogues/dialogue_list.h"

#include "ui/parts/error_text.h"
#include "ui/parts/text_format.h"
#include "workspace/storage_lane.h"
#include "workspace/workspace.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QItemSelection>
#include <QListView>
#include <QTimer>

#include <algorithm>

namespace dialogues {

namespace {

// Read on the ui thread: some thousand numbers take a millisecond or two.
constexpr int64_t kAtOnce = 5000;
constexpr int64_t kSortedAtOnce = 1000;
constexpr int kPauseMs = 1000; // between two readings of a long list while others change it
constexpr size_t kFewChanges = 100;

bool contains(const std::vector<int64_t> &numbers, int64_t number)
{
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

} // namespace

bool DialogueList::isFiltered() const { return !m_query.search.empty() || m_query.source_name.has_value(); }

void DialogueList::guarded(const std::function<void()> &work)
{
    try {
        work();
    } catch (const std::exception &exception) {
        Q_EMIT failed(parts::errorText(exception));
    }
}

void DialogueList::readSources()
{
    std::vector<storage::SourceCount> sources = m_desk.workspace()->dialogues().sources();
    const auto same = [](const storage::SourceCount &a, const storage::SourceCount &b) {
        return a.source_name == b.source_name && a.dialogues == b.dialogues;
    };
    if (m_source->count() > 0 && std::equal(sources.begin(), sources.end(), m_sources.begin(), m_sources.end(), same))
        return;
    if (m_source->view()->isVisible())
        return; // somebody is choosing
    m_sources = std::move(sources);
    m_source->clear();
    m_source->addItem(tr("All sources"));
    for (const storage::SourceCount &source : m_sources) {
        const QString name = parts::fromUtf8(source.source_name);
        m_source->addItem(tr("%1 (%2)", "source (dialogues)").arg(name.isEmpty() ? tr("Unknown") : name, parts::countText(source.dialogues)), name);
        if (m_query.source_name && *m_query.source_name == source.source_name)
            m_source->setCurrentIndex(m_source->count() - 1);
    }
}

void DialogueList::reload()
{
    guarded([this] { readSources(); });
    search();
}

void DialogueList::searchAnew()
{
    m_isNewSearch = true;
    search();
}

void DialogueList::search()
{
    m_again->stop();
    ++m_asked;
    if (m_task)
        m_task->cancel();
    bool isDone = false;
    guarded([&] { isDone = searchHere(); });
    if (!isDone)
        searchOnLane();
}

bool DialogueList::searchHere()
{
    if (!m_query.search.empty())
        return false;
    const auto &repository = m_desk.workspace()->dialogues();
    const int64_t everything = repository.count();
    storage::DialogueQuery query = m_query;
    const int64_t total = repository.count(query);
    query.limit = -1;
    if (everything <= kAtOnce || (m_query.source_name && total <= kSortedAtOnce)) {
        take(repository.numbers(query), total);
        return true;
    }
    // The beginning is shown at once, the rest follows.
    const bool isIndexed = !m_query.source_name && m_query.order != storage::DialogueOrder::Situation;
    if (isIndexed && (m_isNewSearch || m_model->rowCount() == 0)) {
        query.limit = kAtOnce;
        take(repository.numbers(query), total);
    }
    return false;
}

void DialogueList::searchOnLane()
{
    storage::DialogueQuery query = m_query;
    query.limit = -1;
    m_task = m_desk.workspace()->interactive().run(
        this,
        [query](const workspace::StorageLane::Context &context) {
            context.endWithCancel();
            return storage::DialogueRepository(context.database).numbers(query, context.cancel);
        },
        [this, asked = m_asked](std::vector<int64_t> numbers) {
            if (asked != m_asked)
                return;
            const auto total = int64_t(numbers.size());
            take(std::move(numbers), total);
        });
    connect(m_task, &workspace::Task::failed, this, [this](const base::Error &error) { Q_EMIT failed(parts::errorText(error)); });
}

// Others change it many times a second during an import; nobody reads that fast.
void DialogueList::readAgainSoon()
{
    if (m_total <= kAtOnce && m_query.search.empty()) {
        reload();
    } else if (!m_again->isActive()) {
        const qint64 since = m_sinceRead.isValid() ? m_sinceRead.elapsed() : kPauseMs;
        m_again->start(int(std::clamp<qint64>(kPauseMs - since, 0, kPauseMs)));
    }
}

void DialogueList::follow()
{
    const auto &own = m_desk.workspace()->changedDialogues();
    if (!own || own->size() > kFewChanges || !m_isReady || m_task)
        readAgainSoon();
    else
        guarded([&] { change(*own); });
}

// What this desk has changed itself: rows go where they do not fit any more and come at their place; the others stay where they are,
// also when the order would have them elsewhere. The next reading sorts them anew.
void DialogueList::change(const std::vector<int64_t> &changed)
{
    readSources();
    storage::DialogueQuery query = m_query;
    query.numbers = changed;
    query.limit = -1;
    const std::vector<int64_t> fitting = m_desk.workspace()->dialogues().numbers(query);
    std::vector<int64_t> numbers = m_model->numbers();
    bool isSorted = true;
    for (const int64_t number : changed) {
        const auto listed = std::find(numbers.begin(), numbers.end(), number);
        if (!contains(fitting, number)) {
            if (listed != numbers.end())
                numbers.erase(listed);
        } else if (listed != numbers.end()) {
            m_model->refreshRow(number);
        } else if (m_query.order == storage::DialogueOrder::Arrival && !m_query.descending) {
            numbers.insert(std::lower_bound(numbers.begin(), numbers.end(), number), number);
        } else {
            isSorted = false;
        }
    }
    if (!isSorted) {
        search();
    } else if (numbers != m_model->numbers()) {
        const auto total = int64_t(numbers.size());
        take(std::move(numbers), total);
    }
}

void DialogueList::take(std::vector<int64_t> numbers, int64_t total)
{
    m_sinceRead.start();
    // While the rest of a long list was on its way, all that could be selected was its beginning.
    const bool isAllSelected = m_model->rowCount() < m_total && m_model->rowCount() > 1 && selectedCount() == m_model->rowCount();
    const std::vector<int64_t> selected = isAllSelected ? numbers : selectedNumbers();
    const Place place = placeNow();
    const bool wasListed = m_open > 0 && m_model->rowOf(m_open) >= 0;
    m_isTaking = true;
    m_model->setNumbers(std::move(numbers));
    m_model->refresh();
    m_isTaking = false;
    m_total = total;
    const int row = m_open > 0 ? m_model->rowOf(m_open) : -1;
    if (row >= 0 || staysOpen()) {
        select(row, selectionOf(selected));
        if (row >= 0 && m_isNewSearch)
            Q_EMIT searched();
    } else if (!m_openId.isEmpty() && !m_isNewSearch) {
        goOnFromOpen();
    } else {
        choose(0);
    }
    if (row >= 0 && !wasListed)
        m_view->scrollTo(m_model->index(row));
    else if (!m_isNewSearch && m_isReady)
        goBackTo(place);
    m_isNewSearch = false;
    m_isReady = true;
    showCount();
    Q_EMIT loaded();
}

// The open dialogue is gone: to what followed it.
void DialogueList::goOnFromOpen()
{
    const int next = neighbour(1);
    choose(next >= 0 ? next : neighbour(-1));
}

// An edit can make the open dialogue fit the search no more. It stays open while somebody is writing in it, even when it was deleted
// elsewhere: what is written is told to be in conflict when the turn is left, and no letter goes elsewhere.
bool DialogueList::staysOpen()
{
    if (m_openId.isEmpty())
        return false;
    if (m_isHeld && m_isHeld())
        return true;
    if (m_isNewSearch)
        return false;
    bool isThere = true;
    guarded([&] { isThere = m_desk.workspace()->dialogues().revisionOf(parts::toUtf8(m_openId)) != 0; });
    return isThere;
}

} // namespace dialogues

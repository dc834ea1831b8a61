// SPDX-License-Identifier: GPL-3.0-or-later
// The list of dialogues: search, filter by source, order. It holds the numbers of all listed dialogues and reads the rows that are looked
// at. Searching and long lists go through the interactive lane, and only the latest search counts; until it answers, keys act on what is
// shown. The list follows the person: what is saved here changes its row only, N and P go on from where the open dialogue stood when it
// was opened, and a selection outlives a refresh.
#pragma once

#include "storage/dialogue_repository.h"
#include "ui/parts/keyed_model.h"
#include "ui/parts/page.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QComboBox;
class QItemSelection;
class QLabel;
class QListView;
class QTimer;

namespace workspace {
class Task;
}

namespace parts {
class SearchField;
}

namespace dialogues {

using DialogueModel = parts::KeyedModel<storage::DialogueRow>;

class DialogueList : public QWidget
{
    Q_OBJECT

public:
    explicit DialogueList(parts::Desk &desk, QWidget *parent = nullptr);

    DialogueModel &model() { return *m_model; }
    const storage::DialogueQuery &query() const { return m_query; } // of what is listed; limit and offset say nothing
    int64_t total() const { return m_total; }
    bool isReady() const { return m_isReady; }
    bool isFiltered() const;

    void reload(); // reads it again; keeps the open dialogue, listed or not, unless it was deleted
    void restoreSearch(const QString &text); // as a person had it when the window was closed: what is open stays open
    void follow(); // what Workspace::dialoguesChanged told: what this desk saved changes its rows only
    QString currentId() const; // empty when the open one is not listed
    void setCurrentId(const QString &id); // when it is listed
    void keepCurrentId(const QString &id); // the same without `chosen`: it stayed open although another row was clicked
    bool hasListFocus() const;
    void step(int by); // next, previous
    // True while somebody writes in the open dialogue: a new search then opens no other one.
    void setHold(std::function<bool()> isHeld) { m_isHeld = std::move(isHeld); }

    int64_t selectedCount() const;
    storage::DialogueQuery selection() const; // all that are selected, in the list's order, read or not
    QStringList selectedIds() const;

Q_SIGNALS:
    void chosen(const QString &id); // empty: none
    void searched(); // another search found the open dialogue too
    void loaded();
    void failed(const QString &sentence);
    void menuRequested(const QPoint &globalPosition);

private:
    // Where the eye is: a row that is seen, and how far below the upper edge.
    struct Place
    {
        int64_t number = 0;
        int top = 0;
    };

    void build();
    void buildFilters();
    void readSources();
    void search();
    void searchAnew();
    void searchOnLane();
    bool searchHere(); // false: too many for this thread
    void readAgainSoon();
    void change(const std::vector<int64_t> &numbers);
    void take(std::vector<int64_t> numbers, int64_t total);
    void goOnFromOpen();
    void choose(int row);
    void select(int row, const QItemSelection &others);
    int neighbour(int by) const; // of the open dialogue, where it stood when it was opened; -1: none
    bool staysOpen();
    Place placeNow() const;
    void goBackTo(const Place &place);
    QItemSelection selectionOf(std::vector<int64_t> numbers) const;
    std::vector<int64_t> selectedNumbers() const;
    void guarded(const std::function<void()> &work);
    void showCount();
    void goTo(int row);

    parts::Desk &m_desk;
    std::unique_ptr<DialogueModel> m_model;
    storage::DialogueQuery m_query;
    std::vector<storage::SourceCount> m_sources;
    std::function<bool()> m_isHeld;
    int64_t m_total = 0;
    bool m_isReady = false;
    bool m_isTaking = false;
    bool m_isNewSearch = false; // a person asked for other dialogues: the first hit is opened
    QString m_openId; // what was chosen last
    int64_t m_open = 0; // its number
    std::vector<int64_t> m_path; // the list as it was then
    quint64 m_asked = 0; // searches, to know the latest
    QPointer<workspace::Task> m_task;
    QElapsedTimer m_sinceRead;
    QTimer *m_again = nullptr;
    parts::SearchField *m_search = nullptr;
    QComboBox *m_source = nullptr;
    QComboBox *m_order = nullptr;
    QListView *m_view = nullptr;
    QLabel *m_count = nullptr;
};

} // namespace dialogues

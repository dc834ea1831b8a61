// SPDX-License-Identifier: GPL-3.0-or-later
// The list of dialogues: search, filter by source, order, and rows that are read page by page while one scrolls.
// Searching goes through the storage thread and only the latest search counts; plain listing reads here.
#pragma once

#include "storage/dialogue_repository.h"
#include "ui/parts/page.h"
#include "ui/parts/row_model.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QListView;

namespace workspace {
class Task;
}

namespace parts {
class SearchField;
}

namespace dialogues {

using DialogueModel = parts::RowModel<storage::DialogueRow>;

// Columns for accessibility and tests; the list shows the rows through a delegate.
std::unique_ptr<DialogueModel> makeDialogueModel(QObject *parent = nullptr);

class DialogueList : public QWidget
{
    Q_OBJECT

public:
    explicit DialogueList(parts::Desk &desk, QWidget *parent = nullptr);

    DialogueModel &model() { return *m_model; }
    const storage::DialogueQuery &query() const { return m_query; } // of what is listed; limit and offset are of the next page
    int64_t total() const { return m_total; }
    bool isReady() const { return m_isReady; }
    bool isFiltered() const;

    void reload(); // keeps the open dialogue, listed or not, unless it was deleted
    QString currentId() const; // empty when the open one is not listed
    void setCurrentId(const QString &id); // reads on until it is there, or not at all
    void keepCurrentId(const QString &id); // the same without `chosen`: it stayed open although another row was clicked
    bool hasListFocus() const;
    void step(int by); // next, previous
    QStringList selectedIds() const;

Q_SIGNALS:
    void chosen(const QString &id); // empty: none
    void loaded();
    void failed(const QString &sentence);
    void menuRequested(const QPoint &globalPosition);

private:
    void buildFilters();
    void readSources();
    void search();
    void searchAnew();
    void select(int row);
    bool staysOpen(const QString &id);
    void take(std::vector<storage::DialogueRow> rows, int64_t total, bool isFurther);
    void readFurther();
    void showCount();

    parts::Desk &m_desk;
    std::unique_ptr<DialogueModel> m_model;
    storage::DialogueQuery m_query;
    int64_t m_total = 0;
    bool m_isReady = false;
    bool m_isTaking = false;
    bool m_isNewSearch = false; // a person asked for other dialogues: the first hit is opened
    QString m_openId; // what was chosen last
    QPointer<workspace::Task> m_task;
    parts::SearchField *m_search = nullptr;
    QComboBox *m_source = nullptr;
    QComboBox *m_order = nullptr;
    QListView *m_view = nullptr;
    QLabel *m_count = nullptr;
};

} // namespace dialogues

// SPDX-License-Identifier: GPL-3.0-or-later
// The trash of a page: what was deleted, by whom and when; bring back, delete for good. Deleting for good cannot be undone and asks
// first, in the same place.
#pragma once

#include "storage/trash_repository.h"
#include "ui/parts/page.h"
#include "ui/parts/row_model.h"

#include <string>
#include <vector>

class QFrame;
class QLabel;
class QListView;
class QPushButton;

namespace parts {

using TrashModel = RowModel<storage::TrashRow>;

class TrashView : public QWidget
{
    Q_OBJECT

public:
    // `kind`: "dialogue" or "profile".
    TrashView(Desk &desk, const char *kind, QWidget *parent = nullptr);

    void reload(); // when it is shown, and when the trash has changed
    TrashModel &model() { return m_model; }
    QStringList selectedIds() const;

Q_SIGNALS:
    void bringBackWanted(const QStringList &ids); // the page does it, so that it can be undone
    void closed();
    void failed(const QString &sentence);

private:
    QWidget *buildHead();
    QFrame *buildQuestion();
    void ask(bool all);
    void purge();
    void purgeBeside(bool all, const std::vector<std::string> &ids);
    void showButtons();

    Desk &m_desk;
    const char *m_kind;
    TrashModel m_model;
    QListView *m_list = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_purge = nullptr;
    QPushButton *m_empty = nullptr;
    QFrame *m_question = nullptr;
    QLabel *m_words = nullptr;
    bool m_asksForAll = false;
    bool m_isPurging = false; // on the bulk lane
    std::string m_askedAt; // when; what is deleted later was not asked about
    QStringList m_asked; // ids the question is about
};

} // namespace parts

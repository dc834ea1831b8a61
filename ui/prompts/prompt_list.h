// SPDX-License-Identifier: GPL-3.0-or-later
// The list at the left of the page: own templates and presets.
#pragma once

#include "ui/parts/row_model.h"
#include "ui/prompts/prompt_shelf.h"

#include <QFrame>

class QListView;
class QToolButton;

namespace prompts {

std::vector<parts::Column<ShelfRow>> promptColumns();

class PromptList : public QFrame
{
    Q_OBJECT

public:
    explicit PromptList(QWidget *parent = nullptr);

    // Keeps the current one when it is still there; emits nothing.
    void setRows(std::vector<ShelfRow> rows);
    void setCurrent(const QString &id); // emits nothing
    QString current() const;
    QString firstId() const; // empty when there are none
    const ShelfRow *currentRow() const;
    const ShelfRow *findRow(const QString &id) const;
    QString freeName(const QString &wanted) const; // with a number behind it where one is called so already

Q_SIGNALS:
    void chosen(const QString &id);
    void newWanted();
    void duplicateWanted();
    void removeWanted();

private:
    void updateActions();

    parts::RowModel<ShelfRow> m_model;
    QListView *m_view = nullptr;
    QToolButton *m_duplicate = nullptr;
    QToolButton *m_remove = nullptr;
    bool m_isFilling = false;
};

} // namespace prompts

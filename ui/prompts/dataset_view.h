// SPDX-License-Identifier: GPL-3.0-or-later
// What a prompt template does to all dialogues at a cutoff length: totals, the longest, those that lose something.
#pragma once

#include "text/inspector.h"
#include "ui/parts/row_model.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QTableView;

namespace prompts {

class DatasetView : public QWidget
{
    Q_OBJECT

public:
    explicit DatasetView(QWidget *parent = nullptr);

    void showCounting(); // under way
    // `chats`: how many are there and not looked at.
    void showInspection(const text::DatasetInspection &inspection, qint64 chats = 0);
    void showNothing(const QString &reason);

    parts::RowModel<text::DialogueCount> &model() { return m_model; }

Q_SIGNALS:
    void dialogueWanted(const QString &id); // activated in the table

private:
    QLabel *addFigure(QLayout *row, const QString &caption);

    parts::RowModel<text::DialogueCount> m_model;
    QLabel *m_reason = nullptr;
    QProgressBar *m_busy = nullptr;
    QWidget *m_figures = nullptr;
    QLabel *m_share = nullptr;
    QLabel *m_tokens = nullptr;
    QLabel *m_turnsCut = nullptr;
    QLabel *m_masked = nullptr;
    QLabel *m_skewed = nullptr;
    QTableView *m_table = nullptr;
};

} // namespace prompts

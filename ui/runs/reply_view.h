// SPDX-License-Identifier: GPL-3.0-or-later
// The replies behind a number: every reply of a run with its scores, sorted by one metric, and the chosen one in full.
#pragma once

#include "run/dataset.h"
#include "storage/database.h"
#include "ui/parts/row_model.h"

#include <QWidget>

#include <array>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QTableView;

namespace runs {

struct ReplyLine
{
    run::Prediction reply;
    std::array<std::optional<double>, 4> scores; // BLEU-4, METEOR, ROUGE-L, Vector Extrema: 0 to 100
};

// Of a set of scores. Any thread with its own connection.
std::vector<ReplyLine> readReplies(storage::Database &database, qint64 scoreSet);

// Whether a text is mostly of a script without spaces between words (Han, kana, Thai): scores that split at spaces see one word.
bool isUnspaced(const std::string &text);

class ReplyView : public QWidget
{
    Q_OBJECT

public:
    explicit ReplyView(QWidget *parent = nullptr);

    // `metric` may be one of the whole set ("distinct_2"): then replies stand in their own order, with a note.
    void showReplies(const QString &runName, const QString &metric, std::optional<double> value, std::vector<ReplyLine> lines);
    void showNothing(const QString &why);
    const QSortFilterProxyModel &table() const { return *m_sorted; }
    QString readerText() const;
    void choose(int row); // of the sorted table

Q_SIGNALS:
    void dialogueWanted(const QString &dialogue, const QString &turn);

private:
    void sortBy(const QString &metric, bool worstFirst);
    void showChosen();
    const ReplyLine *chosen() const;

    parts::RowModel<ReplyLine> m_model;
    QSortFilterProxyModel *m_sorted = nullptr;
    QLabel *m_head = nullptr;
    QLabel *m_note = nullptr;
    QComboBox *m_order = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_seeker = nullptr;
    QLabel *m_reference = nullptr;
    QLabel *m_reply = nullptr;
    QLabel *m_scores = nullptr;
    QPushButton *m_open = nullptr;
    QWidget *m_reader = nullptr;
    QString m_metric;
};

} // namespace runs

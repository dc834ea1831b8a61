// SPDX-License-Identifier: GPL-3.0-or-later
// The scores of a run under one scoring definition; what is missing says why, a Total without it is called partial.
#pragma once

#include "storage/score_repository.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace evaluation {

class ScoreCard : public QWidget
{
    Q_OBJECT

public:
    explicit ScoreCard(QWidget *parent = nullptr);

    void showScores(const storage::ScoreSet &scores);
    void showState(const QString &text); // scoring, or why there are none
    QString text() const; // title, value and note of each line, for tests and screen readers

Q_SIGNALS:
    void metricPicked(const QString &metric); // the replies behind a number are wanted

private:
    void clear();
    void addLine(const QString &metric, const QString &value, const QString &note, bool strong);

    QLabel *m_head = nullptr;
    QGridLayout *m_grid = nullptr;
    QWidget *m_lines = nullptr;
    QStringList m_text;
};

} // namespace evaluation

// SPDX-License-Identifier: GPL-3.0-or-later
// The scores of a run under one scoring definition; what is missing says why, a Total without it is called partial.
#pragma once

#include "metrics/scoring.h"
#include "storage/score_repository.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace parts {
class FlowLayout;
}

namespace evaluation {

class ScoreCard : public QWidget
{
    Q_OBJECT

public:
    explicit ScoreCard(QWidget *parent = nullptr);

    // `file`: the same with its provenance, so that a note says who gave the G-Score and which vectors were passed over.
    void showScores(const storage::ScoreSet &scores, const metrics::Scores &file = {});
    void showState(const QString &text); // scoring, or why there are none
    QString text() const; // all of it, a line each, for tests and screen readers

Q_SIGNALS:
    void metricPicked(const QString &metric); // the replies behind a number are wanted

private:
    void clear();
    void addFigure(const QString &metric, const std::optional<double> &value);

    QLabel *m_head = nullptr;
    QWidget *m_figures = nullptr;
    parts::FlowLayout *m_flow = nullptr;
    QLabel *m_notes = nullptr; // what is missing, and what that means
    QStringList m_text;
};

} // namespace evaluation

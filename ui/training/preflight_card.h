// SPDX-License-Identifier: GPL-3.0-or-later
// What will happen when Start is pressed, as figures and sentences.
#pragma once

#include "ui/training/preflight.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace training {

class PreflightCard : public QWidget
{
    Q_OBJECT

public:
    explicit PreflightCard(QWidget *parent = nullptr);

    void showCounting();
    void showReason(const QString &why); // why nothing can be said yet
    void showPlan(const TokenCounts &counts, const Plan &plan, const run::TrainSpec &spec, const MachineFacts &machine, const QStringList &odd);
    QString text() const; // all of it, for tests and screen readers

private:
    QLabel *addFigure(const QString &caption);
    void setPart(int part, int64_t dialogues, int64_t tokens);

    QLabel *m_state = nullptr;
    QWidget *m_figures = nullptr;
    QGridLayout *m_table = nullptr;
    QList<QLabel *> m_cells; // three parts x dialogues, tokens
    QLayout *m_row = nullptr;
    QLabel *m_steps = nullptr;
    QLabel *m_time = nullptr;
    QLabel *m_memory = nullptr;
    QLabel *m_odd = nullptr;
    QLabel *m_frozen = nullptr;
};

} // namespace training

// SPDX-License-Identifier: GPL-3.0-or-later
// The eight strategies as a row of chips with their keys; the current turn's one is down. For supporters' turns only.
#pragma once

#include "dialogue/dialogue.h"

#include <QFrame>

#include <optional>

class QPushButton;

namespace dialogues {

class StrategyBar : public QFrame
{
    Q_OBJECT

public:
    explicit StrategyBar(QWidget *parent = nullptr);
    void setStrategy(const std::optional<dialogue::Strategy> &strategy, bool isSupporter);

Q_SIGNALS:
    void chosen(int number); // 1 to 8; 0 when the chosen one was pressed again

private:
    QList<QPushButton *> m_chips;
};

} // namespace dialogues

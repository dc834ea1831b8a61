// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/strategy_bar.h"

#include "ui/parts/flow_layout.h"
#include "ui/parts/look.h"
#include "ui/parts/strategies.h"

#include <QPushButton>

namespace dialogues {

StrategyBar::StrategyBar(QWidget *parent)
    : QFrame(parent)
{
    setProperty("panel", QLatin1String("strip"));
    setAccessibleName(tr("Strategy of the turn"));
    auto *layout = new parts::FlowLayout(this, 5);
    layout->setContentsMargins(2 * parts::kGrid, parts::kGrid, 2 * parts::kGrid, parts::kGrid);
    int number = 1;
    for (const parts::StrategyRow &row : parts::strategyRows()) {
        auto *chip = new QPushButton(QStringLiteral("%1  %2").arg(number).arg(row.name), this);
        chip->setProperty("kind", QLatin1String("chip"));
        chip->setCheckable(true);
        chip->setAutoDefault(false);
        chip->setFocusPolicy(Qt::NoFocus); // the keys 1 to 8 do the same, and the reading position keeps the focus
        chip->setAccessibleName(row.name);
        connect(chip, &QPushButton::clicked, this, [this, number, chip] { Q_EMIT chosen(chip->isChecked() ? number : 0); });
        layout->addWidget(chip);
        m_chips.append(chip);
        ++number;
    }
    setStrategy({}, false);
}

void StrategyBar::setStrategy(const std::optional<dialogue::Strategy> &strategy, bool isSupporter)
{
    const auto rows = parts::strategyRows();
    for (int i = 0; i < m_chips.size(); ++i) {
        m_chips[i]->setEnabled(isSupporter);
        m_chips[i]->setToolTip(isSupporter ? rows[i].definition : tr("Only a supporter's turn has a strategy."));
        m_chips[i]->setChecked(isSupporter && strategy && strategy->label == rows[i].label);
    }
}

} // namespace dialogues

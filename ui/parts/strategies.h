// SPDX-License-Identifier: GPL-3.0-or-later
// The eight support strategies of ESConv as the window offers them: label as stored, name and definition as shown.
// Labels of other schemes are shown as they are.
#pragma once

#include "dialogue/dialogue.h"

#include <QList>
#include <QString>

namespace parts {

inline constexpr char kStrategyScheme[] = "esconv-8";

struct StrategyRow
{
    std::string label; // stored
    QString name; // shown
    QString definition; // tooltip
};

QList<StrategyRow> strategyRows(); // in the order of the keys 1 to 8
QString strategyName(const dialogue::Strategy &strategy);

} // namespace parts

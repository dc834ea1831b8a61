// SPDX-License-Identifier: GPL-3.0-or-later
// The fields that forms of specs are made of, all alike.
#pragma once

#include <QList>
#include <QString>
#include <QVariant>

class QBoxLayout;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace parts {

struct Choice
{
    QString id;
    QString title;
    QString toolTip = {};
};

// A section's title with air above it.
void addSection(QBoxLayout *box, const QString &title);
// Numbers are written and read the same in every locale: point and comma are both the decimal mark, and nothing is grouped.
QSpinBox *wholeBox(int least, int most, int step = 1); // takes neither mark: says so when it is left
QDoubleSpinBox *fractionBox(double least, double most, double step);
// As narrow as the form wants it, whatever its entries are called; its list is as wide as they are.
QComboBox *choiceBox();
// Keeps what is chosen when it is still there, else the first; emits nothing. `none`: an entry before all others, with an
// empty id.
void fillChoices(QComboBox *combo, const QList<Choice> &choices, const QString &none = {});
// Nothing happens when no entry has that data.
void selectData(QComboBox *combo, const QVariant &data);

} // namespace parts

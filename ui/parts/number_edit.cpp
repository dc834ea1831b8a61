// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/number_edit.h"

#include "base/numbers.h"

namespace parts {

NumberEdit::NumberEdit(double value, QWidget *parent)
    : QLineEdit(parent)
{
    setNumber(value);
    connect(this, &QLineEdit::textEdited, this, &NumberEdit::numberChanged);
}

std::optional<double> NumberEdit::number() const { return base::toDouble(text().trimmed().toStdString()); }

void NumberEdit::setNumber(double value)
{
    if (number() != value)
        setText(QString::fromStdString(base::toText(value)));
}

} // namespace parts

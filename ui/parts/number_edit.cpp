// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/number_edit.h"

#include "base/numbers.h"

namespace parts {

QString numberText(double value)
{
    QString text = QString::fromStdString(base::toText(value));
    const qsizetype exponent = text.indexOf(QLatin1Char('e'));
    if (exponent < 0)
        return text;
    qsizetype digit = exponent + 2; // behind the sign
    while (digit < text.size() - 1 && text[digit] == QLatin1Char('0'))
        text.remove(digit, 1);
    return text;
}

NumberEdit::NumberEdit(double value, QWidget *parent)
    : QLineEdit(parent)
{
    setNumber(value);
    connect(this, &QLineEdit::textEdited, this, &NumberEdit::numberChanged);
}

std::optional<double> NumberEdit::number() const { return base::toDouble(text().trimmed().replace(QLatin1Char(','), QLatin1Char('.')).toStdString()); }

void NumberEdit::setNumber(double value)
{
    if (number() != value)
        setText(numberText(value));
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
// A field for numbers over many orders of magnitude ("3e-4"), written the same in every locale; a comma is read as a point.
#pragma once

#include <QLineEdit>

#include <optional>

namespace parts {

// The shortest text that means the same number, as people of the field write it: "3e-4", not "3e-04".
QString numberText(double value);

class NumberEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit NumberEdit(double value = 0, QWidget *parent = nullptr);

    std::optional<double> number() const; // nothing while the text is no number
    void setNumber(double value); // keeps a text that says the same

Q_SIGNALS:
    void numberChanged(); // the text was edited, to a number or not
};

} // namespace parts

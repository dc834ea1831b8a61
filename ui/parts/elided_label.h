// SPDX-License-Identifier: GPL-3.0-or-later
// One line that ends in an ellipsis where there is no room; the whole text is its tooltip then.
#pragma once

#include "ui/parts/look.h"

#include <QLabel>

namespace parts {

class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

ElidedLabel *elidedStrong(QWidget *parent = nullptr); // a heading of a pane
ElidedLabel *elidedMuted(QWidget *parent = nullptr); // a small note

} // namespace parts

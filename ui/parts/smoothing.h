// SPDX-License-Identifier: GPL-3.0-or-later
// How much a curve is smoothed: a slider with its value beside it. Short curves are read as they are, long ones are smoothed,
// until a person moves the slider.
#pragma once

#include <QWidget>

class QLabel;
class QSlider;

namespace parts {

class Smoothing : public QWidget
{
    Q_OBJECT

public:
    explicit Smoothing(QWidget *parent = nullptr);

    double weight() const; // of what came before, 0 to 0.99
    void suit(qsizetype points); // of the longest curve; nothing once the slider was moved; emits nothing

Q_SIGNALS:
    void changed();

private:
    void showValue();

    QSlider *m_slider = nullptr;
    QLabel *m_value = nullptr;
    bool m_moved = false;
};

} // namespace parts

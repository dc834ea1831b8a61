// SPDX-License-Identifier: GPL-3.0-or-later
// QChart ignores QPalette; this makes every chart look alike and follow the theme. Apply it after axes and series were
// added, and again in changeEvent(QEvent::PaletteChange).
#pragma once

#include "ui/parts/look.h"

#include <QChart>
#include <QChartView>
#include <QPen>

class QAbstractAxis;

namespace parts {

class ChartStyle
{
public:
    explicit ChartStyle(const QPalette &palette);

    // Background, title, legend, margins, all axes.
    void apply(QChart *chart) const;
    void apply(QAbstractAxis *axis) const;

    QColor series(int index) const; // repeats after eight
    QPen line(int index, bool emphasised = true) const; // 2 px; 1.25 px and dashed for secondary curves
    QColor fill(int index) const; // for bars and areas

private:
    Look m_look;
};

// A chart view without frame, antialiased, with an accessible name; re-applies the style when the theme changes.
class StyledChartView : public QChartView
{
    Q_OBJECT

public:
    explicit StyledChartView(QChart *chart, const QString &accessibleName, QWidget *parent = nullptr);

Q_SIGNALS:
    void restyled(); // recolour your series here

protected:
    void changeEvent(QEvent *event) override;
};

} // namespace parts

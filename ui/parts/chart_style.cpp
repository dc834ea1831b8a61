// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/chart_style.h"

#include <QAbstractAxis>
#include <QApplication>
#include <QLegend>

namespace parts {

ChartStyle::ChartStyle(const QPalette &palette)
    : m_look(lookOf(palette))
{
}

QColor ChartStyle::series(int index) const { return m_look.series[index % m_look.series.size()]; }

QPen ChartStyle::line(int index, bool emphasised) const
{
    QPen pen(series(index), emphasised ? 2.0 : 1.25);
    pen.setCapStyle(Qt::RoundCap);
    pen.setJoinStyle(Qt::RoundJoin);
    if (!emphasised)
        pen.setDashPattern({ 4, 3 });
    return pen;
}

QColor ChartStyle::fill(int index) const
{
    QColor color = series(index);
    color.setAlphaF(m_look.dark ? 0.75f : 0.85f);
    return color;
}

void ChartStyle::apply(QAbstractAxis *axis) const
{
    axis->setLabelsFont(smallFont());
    axis->setLabelsBrush(m_look.muted);
    axis->setTitleFont(smallFont());
    axis->setTitleBrush(m_look.muted);
    axis->setLinePen(QPen(m_look.border, 1));
    QColor grid = m_look.border;
    grid.setAlphaF(0.6f);
    axis->setGridLinePen(QPen(grid, 1));
    grid.setAlphaF(0.3f);
    axis->setMinorGridLinePen(QPen(grid, 1));
    axis->setShadesVisible(false);
}

void ChartStyle::apply(QChart *chart) const
{
    chart->setAnimationOptions(QChart::NoAnimation);
    chart->setBackgroundBrush(m_look.surface);
    chart->setBackgroundPen(Qt::NoPen);
    chart->setBackgroundRoundness(6);
    chart->setPlotAreaBackgroundVisible(false);
    chart->setMargins(QMargins(kGrid, kGrid, kGrid, kGrid));
    chart->setTitleFont(headingFont());
    chart->setTitleBrush(m_look.text);
    QLegend *legend = chart->legend();
    legend->setFont(smallFont());
    legend->setLabelColor(m_look.text);
    legend->setBackgroundVisible(false);
    legend->setMarkerShape(QLegend::MarkerShapeCircle);
    for (QAbstractAxis *axis : chart->axes())
        apply(axis);
}

StyledChartView::StyledChartView(QChart *chart, const QString &accessibleName, QWidget *parent)
    : QChartView(chart, parent)
{
    setAccessibleName(accessibleName);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setBackgroundBrush(Qt::NoBrush);
    ChartStyle(QApplication::palette()).apply(chart);
}

void StyledChartView::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && chart()) {
        ChartStyle(QApplication::palette()).apply(chart());
        Q_EMIT restyled();
    }
}

} // namespace parts

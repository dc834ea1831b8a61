// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn over the curves: names at their ends, the values under the pointer.
#include "ui/parts/line_chart.h"

#include "ui/parts/text_format.h"

#include <QApplication>
#include <QCategoryAxis>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace parts {

QString LineChart::readingText(const Reading &reading, double x) const
{
    const QString value = valueText(reading.point.y());
    // Sparse curves say where their value is from.
    return std::abs(reading.point.x() - x) <= (m_x->max() - m_x->min()) * 0.02
        ? value
        : QStringLiteral("%1 (%2)").arg(value, axisText(reading.point.x(), m_xKind, m_xKind == AxisKind::Number ? 0.01 : 0));
}

void LineChart::drawForeground(QPainter *painter, const QRectF &)
{
    painter->save();
    painter->setFont(smallFont());
    // Above its axis, lying: Qt's standing title loses its letters where the font falls back to another one (Chinese).
    painter->setPen(currentLook().muted);
    const QRectF plot = chart()->mapRectToScene(chart()->plotArea());
    painter->drawText(QPointF(kGrid, plot.top() - 1.5 * kGrid), m_yTitle);
    if (std::all_of(m_drawn.begin(), m_drawn.end(), [](const Drawn &drawn) { return drawn.points.isEmpty(); }))
        painter->drawText(plot, Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    drawLabels(*painter);
    if (m_pointer)
        drawReadOut(*painter);
    painter->restore();
}

void LineChart::drawLabels(QPainter &painter)
{
    struct Label
    {
        int curve;
        double y; // wanted, then given
    };
    QList<Label> labels;
    for (int i = 0; i < m_curves.size() && labels.size() < kMostNames; ++i) {
        if (m_curves[i].labelled && !m_drawn[i].points.isEmpty())
            labels << Label { i, toScene(m_drawn[i].points.last()).y() };
    }
    std::stable_sort(labels.begin(), labels.end(), [](const Label &a, const Label &b) { return a.y < b.y; });
    const QRectF plot = chart()->mapRectToScene(chart()->plotArea());
    const double line = QFontMetricsF(painter.font()).height();
    for (qsizetype i = 0; i < labels.size(); ++i) // down until nothing overlaps
        labels[i].y = std::max(labels[i].y, i == 0 ? plot.top() + line / 2 : labels[i - 1].y + line);
    for (qsizetype i = labels.size() - 1; i >= 0; --i) // and back up where the plot ends
        labels[i].y = std::min(labels[i].y, i == labels.size() - 1 ? plot.bottom() - line / 2 : labels[i + 1].y - line);
    const ChartStyle style(QApplication::palette());
    for (const Label &label : labels) {
        painter.setPen(style.series(m_curves[label.curve].color));
        const QRectF place(plot.right() + kGrid, label.y - line / 2, width() - plot.right() - kGrid, line);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, labelOf(label.curve));
    }
}

void LineChart::drawReadOut(QPainter &painter)
{
    const QRectF plot = chart()->mapRectToScene(chart()->plotArea());
    if (!plot.contains(*m_pointer))
        return;
    const double x = m_x->min() + (m_pointer->x() - plot.left()) / plot.width() * (m_x->max() - m_x->min());
    const QList<Reading> readings = readingsAt(x).mid(0, kMostNames);
    if (readings.isEmpty())
        return;
    const Look look = currentLook();
    const ChartStyle style(QApplication::palette());
    const QFontMetricsF metrics(painter.font());
    // The cursor stands on a real point, of the curve with the most of them.
    const auto densest = std::max_element(readings.begin(), readings.end(),
        [this](const Reading &a, const Reading &b) { return m_drawn[a.curve].points.size() < m_drawn[b.curve].points.size(); });
    const double at = toScene(densest->point).x();
    painter.setPen(QPen(look.muted, 1, Qt::DotLine));
    painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));

    QString head = m_x->titleText();
    head += (head.isEmpty() ? QString() : QStringLiteral(" ")) + axisText(densest->point.x(), m_xKind, m_xKind == AxisKind::Number ? 0.01 : 0);
    double names = metrics.horizontalAdvance(head), values = 0;
    for (const Reading &reading : readings) {
        painter.setPen(QPen(look.surface, 1.5));
        painter.setBrush(style.series(m_curves[reading.curve].color));
        painter.drawEllipse(toScene(reading.point), 4, 4);
        names = std::max(names, metrics.horizontalAdvance(labelOf(reading.curve)) + 2 * kGrid);
        values = std::max(values, metrics.horizontalAdvance(readingText(reading, densest->point.x())));
    }
    const double line = metrics.height() + 2;
    const QSizeF size(names + values + 4 * kGrid, line * double(readings.size() + 1) + 1.5 * kGrid);
    const double left = at + 2 * kGrid + size.width() < width() ? at + 1.5 * kGrid : at - 1.5 * kGrid - size.width();
    QRectF box(QPointF(left, std::clamp(m_pointer->y() - size.height() / 2, 2.0, std::max(2.0, height() - size.height() - 2))), size);
    painter.setPen(look.border);
    painter.setBrush(look.surface);
    painter.drawRoundedRect(box, 5, 5);
    QRectF row(box.left() + kGrid, box.top() + kGrid * 0.75, box.width() - 2 * kGrid, line);
    painter.setPen(look.muted);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, head);
    for (const Reading &reading : readings) {
        row.translate(0, line);
        const QColor color = style.series(m_curves[reading.curve].color);
        painter.setPen(QPen(color, 2, m_curves[reading.curve].dashed ? Qt::DotLine : Qt::SolidLine));
        painter.drawLine(QPointF(row.left(), row.center().y()), QPointF(row.left() + 10, row.center().y()));
        painter.setPen(look.text);
        painter.drawText(row.adjusted(2 * kGrid, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, labelOf(reading.curve));
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, readingText(reading, densest->point.x()));
    }
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/line_chart.h"

#include "ui/parts/text_format.h"

#include <QApplication>
#include <QCategoryAxis>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <limits>

namespace parts {

namespace {
constexpr int kMostPoints = 2000;
constexpr int kMarkedPoints = 40; // dashed curves with fewer points show each of them
constexpr int kWidestLabel = 200;
constexpr double kMarkerAir = 0.006; // of the width

struct Extent
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void add(double value)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    bool isEmpty() const { return low > high; }
};

void setTicks(QCategoryAxis &axis, const AxisTicks &ticks)
{
    const QStringList old = axis.categoriesLabels();
    bool same = old.size() == ticks.labels.size();
    for (qsizetype i = 0; same && i < old.size(); ++i)
        same = old[i] == ticks.labels[i].second && axis.endValue(old[i]) == ticks.labels[i].first;
    if (!same) {
        for (const QString &label : old)
            axis.remove(label);
        for (const auto &[at, text] : ticks.labels)
            axis.append(text, at);
    }
    axis.setRange(ticks.from, ticks.to);
}

QCategoryAxis *makeAxis(QChart &chart, Qt::Alignment side)
{
    auto *axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setTruncateLabels(false);
    chart.addAxis(axis, side);
    return axis;
}

QLineSeries *makeSeries(QChart &chart, QCategoryAxis *x, QCategoryAxis *y)
{
    auto *series = new QLineSeries;
    chart.addSeries(series);
    series->attachAxis(x);
    series->attachAxis(y);
    return series;
}

} // namespace

LineChart::LineChart(const QString &accessibleName, QWidget *parent)
    : StyledChartView(new QChart, accessibleName, parent)
{
    chart()->legend()->hide();
    chart()->layout()->setContentsMargins(0, 0, 0, 0); // lines up with what is above and below
    m_x = makeAxis(*chart(), Qt::AlignBottom);
    m_y = makeAxis(*chart(), Qt::AlignLeft);
    m_x->setGridLineVisible(false);
    m_y->setLineVisible(false);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    connect(this, &StyledChartView::restyled, this, &LineChart::restyle);
    restyle();
}

void LineChart::setCurves(QList<Curve> curves)
{
    const bool sameShape = curves.size() == m_curves.size();
    m_curves = std::move(curves);
    if (!sameShape)
        rebuild();
    refresh();
}

void LineChart::setAxes(const QString &xTitle, AxisKind xKind, const QString &yTitle)
{
    m_xKind = xKind;
    m_yTitle = yTitle;
    m_x->setTitleText(xTitle);
    refresh();
}

void LineChart::setLogarithmic(bool on)
{
    m_logarithmic = on;
    refresh();
}

void LineChart::setSmoothing(double weight)
{
    m_smoothing = std::clamp(weight, 0.0, 0.999);
    refresh();
}

void LineChart::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void LineChart::setTitle(const QString &title) { chart()->setTitle(title); }

void LineChart::rebuild()
{
    chart()->removeAllSeries();
    m_drawn.clear();
    for (qsizetype i = 0; i < m_curves.size(); ++i)
        m_drawn << Drawn { makeSeries(*chart(), m_x, m_y), makeSeries(*chart(), m_x, m_y), {} };
}

// Axes are linear in what they are given; a logarithmic y is drawn as log10 of its values under labels of the values.
QPointF LineChart::toChart(const QPointF &value) const
{
    return m_logarithmic ? QPointF(value.x(), std::log10(value.y())) : value;
}

void LineChart::refresh()
{
    const auto place = [this](const QList<QPointF> &points) {
        QList<QPointF> placed;
        placed.reserve(points.size());
        for (const QPointF &point : decimated(points, kMostPoints))
            placed << toChart(point);
        return placed;
    };
    for (qsizetype i = 0; i < m_curves.size(); ++i) {
        Drawn &drawn = m_drawn[i];
        const QList<QPointF> points = drawable(m_curves[i].points, m_logarithmic);
        const bool smooths = m_smoothing > 0 && !m_curves[i].dashed;
        drawn.points = smooths ? smoothed(points, m_smoothing) : points;
        drawn.line->replace(place(drawn.points));
        drawn.raw->replace(smooths ? place(points) : QList<QPointF> {});
    }
    refreshAxes();
    restyle();
}

void LineChart::refreshAxes()
{
    Extent x, y;
    for (qsizetype i = 0; i < m_curves.size(); ++i) {
        for (const QPointF &point : drawable(m_curves[i].points, m_logarithmic)) {
            x.add(point.x());
            y.add(point.y());
        }
    }
    if (x.isEmpty()) {
        x = { 0, 1 };
        y = { m_logarithmic ? 1.0 : 0.0, m_logarithmic ? 10.0 : 1.0 };
    }
    const int across = std::clamp(width() / 110, 2, 10), up = std::clamp(height() / 55, 2, 8);
    AxisTicks ticks = linearTicks(x.low, x.high, across, m_xKind, false);
    if (std::any_of(m_curves.begin(), m_curves.end(), [](const Curve &curve) { return curve.dashed; })) { // whole markers at both ends
        const double air = (ticks.to - ticks.from) * kMarkerAir;
        ticks.from -= air;
        ticks.to += air;
    }
    setTicks(*m_x, ticks);
    setTicks(*m_y,
        m_logarithmic ? logarithmicTicks(y.low, y.high, up) : linearTicks(y.low, y.high, up, AxisKind::Number, true));
}

void LineChart::restyle()
{
    const ChartStyle style(QApplication::palette());
    style.apply(chart());
    const QColor none(Qt::transparent);
    for (qsizetype i = 0; i < m_drawn.size(); ++i) {
        const Curve &curve = m_curves[i];
        QPen pen = style.line(curve.color, true);
        pen.setWidthF(curve.dashed ? 1.4 : 1.6);
        if (curve.dashed)
            pen.setDashPattern({ 4, 3 });
        m_drawn[i].line->setPen(pen);
        m_drawn[i].line->setPointsVisible(m_drawn[i].points.size() == 1 || (curve.dashed && m_drawn[i].points.size() <= kMarkedPoints));
        m_drawn[i].line->setMarkerSize(5);
        QColor faint = style.series(curve.color);
        faint.setAlphaF(0.25f);
        m_drawn[i].raw->setPen(QPen(faint, 1));
    }
    reserveLabels();
    viewport()->update();
}

QString LineChart::labelOf(int curve) const
{
    return QFontMetrics(smallFont()).elidedText(m_curves[curve].name, Qt::ElideMiddle, kWidestLabel);
}

// The names need room right of the plot.
void LineChart::reserveLabels()
{
    const QFontMetrics metrics(smallFont());
    int widest = 0, labels = 0;
    for (int i = 0; i < m_curves.size(); ++i) {
        if (m_curves[i].labelled && !m_drawn[i].points.isEmpty() && labels++ < kMostNames)
            widest = std::max(widest, metrics.horizontalAdvance(labelOf(i)));
    }
    const int room = std::min(widest, width() / 3);
    const int head = m_yTitle.isEmpty() ? 0 : metrics.height() + kGrid / 2;
    chart()->setMargins(QMargins(kGrid / 2, kGrid + head, widest ? room + 2 * kGrid : 2 * kGrid, kGrid / 2));
}

QPointF LineChart::toScene(const QPointF &value) const
{
    const QPointF at = toChart(value);
    const QRectF plot = chart()->plotArea();
    const double across = (at.x() - m_x->min()) / (m_x->max() - m_x->min());
    const double up = (at.y() - m_y->min()) / (m_y->max() - m_y->min());
    return chart()->mapToScene(QPointF(plot.left() + across * plot.width(), plot.bottom() - up * plot.height()));
}

QString LineChart::valueText(double value) const
{
    const double size = std::abs(value);
    if (size > 0 && (size < 1e-3 || size >= 1e6))
        return QString::number(value, 'g', 4);
    return decimalText(value, size >= 100 ? 1 : size >= 10 ? 2 : 4);
}

// A curve speaks for an x within its own range; between two points the nearer one counts.
QList<LineChart::Reading> LineChart::readingsAt(double x) const
{
    QList<Reading> readings;
    const double near = (m_x->max() - m_x->min()) * 0.02;
    for (int i = 0; i < m_drawn.size(); ++i) {
        const QList<QPointF> &points = m_drawn[i].points;
        if (points.isEmpty() || x < points.first().x() - near || x > points.last().x() + near)
            continue;
        auto at = std::lower_bound(points.begin(), points.end(), x, [](const QPointF &p, double v) { return p.x() < v; });
        if (at == points.end() || (at != points.begin() && x - (at - 1)->x() < at->x() - x))
            --at;
        readings << Reading { i, *at };
    }
    std::stable_sort(readings.begin(), readings.end(), [](const Reading &a, const Reading &b) { return a.point.y() > b.point.y(); });
    return readings;
}

QString LineChart::readOutAt(double x) const
{
    QStringList lines;
    for (const Reading &reading : readingsAt(x)) {
        lines << QStringLiteral("%1: %2 = %3")
                     .arg(axisText(reading.point.x(), m_xKind, 0), m_curves[reading.curve].name, valueText(reading.point.y()));
    }
    return lines.join(QLatin1Char('\n'));
}

QList<int> LineChart::drawnPoints() const
{
    QList<int> counts;
    for (const Drawn &drawn : m_drawn)
        counts << int(drawn.line->count());
    return counts;
}

void LineChart::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = mapToScene(event->pos());
    viewport()->update();
    StyledChartView::mouseMoveEvent(event);
}

void LineChart::leaveEvent(QEvent *event)
{
    m_pointer.reset();
    viewport()->update();
    StyledChartView::leaveEvent(event);
}

void LineChart::resizeEvent(QResizeEvent *event)
{
    StyledChartView::resizeEvent(event);
    refreshAxes();
    reserveLabels();
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
// Curves over a common x: thin lines, names written at their right ends, a read-out of all values under the pointer,
// smoothing with the raw curve faintly behind, a logarithmic y on request. Follows the theme.
#pragma once

#include "ui/parts/chart_style.h"
#include "ui/parts/curve.h"

#include <QList>
#include <QPointF>
#include <QString>

#include <optional>

class QCategoryAxis;
class QLineSeries;

namespace parts {

struct Curve
{
    QString name;
    QList<QPointF> points; // ascending x; values that are not finite are left out
    int color = 0; // index into ChartStyle::series
    bool dashed = false; // a second kind of curve of the same thing (evaluation beside training)
    bool labelled = true; // its name stands at its end
};

// ui thread. At most 2,000 points a curve are drawn; updates replace() the points and are meant for 10 a second.
class LineChart : public StyledChartView
{
    Q_OBJECT

public:
    explicit LineChart(const QString &accessibleName, QWidget *parent = nullptr);

    void setCurves(QList<Curve> curves);
    const QList<Curve> &curves() const { return m_curves; }
    void setAxes(const QString &xTitle, AxisKind xKind, const QString &yTitle);
    void setLogarithmic(bool on);
    bool isLogarithmic() const { return m_logarithmic; }
    void setSmoothing(double weight); // 0 to 0.999
    void setEmptyText(const QString &text); // stands in the middle while there are no points
    void setTitle(const QString &title);

    // The read-out at an x of the data, as text; empty without curves. What the pointer shows.
    QString readOutAt(double x) const;
    // Points really drawn, for tests: curve by curve.
    QList<int> drawnPoints() const;

    QSize sizeHint() const override { return { 640, 320 }; }
    QSize minimumSizeHint() const override { return { 240, 160 }; }

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    static constexpr int kMostNames = 12; // at the ends of curves, under the pointer
    struct Drawn
    {
        QLineSeries *raw = nullptr; // faint, only while smoothing
        QLineSeries *line = nullptr;
        QList<QPointF> points; // what `line` stands for, in data values
    };
    struct Reading
    {
        int curve;
        QPointF point; // in data values
    };

    void rebuild();
    void refresh();
    void refreshAxes();
    void restyle();
    void reserveLabels();
    QPointF toScene(const QPointF &value) const;
    QPointF toChart(const QPointF &value) const;
    QList<Reading> readingsAt(double x) const;
    void drawLabels(QPainter &painter);
    void drawReadOut(QPainter &painter);
    QString labelOf(int curve) const;
    QString readingText(const Reading &reading, double x) const;
    QString valueText(double value) const;

    QList<Curve> m_curves;
    QList<Drawn> m_drawn;
    QCategoryAxis *m_x = nullptr;
    QCategoryAxis *m_y = nullptr;
    AxisKind m_xKind = AxisKind::Count;
    QString m_yTitle;
    QString m_emptyText;
    bool m_logarithmic = false;
    double m_smoothing = 0;
    std::optional<QPointF> m_pointer; // scene position
};

} // namespace parts

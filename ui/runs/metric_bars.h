// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of some runs as bars, one small panel a metric: metrics live on scales of their own (BLEU-4 near 5, Vector Extrema
// near 96), so each panel starts at 0 and ends at its own largest bar. Values are written beside the bars.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

#include <optional>

namespace runs {

struct MetricPanel
{
    QString metric; // name in files: "bleu_4"
    QString title;
    QString note; // "partial", what is missing
    QList<std::optional<double>> values; // a run each; nothing: not available
};

struct MetricBarsData
{
    QStringList runs;
    QList<int> colors; // of the runs, indices into ChartStyle::series
    QList<MetricPanel> panels;
};

class MetricBars : public QWidget
{
    Q_OBJECT

public:
    explicit MetricBars(QWidget *parent = nullptr);

    void setData(MetricBarsData data);
    const MetricBarsData &data() const { return m_data; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    // A bar was clicked: which metric of which run.
    void picked(const QString &metric, int run);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Spot
    {
        QRect area;
        QString metric;
        int run;
        QString text;
    };
    int columns() const;
    QRect panelArea(int panel) const;
    int barHeight() const;
    void paintPanel(QPainter &painter, int panel);
    void paintLegend(QPainter &painter);

    MetricBarsData m_data;
    QList<Spot> m_spots;
};

} // namespace runs

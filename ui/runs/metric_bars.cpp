// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/metric_bars.h"

#include "ui/parts/chart_style.h"
#include "ui/parts/text_format.h"

#include <QApplication>
#include <QHelpEvent>
#include <QPainter>

#include <algorithm>

namespace runs {

namespace {
constexpr int kPanelWidth = 150; // at least
constexpr int kGap = 3 * parts::kGrid;
constexpr int kBar = 16;
} // namespace

MetricBars::MetricBars(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Scores of the selected runs"));
    setMouseTracking(true);
}

void MetricBars::setData(MetricBarsData data)
{
    m_data = std::move(data);
    QStringList spoken;
    for (const MetricPanel &panel : std::as_const(m_data.panels)) {
        for (qsizetype i = 0; i < panel.values.size(); ++i) {
            if (panel.values[i])
                spoken << tr("%1 of %2: %3").arg(panel.title, m_data.runs.value(i), parts::decimalText(*panel.values[i], 2));
        }
    }
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

int MetricBars::columns() const
{
    const int most = std::max(1, (width() + kGap) / (kPanelWidth + kGap));
    const int panels = std::max(1, int(m_data.panels.size()));
    const int rows = (panels + most - 1) / most;
    return (panels + rows - 1) / rows;
}

int MetricBars::barHeight() const { return kBar + 4; }

static int titleHeight() { return QFontMetrics(parts::smallFont()).height() + parts::kGrid / 2; }

static int legendHeight() { return QFontMetrics(parts::smallFont()).height() + parts::kGrid; }

QSize MetricBars::sizeHint() const
{
    const int rows = (std::max(1, int(m_data.panels.size())) + columns() - 1) / columns();
    const int panel = titleHeight() + barHeight() * int(m_data.runs.size());
    return { 4 * (kPanelWidth + kGap), legendHeight() + rows * (panel + kGap / 2) + 2 * parts::kGrid };
}

QSize MetricBars::minimumSizeHint() const { return { kPanelWidth, sizeHint().height() }; }

QRect MetricBars::panelArea(int panel) const
{
    const int across = columns();
    const int each = (width() - 2 * parts::kGrid - (across - 1) * kGap) / across;
    const int tall = titleHeight() + barHeight() * int(m_data.runs.size());
    return { parts::kGrid + (panel % across) * (each + kGap), parts::kGrid + legendHeight() + (panel / across) * (tall + kGap / 2), each, tall };
}

void MetricBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(parts::smallFont());
    m_spots.clear();
    paintLegend(painter);
    for (int panel = 0; panel < m_data.panels.size(); ++panel)
        paintPanel(painter, panel);
}

void MetricBars::paintLegend(QPainter &painter)
{
    const parts::ChartStyle style(QApplication::palette());
    const QFontMetrics metrics(painter.font());
    int x = parts::kGrid;
    for (qsizetype i = 0; i < m_data.runs.size(); ++i) {
        const QString name = metrics.elidedText(m_data.runs[i], Qt::ElideMiddle, 260);
        const int wide = metrics.horizontalAdvance(name);
        if (x + wide + 2 * parts::kGrid > width())
            break;
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.fill(m_data.colors.value(i, int(i))));
        painter.drawRoundedRect(QRectF(x, parts::kGrid + metrics.height() / 2.0 - 5, 10, 10), 2, 2);
        painter.setPen(parts::currentLook().text);
        painter.drawText(QPoint(x + 16, parts::kGrid + metrics.ascent()), name);
        x += wide + 16 + 2 * parts::kGrid;
    }
}

void MetricBars::paintPanel(QPainter &painter, int panel)
{
    const parts::ChartStyle style(QApplication::palette());
    const parts::Look look = parts::currentLook();
    const MetricPanel &data = m_data.panels[panel];
    const QRect area = panelArea(panel);
    const QFontMetrics metrics(painter.font());
    painter.setPen(look.text);
    painter.drawText(QRect(area.topLeft(), QSize(area.width(), titleHeight())), Qt::AlignLeft | Qt::AlignVCenter, data.title);
    if (!data.note.isEmpty()) {
        painter.setPen(look.muted);
        const int used = metrics.horizontalAdvance(data.title) + parts::kGrid;
        painter.drawText(QRect(area.left() + used, area.top(), area.width() - used, titleHeight()), Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(data.note, Qt::ElideRight, area.width() - used));
    }
    double largest = 0;
    for (const auto &value : data.values)
        largest = std::max(largest, value.value_or(0));
    const int room = area.width() - metrics.horizontalAdvance(QStringLiteral("100.00")) - parts::kGrid;
    for (qsizetype i = 0; i < m_data.runs.size(); ++i) {
        const auto value = data.values.value(i);
        const int top = area.top() + titleHeight() + int(i) * barHeight();
        const QRectF bar(area.left(), top, value && largest > 0 ? std::max(0.0, *value / largest * room) : 0, kBar);
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.fill(m_data.colors.value(i, int(i))));
        if (bar.width() > 0)
            painter.drawRoundedRect(bar, 2, 2);
        painter.setPen(value ? look.text : look.muted);
        const QString text = value ? parts::decimalText(*value, 2) : tr("n/a");
        painter.drawText(QRectF(bar.right() + 6, top, area.right() - bar.right(), kBar), Qt::AlignLeft | Qt::AlignVCenter, text);
        m_spots << Spot { QRect(area.left(), top, area.width(), kBar), data.metric, int(i),
            QStringLiteral("%1\n%2: %3\n%4").arg(m_data.runs[i], data.title, text, tr("Click for the replies behind it")) };
    }
}

void MetricBars::mousePressEvent(QMouseEvent *event)
{
    for (const Spot &spot : std::as_const(m_spots)) {
        if (spot.area.contains(event->pos())) {
            Q_EMIT picked(spot.metric, spot.run);
            return;
        }
    }
    QWidget::mousePressEvent(event);
}

void MetricBars::mouseMoveEvent(QMouseEvent *event)
{
    const bool over = std::any_of(m_spots.begin(), m_spots.end(), [&](const Spot &spot) { return spot.area.contains(event->pos()); });
    setCursor(over ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QWidget::mouseMoveEvent(event);
}

bool MetricBars::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        for (const Spot &spot : std::as_const(m_spots)) {
            if (spot.area.contains(help->pos())) {
                setToolTip(spot.text);
                return QWidget::event(event);
            }
        }
        setToolTip({});
    }
    return QWidget::event(event);
}

} // namespace runs

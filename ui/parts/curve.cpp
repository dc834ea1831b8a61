// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/curve.h"

#include "ui/parts/text_format.h"

#include <algorithm>
#include <cmath>

namespace parts {

namespace {

double triangle(const QPointF &a, const QPointF &b, const QPointF &c)
{
    return std::abs((a.x() - c.x()) * (b.y() - a.y()) - (a.x() - b.x()) * (c.y() - a.y()));
}

QPointF meanOf(const QList<QPointF> &points, qsizetype from, qsizetype to)
{
    QPointF sum;
    for (qsizetype i = from; i < to; ++i)
        sum += points[i];
    return sum / double(to - from);
}

// 1, 2 or 5 times a power of ten, not below `least`.
double roundInterval(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double step : { 1.0, 2.0, 5.0 }) {
        if (step * power >= least * (1 - 1e-9))
            return step * power;
    }
    return 10 * power;
}

double durationInterval(double least)
{
    for (const double step : { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400 }) {
        if (step >= least)
            return step;
    }
    return 86400 * roundInterval(least / 86400);
}

double intervalFor(double span, int wanted, AxisKind kind)
{
    const double least = span / std::max(1, wanted);
    if (kind == AxisKind::Duration)
        return durationInterval(least);
    const double interval = roundInterval(least);
    return kind == AxisKind::Count ? std::max(1.0, interval) : interval;
}

QString clockText(double seconds)
{
    const auto whole = qint64(std::llround(seconds));
    if (whole < 60)
        return QStringLiteral("%1 s").arg(whole);
    const auto two = [](qint64 n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
    if (whole < 3600)
        return QStringLiteral("%1:%2").arg(whole / 60).arg(two(whole % 60));
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(two(whole / 60 % 60), two(whole % 60));
}

} // namespace

QList<QPointF> decimated(const QList<QPointF> &points, int count)
{
    const qsizetype size = points.size();
    if (count < 3 || size <= count)
        return size <= count || size < 3 ? points : QList<QPointF> { points.first(), points.last() };
    QList<QPointF> kept { points.first() };
    kept.reserve(count);
    const double width = double(size - 2) / (count - 2);
    const auto border = [&](int bucket) { return std::min(size - 1, 1 + qsizetype(std::floor(bucket * width))); };
    for (int bucket = 0; bucket < count - 2; ++bucket) {
        const qsizetype from = border(bucket), to = border(bucket + 1);
        const QPointF ahead = bucket == count - 3 ? points.last() : meanOf(points, to, std::max(to + 1, border(bucket + 2)));
        qsizetype best = from;
        double area = -1;
        for (qsizetype i = from; i < to; ++i) {
            const double here = triangle(kept.last(), points[i], ahead);
            if (here > area) {
                area = here;
                best = i;
            }
        }
        kept << points[best];
    }
    kept << points.last();
    return kept;
}

QList<QPointF> smoothed(const QList<QPointF> &points, double weight)
{
    if (weight <= 0)
        return points;
    QList<QPointF> result;
    result.reserve(points.size());
    double mean = 0, share = 0;
    for (const QPointF &point : points) {
        mean = weight * mean + (1 - weight) * point.y();
        share = weight * share + (1 - weight);
        result << QPointF(point.x(), mean / share);
    }
    return result;
}

QList<QPointF> drawable(const QList<QPointF> &points, bool logarithmic)
{
    QList<QPointF> kept;
    kept.reserve(points.size());
    for (const QPointF &point : points) {
        if (std::isfinite(point.x()) && std::isfinite(point.y()) && (!logarithmic || point.y() > 0))
            kept << point;
    }
    return kept;
}

QString axisText(double value, AxisKind kind, double interval)
{
    if (kind == AxisKind::Duration)
        return clockText(value);
    const double size = std::abs(value);
    if (size > 0 && size < 1e-3)
        return QString::number(value, 'g', 3);
    if (size >= 1000 && interval >= 1)
        return countText(qint64(std::llround(value)));
    const int decimals = interval > 0 ? std::clamp(int(-std::floor(std::log10(interval) + 1e-9)), 0, 6) : 2;
    return decimalText(value, kind == AxisKind::Count ? 0 : decimals);
}

AxisTicks linearTicks(double low, double high, int wanted, AxisKind kind, bool padded)
{
    if (!(high > low)) {
        const double air = low == 0 ? 1 : std::abs(low) * 0.1;
        high = low + air;
        low = kind == AxisKind::Number ? low - air : low;
    }
    const double interval = intervalFor(high - low, wanted, kind);
    if (padded) { // ends on labelled lines
        low = std::floor(low / interval + 1e-9) * interval;
        high = std::ceil(high / interval - 1e-9) * interval;
    }
    AxisTicks ticks { low, high, {} };
    for (double at = std::ceil(low / interval - 1e-9); at * interval <= high + interval * 1e-9; at += 1) {
        const double value = at == 0 ? 0 : at * interval;
        ticks.labels.append({ value, axisText(value, kind, interval) });
    }
    return ticks;
}

// 1, 2 and 5 times the powers of ten, or the powers alone.
static QList<double> decadeValues(double low, double high, bool fine)
{
    QList<double> values;
    for (int power = int(std::floor(std::log10(low))); power <= int(std::ceil(std::log10(high))); ++power) {
        for (const int step : { 1, 2, 5 }) {
            if (fine || step == 1)
                values << step * std::pow(10.0, power);
        }
    }
    return values;
}

AxisTicks logarithmicTicks(double low, double high, int wanted)
{
    if (!(high > low)) {
        low *= 0.9;
        high *= 1.1;
    }
    const double decades = std::log10(high / low);
    AxisTicks ticks;
    QList<double> values;
    if (decades < 1) { // round values, unevenly far apart
        const double interval = intervalFor(high - low, wanted, AxisKind::Number);
        for (double at = std::floor(low / interval + 1e-9); (at - 1) * interval < high * (1 - 1e-9); at += 1)
            values << at * interval;
        for (const double value : std::as_const(values)) {
            if (value > 0)
                ticks.labels.append({ std::log10(value), axisText(value, AxisKind::Number, interval) });
        }
        if (ticks.labels.isEmpty() || ticks.labels.first().first > std::log10(low)) // the round value below is 0
            ticks.labels.prepend({ std::log10(low), axisText(low, AxisKind::Number, interval / 10) });
    } else {
        values = decadeValues(low, high, decades < 2.5);
        while (values.size() > 1 && values[1] <= low)
            values.removeFirst();
        while (values.size() > 1 && values[values.size() - 2] >= high)
            values.removeLast();
        const int stride = decades < 2.5 ? 1 : std::max(1, int(std::ceil(double(values.size() - 1) / wanted)));
        for (qsizetype i = 0; i < values.size(); i += stride)
            ticks.labels.append({ std::log10(values[i]), QString::number(values[i], 'g', 3) });
        while (ticks.labels.last().first < std::log10(high)) {
            const double next = ticks.labels.last().first + stride;
            ticks.labels.append({ next, QString::number(std::pow(10.0, next), 'g', 3) });
        }
    }
    ticks.from = ticks.labels.first().first;
    ticks.to = ticks.labels.last().first;
    return ticks;
}

} // namespace parts

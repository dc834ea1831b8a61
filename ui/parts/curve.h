// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to the points of a curve before it is drawn: thinned, smoothed, given an axis. Pure functions.
#pragma once

#include <QList>
#include <QPair>
#include <QPointF>
#include <QString>

namespace parts {

// At most `count` points that keep the curve's shape, first and last among them: the point of each bucket that spans the
// largest triangle with the one chosen before and the mean of the next bucket (S. Steinarsson, "Downsampling Time Series
// for Visual Representation", 2013). Points ascend in x and are finite.
QList<QPointF> decimated(const QList<QPointF> &points, int count);

// Exponential moving average, corrected for its start as in TensorBoard; weight in [0, 1), 0 changes nothing.
QList<QPointF> smoothed(const QList<QPointF> &points, double weight);

// Without points that are not finite, and without y <= 0 when the axis is logarithmic.
QList<QPointF> drawable(const QList<QPointF> &points, bool logarithmic);

enum class AxisKind { Number, Count, Duration };

// Where an axis begins and ends and what is written on it. Positions of a logarithmic axis are log10 of the values.
struct AxisTicks
{
    double from = 0;
    double to = 1;
    QList<QPair<double, QString>> labels; // ascending positions within [from, to]
};

// About `wanted` round values between low and high. `padded`: some air above and below, as a y axis needs.
AxisTicks linearTicks(double low, double high, int wanted, AxisKind kind, bool padded);
// low and high are values > 0.
AxisTicks logarithmicTicks(double low, double high, int wanted);

// A value as it is read on an axis or beside a point.
QString axisText(double value, AxisKind kind, double interval);

} // namespace parts

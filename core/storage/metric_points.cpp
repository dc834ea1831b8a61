// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/metric_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace storage {

namespace {

// Twice the area of the triangle of a, b and the mean point (step, value).
double area(const MetricPoint &a, const MetricPoint &b, double meanStep, double meanValue)
{
    const double av = *a.value;
    return std::abs((double(a.step) - meanStep) * (*b.value - av) - (double(a.step) - double(b.step)) * (meanValue - av));
}

std::vector<MetricPoint> largestTriangles(const std::vector<MetricPoint> &points, size_t count)
{
    std::vector<MetricPoint> kept { points.front() };
    const double width = double(points.size() - 2) / double(count - 2); // of a bucket; first and last stand alone
    const auto bucketBegin = [&](size_t bucket) { return std::min(points.size() - 1, size_t(double(bucket) * width) + 1); };
    for (size_t bucket = 0; bucket + 2 < count; ++bucket) {
        const size_t begin = bucketBegin(bucket);
        const size_t end = std::max(begin + 1, bucketBegin(bucket + 1));
        const size_t nextEnd = std::max(end + 1, std::min(points.size(), bucketBegin(bucket + 2) + 1));
        double meanStep = 0;
        double meanValue = 0;
        for (size_t i = end; i < nextEnd; ++i) {
            meanStep += double(points[i].step) / double(nextEnd - end);
            meanValue += *points[i].value / double(nextEnd - end);
        }
        const auto best = std::max_element(points.begin() + ptrdiff_t(begin), points.begin() + ptrdiff_t(end),
            [&](const MetricPoint &a, const MetricPoint &b) {
                return area(kept.back(), a, meanStep, meanValue) < area(kept.back(), b, meanStep, meanValue);
            });
        kept.push_back(*best);
    }
    kept.push_back(points.back());
    return kept;
}

bool byStep(const MetricPoint &a, const MetricPoint &b) { return a.step < b.step; }

} // namespace

std::vector<MetricPoint> latestAttempts(std::vector<MetricPoint> points)
{
    std::stable_sort(points.begin(), points.end(), [](const MetricPoint &a, const MetricPoint &b) {
        return a.attempt != b.attempt ? a.attempt > b.attempt : a.step < b.step;
    });
    std::vector<MetricPoint> kept;
    int64_t hiddenFrom = std::numeric_limits<int64_t>::max(); // by the attempts that came later
    for (size_t i = 0; i < points.size();) {
        const int64_t attempt = points[i].attempt;
        const int64_t first = points[i].step;
        for (; i < points.size() && points[i].attempt == attempt; ++i) {
            if (points[i].step < hiddenFrom)
                kept.push_back(points[i]);
        }
        hiddenFrom = std::min(hiddenFrom, first);
    }
    std::sort(kept.begin(), kept.end(), byStep);
    return kept;
}

std::vector<MetricPoint> thinned(std::vector<MetricPoint> points, size_t maxPoints)
{
    if (maxPoints == 0 || points.size() <= maxPoints)
        return points;
    std::vector<MetricPoint> finite;
    std::vector<MetricPoint> gaps;
    for (const MetricPoint &point : points)
        (point.value ? finite : gaps).push_back(point);
    // Many gaps say no more than some.
    gaps.resize(std::min(gaps.size(), maxPoints / 10 + 1));
    const size_t room = std::max<size_t>(3, maxPoints - std::min(gaps.size(), maxPoints));
    if (finite.size() > room)
        finite = largestTriangles(finite, room);
    finite.insert(finite.end(), gaps.begin(), gaps.end());
    std::sort(finite.begin(), finite.end(), byStep);
    return finite;
}

} // namespace storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/vector_extrema.h"

#include "metrics/tokens.h"

#include <algorithm>
#include <cmath>

namespace metrics {

namespace {

// Componentwise maximum; empty when no word has a vector.
std::vector<double> pooled(std::string_view text, const VectorTable &table)
{
    std::vector<double> extreme;
    for (const std::string_view token : splitWhitespace(text)) {
        const double *vector = table.find(token);
        if (!vector)
            continue;
        if (extreme.empty())
            extreme.assign(vector, vector + table.dimensions());
        for (size_t i = 0; i < extreme.size(); ++i)
            extreme[i] = std::max(extreme[i], vector[i]);
    }
    return extreme;
}

// By a power of two, which changes no digit: the square of a huge or tiny number would leave the range of double.
void scaleToOne(std::vector<double> &vector)
{
    double largest = 0;
    for (const double value : vector)
        largest = std::max(largest, std::abs(value));
    const int exponent = std::ilogb(largest);
    for (double &value : vector)
        value = std::scalbn(value, -exponent);
}

bool isZero(const std::vector<double> &vector)
{
    return std::ranges::all_of(vector, [](double value) { return value == 0; });
}

} // namespace

double vectorExtrema(std::string_view reference, std::string_view prediction, const VectorTable &table)
{
    std::vector<double> a = pooled(reference, table);
    std::vector<double> b = pooled(prediction, table);
    if (a.empty() || b.empty())
        return 0;
    if (isZero(a) || isZero(b))
        return a == b ? 1 : 0;
    scaleToOne(a);
    scaleToOne(b);
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        dot += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    return dot / (std::sqrt(aa) * std::sqrt(bb));
}

} // namespace metrics

// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/vector_extrema.h"

#include "base/error.h"
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

constexpr size_t kPassedRowsKept = 10;

} // namespace

const double *VectorTable::find(std::string_view word) const
{
    const auto found = m_rows.find(word);
    return found == m_rows.end() ? nullptr : m_values.data() + found->second * m_dimensions;
}

void VectorTable::add(std::string_view word, std::span<const double> vector, const VectorTableOptions &options, const std::string &subject)
{
    if (const auto found = m_rows.find(word); found != m_rows.end()) {
        std::ranges::copy(vector, m_values.begin() + static_cast<long>(found->second * vector.size()));
        return;
    }
    if (size() >= options.max_words || (m_values.size() + vector.size()) * sizeof(double) > options.max_bytes) {
        throw base::Failure(base::ErrorKind::TooLong, subject, {},
            { { "found", "more words than fit" }, { "limit", std::to_string(size()) } });
    }
    m_rows.emplace(std::string(word), static_cast<uint32_t>(size()));
    m_values.insert(m_values.end(), vector.begin(), vector.end());
}

void VectorTable::passOver(PassedRow row)
{
    ++m_passedCount;
    if (m_passed.size() < kPassedRowsKept)
        m_passed.push_back(std::move(row));
}

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

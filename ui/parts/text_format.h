// SPDX-License-Identifier: GPL-3.0-or-later
// How values read in the window, in the person's locale: times, durations, counts, sizes, and the one conversion from
// UTF-8 offsets (as core counts) to QString positions.
#pragma once

#include <QString>
#include <QVector>

#include <string>
#include <string_view>

namespace parts {

QString fromUtf8(std::string_view text);
std::string toUtf8(const QString &text);

QString whenText(std::string_view utc); // "today, 09:15", "yesterday, 21:03", "12 Nov 2026"; empty when not a time
QString durationText(double seconds); // "4 s", "12 min", "3 h 05 min"
QString countText(qint64 count); // with the locale's separators
QString sizeText(qint64 bytes); // "105 MB"
QString decimalText(double value, int decimals); // a dash when not finite

// Positions in QString units of ascending UTF-8 byte offsets into `text`.
QVector<int> positionsOfOffsets(std::string_view text, const QVector<qint64> &offsets);

} // namespace parts

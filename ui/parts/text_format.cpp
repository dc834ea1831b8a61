// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/text_format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringConverter>

#include <cmath>

namespace parts {

// Stateless, or Qt would take a U+FEFF at the beginning for the mark of a file and drop it.
QString fromUtf8(std::string_view text)
{
    return QStringDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom)
        .decode(QByteArrayView(text.data(), qsizetype(text.size())));
}

std::string toUtf8(const QString &text) { return text.toStdString(); }

QString whenText(std::string_view utc)
{
    const QDateTime time = QDateTime::fromString(fromUtf8(utc), Qt::ISODateWithMs).toLocalTime();
    if (!time.isValid())
        return {};
    const QLocale locale;
    const QString clock = locale.toString(time.time(), QStringLiteral("HH:mm"));
    const qint64 days = time.date().daysTo(QDate::currentDate());
    if (days == 0)
        return QCoreApplication::translate("parts::TextFormat", "today, %1").arg(clock);
    if (days == 1)
        return QCoreApplication::translate("parts::TextFormat", "yesterday, %1").arg(clock);
    //: Format of a date, see QLocale::toString
    return locale.toString(time.date(), QCoreApplication::translate("parts::TextFormat", "d MMM yyyy"));
}

QString durationText(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return QStringLiteral("–");
    const auto whole = qint64(seconds + 0.5);
    if (whole < 60)
        return QCoreApplication::translate("parts::TextFormat", "%1 s").arg(whole);
    if (whole < 3600)
        return QCoreApplication::translate("parts::TextFormat", "%1 min").arg((whole + 30) / 60);
    return QCoreApplication::translate("parts::TextFormat", "%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60, 2, 10, QLatin1Char('0'));
}

QString countText(qint64 count) { return QLocale().toString(count); }
QString sizeText(qint64 bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); }

QString decimalText(double value, int decimals)
{
    return std::isfinite(value) ? QLocale().toString(value, 'f', decimals) : QStringLiteral("–");
}

QVector<int> positionsOfOffsets(std::string_view text, const QVector<qint64> &offsets)
{
    QVector<int> positions;
    positions.reserve(offsets.size());
    qint64 byte = 0;
    int position = 0;
    for (const qint64 offset : offsets) {
        for (; byte < offset && byte < qint64(text.size()); ++byte) {
            const auto unit = static_cast<unsigned char>(text[size_t(byte)]);
            if ((unit & 0xC0) != 0x80) // a first byte
                position += unit >= 0xF0 ? 2 : 1; // beyond the basic plane: a surrogate pair
        }
        positions.append(position);
    }
    return positions;
}

} // namespace parts

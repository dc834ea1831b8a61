// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/table_text.h"

#include "base/numbers.h"
#include "ui/parts/row_model.h"

#include <cmath>

namespace runs {

namespace {

QString quoted(QString text)
{
    // A leading sign would be read as a formula by spreadsheets.
    if (text.startsWith(QLatin1Char('=')) || text.startsWith(QLatin1Char('@')) || text.startsWith(QLatin1Char('+')))
        text.prepend(QLatin1Char('\''));
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

QString exact(const QAbstractItemModel &model, int row, int column)
{
    const QModelIndex index = model.index(row, column);
    const QString shown = index.data().toString();
    const QVariant key = index.data(parts::SortRole);
    if (shown.isEmpty() || key.typeId() != QMetaType::Double)
        return shown;
    return std::isfinite(key.toDouble()) ? QString::fromStdString(base::toText(key.toDouble())) : QString();
}

QString cell(QString text) { return text.replace(QLatin1Char('|'), QStringLiteral("\\|")).replace(QLatin1Char('\n'), QLatin1Char(' ')); }

} // namespace

QString tableAsCsv(const QAbstractItemModel &model, const QList<int> &columns)
{
    QString text;
    const auto addLine = [&](const QStringList &cells) { text += cells.join(QLatin1Char(',')) + QStringLiteral("\r\n"); };
    QStringList cells;
    for (const int column : columns)
        cells << quoted(model.headerData(column, Qt::Horizontal).toString());
    addLine(cells);
    for (int row = 0; row < model.rowCount(); ++row) {
        cells.clear();
        for (const int column : columns)
            cells << quoted(exact(model, row, column));
        addLine(cells);
    }
    return text;
}

QString tableAsMarkdown(const QAbstractItemModel &model, const QList<int> &columns)
{
    QString head = QStringLiteral("|"), rule = QStringLiteral("|"), body;
    for (const int column : columns) {
        const bool right = model.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
        head += QStringLiteral(" %1 |").arg(cell(model.headerData(column, Qt::Horizontal).toString()));
        rule += right ? QStringLiteral(" ---: |") : QStringLiteral(" --- |");
    }
    for (int row = 0; row < model.rowCount(); ++row) {
        body += QLatin1Char('|');
        for (const int column : columns)
            body += QStringLiteral(" %1 |").arg(cell(model.index(row, column).data().toString()));
        body += QLatin1Char('\n');
    }
    return head + QLatin1Char('\n') + rule + QLatin1Char('\n') + body;
}

} // namespace runs

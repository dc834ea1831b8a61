// SPDX-License-Identifier: GPL-3.0-or-later
// A table as it is shown (order, filter, visible columns) as text for files and papers.
#pragma once

#include <QAbstractItemModel>
#include <QList>
#include <QString>

namespace runs {

// RFC 4180 with a head line; numbers in full precision without the locale's signs, from the sort keys.
QString tableAsCsv(const QAbstractItemModel &model, const QList<int> &columns);
// A GitHub table with the texts as they are shown; numbers to the right.
QString tableAsMarkdown(const QAbstractItemModel &model, const QList<int> &columns);

} // namespace runs

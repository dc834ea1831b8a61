// SPDX-License-Identifier: GPL-3.0-or-later
// A table of values with declared columns. Roles, header and change signals are written once, here; a page's model is
// a list of columns:
//     parts::RowModel<RunRow> model({
//         { tr("Name"), [](const RunRow &r) { return r.name; } },
//         { tr("Loss"), [](const RunRow &r) { return number(r.loss); }, Qt::AlignRight, [](const RunRow &r) { return r.loss; } },
//     });
// data() never reads from a store. Sort through QSortFilterProxyModel with sort role SortRole (parts::sorted makes one).
#pragma once

#include <QAbstractTableModel>
#include <QIcon>
#include <QSortFilterProxyModel>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace parts {

inline constexpr int SortRole = Qt::UserRole; // what a column sorts by
inline constexpr int KeyRole = Qt::UserRole + 1; // the row's identity, when the model was given one

template <typename Row> struct Column
{
    QString title;
    std::function<QString(const Row &)> text;
    Qt::Alignment alignment = Qt::AlignLeft;
    std::function<QVariant(const Row &)> sortKey {}; // absent: the text
    std::function<QString(const Row &)> toolTip {}; // absent: none
    std::function<QIcon(const Row &)> icon {};
    std::function<QVariant(const Row &, int role)> other {}; // any further role (foreground, font, custom); invalid: none
    QString titleToolTip {};
};

template <typename Row> class RowModel : public QAbstractTableModel
{
public:
    using Key = std::function<QString(const Row &)>;

    // With a key, setRows with the same keys in the same order only updates, so that selection and scrolling survive.
    explicit RowModel(std::vector<Column<Row>> columns, Key key = {}, QObject *parent = nullptr)
        : QAbstractTableModel(parent)
        , m_columns(std::move(columns))
        , m_key(std::move(key))
    {
    }

    void setRows(std::vector<Row> rows)
    {
        if (m_key && sameKeys(rows)) {
            m_rows = std::move(rows);
            if (!m_rows.empty())
                Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
            return;
        }
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }

    void appendRows(const std::vector<Row> &rows)
    {
        if (rows.empty())
            return;
        beginInsertRows({}, rowCount(), rowCount() + int(rows.size()) - 1);
        m_rows.insert(m_rows.end(), rows.begin(), rows.end());
        endInsertRows();
    }

    void updateRow(int row, Row value)
    {
        if (!isRow(row))
            return;
        m_rows[size_t(row)] = std::move(value);
        Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
    }

    void removeRowAt(int row)
    {
        if (!isRow(row))
            return;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }

    const std::vector<Row> &rows() const { return m_rows; }
    const Row &row(int row) const { return m_rows[size_t(row)]; }
    bool isRow(int row) const { return row >= 0 && row < int(m_rows.size()); }

    // -1 when absent, or when the model has no keys.
    int findKey(const QString &key) const
    {
        for (size_t i = 0; m_key && i < m_rows.size(); ++i) {
            if (m_key(m_rows[i]) == key)
                return int(i);
        }
        return -1;
    }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_columns.size()); }

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
        if (!index.isValid() || !isRow(index.row()) || index.column() >= columnCount())
            return {};
        const Column<Row> &column = m_columns[size_t(index.column())];
        const Row &row = m_rows[size_t(index.row())];
        switch (role) {
        case Qt::DisplayRole:
            return column.text(row);
        case Qt::TextAlignmentRole:
            return int(column.alignment | Qt::AlignVCenter);
        case Qt::ToolTipRole:
            return column.toolTip ? QVariant(column.toolTip(row)) : QVariant();
        case Qt::DecorationRole:
            return column.icon ? QVariant(column.icon(row)) : QVariant();
        case SortRole:
            return column.sortKey ? column.sortKey(row) : QVariant(column.text(row));
        case KeyRole:
            return m_key ? QVariant(m_key(row)) : QVariant();
        default:
            return column.other ? column.other(row, role) : QVariant();
        }
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        const Column<Row> &column = m_columns[size_t(section)];
        if (role == Qt::DisplayRole)
            return column.title;
        if (role == Qt::TextAlignmentRole)
            return int(column.alignment | Qt::AlignVCenter);
        if (role == Qt::ToolTipRole && !column.titleToolTip.isEmpty())
            return column.titleToolTip;
        return {};
    }

private:
    bool sameKeys(const std::vector<Row> &rows) const
    {
        if (rows.size() != m_rows.size())
            return false;
        for (size_t i = 0; i < rows.size(); ++i) {
            if (m_key(rows[i]) != m_key(m_rows[i]))
                return false;
        }
        return true;
    }

    std::vector<Column<Row>> m_columns;
    Key m_key;
    std::vector<Row> m_rows;
};

// A proxy that sorts by the columns' sort keys, numbers as numbers, text by the locale.
inline QSortFilterProxyModel *sorted(QAbstractItemModel *model, QObject *parent)
{
    auto *proxy = new QSortFilterProxyModel(parent);
    proxy->setSourceModel(model);
    proxy->setSortRole(SortRole);
    proxy->setSortLocaleAware(true);
    proxy->setDynamicSortFilter(true);
    return proxy;
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
// A list of any length: the numbers of all its rows in order, and the rows themselves of what is looked at, read by number when a view
// asks. So the end, the middle and all of a list cost what a page costs. One row is one item with one name, for the eye and for a
// screen reader:
//     parts::KeyedModel<ProfileRow> model({ .title = ..., .note = ..., .key = ... }, [&](const auto &numbers) { return store.rows(numbers); });
#pragma once

#include "ui/parts/row_model.h"
#include "ui/parts/two_line_delegate.h"

#include <QAbstractListModel>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <functional>
#include <unordered_map>
#include <vector>

namespace parts {

template <typename Row> struct RowWords
{
    std::function<QString(const Row &)> title;
    std::function<QString(const Row &)> note; // the second line
    std::function<QString(const Row &)> aside {}; // small, at its end
    std::function<QString(const Row &)> key; // the row's identity
};

// ui thread only. Row has a member `number`, by which `read` finds it; rows that are gone are left out of its answer.
template <typename Row> class KeyedModel : public QAbstractListModel
{
public:
    using Numbers = std::vector<int64_t>;
    using Read = std::function<std::vector<Row>(const Numbers &)>;

    // `failed` is told, later, what `read` has thrown; until the next setNumbers or refresh nothing is read.
    KeyedModel(RowWords<Row> words, Read read, std::function<void(std::exception_ptr)> failed = {}, QObject *parent = nullptr)
        : QAbstractListModel(parent)
        , m_words(std::move(words))
        , m_read(std::move(read))
        , m_failed(std::move(failed))
    {
    }

    const Numbers &numbers() const { return m_numbers; }

    // What stands at the beginning and at the end of both stays where it is; between them rows go and come. Selections in there are
    // the caller's to keep.
    void setNumbers(Numbers numbers)
    {
        m_isFailing = false;
        const auto least = std::min(numbers.size(), m_numbers.size());
        const auto front = size_t(std::mismatch(numbers.begin(), numbers.begin() + ptrdiff_t(least), m_numbers.begin()).first - numbers.begin());
        size_t back = 0;
        while (back < least - front && numbers[numbers.size() - 1 - back] == m_numbers[m_numbers.size() - 1 - back])
            ++back;
        if (const size_t gone = m_numbers.size() - front - back; gone > 0) {
            beginRemoveRows({}, int(front), int(front + gone) - 1);
            m_numbers.erase(m_numbers.begin() + ptrdiff_t(front), m_numbers.begin() + ptrdiff_t(front + gone));
            endRemoveRows();
        }
        if (const size_t come = numbers.size() - front - back; come > 0) {
            beginInsertRows({}, int(front), int(front + come) - 1);
            m_numbers = std::move(numbers);
            endInsertRows();
        }
    }

    // All rows are read again as they are looked at.
    void refresh()
    {
        m_isFailing = false;
        m_rows.clear();
        if (!m_numbers.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }

    void refreshRow(int64_t number)
    {
        m_rows.erase(number);
        if (const int row = rowOf(number); row >= 0)
            Q_EMIT dataChanged(index(row), index(row));
    }

    int rowOf(int64_t number) const
    {
        const auto found = std::find(m_numbers.begin(), m_numbers.end(), number);
        return found == m_numbers.end() ? -1 : int(found - m_numbers.begin());
    }

    int64_t numberAt(int row) const { return row >= 0 && row < rowCount() ? m_numbers[size_t(row)] : 0; }
    QString keyAt(int row) const { return index(row).data(KeyRole).toString(); }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_numbers.size()); }

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
        const Row *row = index.isValid() && index.row() < rowCount() ? rowAt(index.row()) : nullptr;
        if (!row)
            return {};
        switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
            return m_words.title(*row);
        case Qt::AccessibleTextRole:
            return nameOf(*row);
        case NoteRole:
            return m_words.note(*row);
        case AsideRole:
            return m_words.aside ? QVariant(m_words.aside(*row)) : QVariant();
        case KeyRole:
            return m_words.key(*row);
        default:
            return {};
        }
    }

    // Typing a title's first letters looks at what was read, not through everything.
    QModelIndexList match(const QModelIndex &start, int role, const QVariant &value, int hits, Qt::MatchFlags flags) const override
    {
        if (role != Qt::DisplayRole)
            return QAbstractListModel::match(start, role, value, hits, flags);
        QModelIndexList found;
        const QString words = value.toString();
        for (int i = 0; i < rowCount() && (hits < 0 || found.size() < hits); ++i) {
            const int row = (start.row() + i) % rowCount();
            const auto read = m_rows.find(m_numbers[size_t(row)]);
            if (read != m_rows.end() && m_words.title(read->second).startsWith(words, Qt::CaseInsensitive))
                found << index(row);
        }
        return found;
    }

private:
    static constexpr int kPage = 64; // rows that are read together
    static constexpr size_t kKept = 4096;

    QString nameOf(const Row &row) const
    {
        QStringList parts { m_words.title(row), m_words.note(row) };
        if (m_words.aside)
            parts << m_words.aside(row);
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }

    const Row *rowAt(int at) const
    {
        const int64_t number = m_numbers[size_t(at)];
        auto found = m_rows.find(number);
        if (found == m_rows.end() && !m_isFailing) {
            readAround(at);
            found = m_rows.find(number);
        }
        return found == m_rows.end() ? nullptr : &found->second;
    }

    void readAround(int at) const
    {
        if (m_rows.size() > kKept)
            m_rows.clear();
        const int end = std::min(rowCount(), at - at % kPage + kPage);
        Numbers wanted;
        for (int row = at - at % kPage; row < end; ++row) {
            if (!m_rows.contains(m_numbers[size_t(row)]))
                wanted.push_back(m_numbers[size_t(row)]);
        }
        try {
            for (Row &row : m_read(wanted))
                m_rows.insert_or_assign(row.number, std::move(row));
        } catch (...) {
            m_isFailing = true;
            if (m_failed)
                QMetaObject::invokeMethod(const_cast<KeyedModel *>(this), [this, why = std::current_exception()] { m_failed(why); }, Qt::QueuedConnection);
        }
    }

    RowWords<Row> m_words;
    Read m_read;
    std::function<void(std::exception_ptr)> m_failed;
    Numbers m_numbers;
    mutable std::unordered_map<int64_t, Row> m_rows; // what was read
    mutable bool m_isFailing = false;
};

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
// A list of any length reads what is looked at, and says what came and went.
#include "harness/test_case.h"
#include "ui/parts/keyed_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <numeric>
#include <stdexcept>

namespace {

struct Row
{
    QString title;
    int64_t number = 0;
};
using Model = parts::KeyedModel<Row>;
using Numbers = std::vector<int64_t>;

Numbers upTo(int64_t count)
{
    Numbers numbers(static_cast<size_t>(count));
    std::iota(numbers.begin(), numbers.end(), 1);
    return numbers;
}

} // namespace

class TstKeyedModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_read = 0;
        m_asked = 0;
        m_fails = false;
        m_failures = 0;
        m_model = std::make_unique<Model>(
            parts::RowWords<Row> { [](const Row &row) { return row.title; }, [](const Row &row) { return QStringLiteral("note %1").arg(row.number); }, {},
                [](const Row &row) { return QString::number(row.number); } },
            [this](const Numbers &numbers) {
                ++m_asked;
                if (m_fails)
                    throw std::runtime_error("no store");
                std::vector<Row> rows;
                for (const int64_t number : numbers)
                    rows.push_back({ QStringLiteral("row %1").arg(number), number });
                m_read += rows.size();
                return rows;
            },
            [this](std::exception_ptr) { ++m_failures; });
    }

    void readsWhatIsLookedAt()
    {
        m_model->setNumbers(upTo(100000));
        QCOMPARE(m_read, size_t(0));
        QCOMPARE(m_model->rowCount(), 100000);
        QCOMPARE(m_model->index(99999).data().toString(), QStringLiteral("row 100000"));
        QVERIFY(m_read <= 64);
        m_model->index(99998).data(parts::NoteRole);
        QVERIFY(m_read <= 64);
        QCOMPARE(m_model->rowOf(50000), 49999);
        QCOMPARE(m_model->index(0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("row 1, note 1"));
        // Typing letters searches what was read.
        const size_t before = m_read;
        QCOMPARE(m_model->match(m_model->index(0), Qt::DisplayRole, QStringLiteral("row 99"), 1, Qt::MatchStartsWith | Qt::MatchWrap).size(), 1);
        QCOMPARE(m_read, before);
        m_model->refreshRow(1);
        m_model->index(0).data();
        QCOMPARE(m_read, before + 1);
    }

    void saysWhatCameAndWent_data()
    {
        QTest::addColumn<QList<int>>("after");
        QTest::newRow("the same") << QList<int> { 1, 2, 3, 4, 5 };
        QTest::newRow("more at the end") << QList<int> { 1, 2, 3, 4, 5, 6, 7 };
        QTest::newRow("more at the beginning") << QList<int> { 9, 1, 2, 3, 4, 5 };
        QTest::newRow("one less") << QList<int> { 1, 2, 4, 5 };
        QTest::newRow("one moved") << QList<int> { 4, 1, 2, 3, 5 };
        QTest::newRow("all others") << QList<int> { 11, 12 };
        QTest::newRow("doubled end") << QList<int> { 1, 2, 3, 4, 5, 5 };
        QTest::newRow("none") << QList<int> {};
    }
    void saysWhatCameAndWent()
    {
        QFETCH(QList<int>, after);
        m_model->setNumbers(upTo(5));
        QAbstractItemModelTester tester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QPersistentModelIndex first(m_model->index(0));
        m_model->setNumbers(Numbers(after.begin(), after.end()));
        QCOMPARE(m_model->rowCount(), int(after.size()));
        for (int row = 0; row < m_model->rowCount(); ++row)
            QCOMPARE(m_model->keyAt(row), QString::number(after[row]));
        if (first.isValid())
            QCOMPARE(first.data(parts::KeyRole).toString(), QStringLiteral("1"));
    }

    void aStoreThatFailsIsToldOnce()
    {
        m_fails = true;
        m_model->setNumbers(upTo(10));
        for (int i = 0; i < 5; ++i)
            QVERIFY(!m_model->index(i).data().isValid());
        QCOMPARE(m_asked, 1);
        QTRY_COMPARE(m_failures, 1);
        m_fails = false;
        m_model->refresh();
        QCOMPARE(m_model->index(3).data().toString(), QStringLiteral("row 4"));
    }

private:
    std::unique_ptr<Model> m_model;
    size_t m_read = 0;
    int m_asked = 0;
    int m_failures = 0;
    bool m_fails = false;
};

ATTUNE_TEST(TstKeyedModel)
#include "tst_keyed_model.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/row_model.h"

#include <QAbstractItemModelTester>

namespace {

struct Run
{
    QString name;
    double loss = 0;
};

parts::RowModel<Run> makeModel()
{
    return parts::RowModel<Run>(
        {
            { QStringLiteral("Name"), [](const Run &r) { return r.name; } },
            { QStringLiteral("Loss"), [](const Run &r) { return QString::number(r.loss); }, Qt::AlignRight,
                [](const Run &r) { return QVariant(r.loss); }, [](const Run &r) { return QStringLiteral("loss of ") + r.name; } },
        },
        [](const Run &r) { return r.name; });
}

} // namespace

class TstRowModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void behavesAsAModel()
    {
        auto model = makeModel();
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows({ { QStringLiteral("b"), 2 }, { QStringLiteral("a"), 10 } });
        model.appendRows({ { QStringLiteral("c"), 9 } });
        model.updateRow(1, { QStringLiteral("a"), 1 });
        model.removeRowAt(0);
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    void columnsSpeak()
    {
        auto model = makeModel();
        model.setRows({ { QStringLiteral("b"), 2.5 } });
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("2.5"));
        QCOMPARE(model.index(0, 1).data(parts::SortRole).toDouble(), 2.5);
        QCOMPARE(model.index(0, 1).data(Qt::ToolTipRole).toString(), QStringLiteral("loss of b"));
        QVERIFY(model.index(0, 1).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
        QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), QStringLiteral("Name"));
        QCOMPARE(model.findKey(QStringLiteral("b")), 0);
        QCOMPARE(model.findKey(QStringLiteral("z")), -1);
    }

    void sameKeysOnlyUpdate()
    {
        auto model = makeModel();
        model.setRows({ { QStringLiteral("a"), 1 }, { QStringLiteral("b"), 2 } });
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows({ { QStringLiteral("a"), 3 }, { QStringLiteral("b"), 4 } });
        QCOMPARE(reset.size(), 0);
        QCOMPARE(changed.size(), 1);
        model.setRows({ { QStringLiteral("b"), 3 }, { QStringLiteral("a"), 4 } });
        QCOMPARE(reset.size(), 1);
    }

    void sortsNumbersAsNumbers()
    {
        auto model = makeModel();
        model.setRows({ { QStringLiteral("x"), 10 }, { QStringLiteral("y"), 9 }, { QStringLiteral("z"), 100 } });
        auto *proxy = parts::sorted(&model, &model);
        proxy->sort(1);
        QCOMPARE(proxy->index(0, 0).data().toString(), QStringLiteral("y"));
        QCOMPARE(proxy->index(2, 0).data().toString(), QStringLiteral("z"));
    }
};

ATTUNE_TEST(TstRowModel)
#include "tst_row_model.moc"

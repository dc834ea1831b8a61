// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/models/memory_fit.h"
#include "ui/models/model_row.h"

#include <QAbstractItemModelTester>
#include <QApplication>

using namespace models;

class TstModelRow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aModelOfRows()
    {
        parts::RowModel<ModelRow> model(modelColumns(), [](const ModelRow &row) { return row.key; });
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<ModelRow> rows;
        for (const run::ModelCard &card : run::readModelCards(ATTUNE_SOURCE_DIR "/models"))
            rows.push_back(rowOfCard(card, Origin::KnownOnly));
        rows.push_back(rowOfPath(QStringLiteral("/home/me/My Model")));
        model.setRows(rows);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("SmolLM2-135M-Instruct"));
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("135 M"));
        QCOMPARE(model.index(0, 3).data().toString(), QStringLiteral("not here"));
        QCOMPARE(model.index(4, 1).data().toString(), QStringLiteral("7.6 B"));
        const int last = model.rowCount() - 1;
        QCOMPARE(model.index(last, 0).data().toString(), QStringLiteral("My Model"));
        QCOMPARE(model.index(last, 3).data().toString(), QStringLiteral("checking …"));
        ModelRow broken = model.row(last);
        broken.isChecked = true;
        broken.report.problems.push_back({ base::ErrorKind::MissingTokenizer, "x", {}, {} });
        model.updateRow(last, broken);
        QCOMPARE(model.index(last, 3).data().toString(), QStringLiteral("no tokenizer"));
    }
    void notesOfOurCardsAreTranslatable()
    {
        for (const run::ModelCard &card : run::readModelCards(ATTUNE_SOURCE_DIR "/models")) {
            QFile source(QStringLiteral(ATTUNE_SOURCE_DIR "/ui/models/model_row.cpp"));
            QVERIFY(source.open(QIODevice::ReadOnly));
            QVERIFY2(source.readAll().contains('"' + QByteArray::fromStdString(card.notes) + '"'), card.id.c_str());
            QCOMPARE(notesText(card), QString::fromStdString(card.notes));
        }
    }
    void whatFits_data()
    {
        QTest::addColumn<qint64>("need");
        QTest::addColumn<int>("fit");
        QTest::newRow("little") << qint64(1e9) << int(Fit::Fits);
        QTest::newRow("four fifths") << qint64(8e9) << int(Fit::Fits);
        QTest::newRow("more") << qint64(9e9) << int(Fit::Tight);
        QTest::newRow("all") << qint64(10e9) << int(Fit::Tight);
        QTest::newRow("too much") << qint64(11e9) << int(Fit::DoesNotFit);
    }
    void whatFits()
    {
        QFETCH(qint64, need);
        QFETCH(int, fit);
        QCOMPARE(int(fitOf(need, qint64(10e9))), fit);
    }
    void theFitIsReadAloud()
    {
        MemoryFit fit(qint64(24e9));
        const auto cards = run::readModelCards(ATTUNE_SOURCE_DIR "/models");
        fit.setCard(cards.front());
        QVERIFY(fit.accessibleDescription().contains(QStringLiteral("Chat, fp32: needs about 1.1 GB of 24.0 GB")));
        fit.setCard(cards.back());
        QVERIFY(fit.accessibleDescription().contains(QStringLiteral("there are 24.0 GB")));
        fit.setCard({});
        QCOMPARE(fit.sizeHint().height(), 0);
    }
};

ATTUNE_TEST(TstModelRow)
ATTUNE_GUI_TESTS
#include "tst_model_row.moc"

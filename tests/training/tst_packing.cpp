// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "training/packing.h"
#include "training/schedule.h"

#include <torch/torch.h>

#include <cmath>
#include <numeric>
#include <random>

using namespace training;

namespace {

std::vector<Row> firstFitByScanning(const std::vector<int64_t> &lengths, int64_t capacity)
{
    std::vector<Row> rows;
    std::vector<int64_t> room;
    for (size_t i = 0; i < lengths.size(); ++i) {
        size_t row = 0;
        while (row < rows.size() && room[row] < lengths[i])
            ++row;
        if (row == rows.size()) {
            rows.emplace_back();
            room.push_back(capacity);
        }
        rows[row].push_back(i);
        room[row] -= lengths[i];
    }
    return rows;
}

} // namespace

class TstPacking : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstFitTakesTheFirstRowWithRoom()
    {
        const std::vector<int64_t> lengths { 6, 5, 4, 3, 10, 2 };
        const std::vector<Row> expected { { 0, 2 }, { 1, 3, 5 }, { 4 } };
        QVERIFY(packFirstFit(lengths, 10) == expected);
        QVERIFY(packFirstFit({}, 10).empty());
    }
    void theTreeAgreesWithScanning()
    {
        std::mt19937 random(3);
        for (int round = 0; round < 200; ++round) {
            std::vector<int64_t> lengths(random() % 60);
            for (int64_t &length : lengths)
                length = 1 + int64_t(random() % 100);
            QVERIFY(packFirstFit(lengths, 100) == firstFitByScanning(lengths, 100));
        }
    }
    void manyExamplesAreQuick()
    {
        std::mt19937 random(3);
        std::vector<int64_t> lengths(200000);
        for (int64_t &length : lengths)
            length = 1 + int64_t(random() % 2048);
        const auto rows = packFirstFit(lengths, 2048);
        const int64_t tokens = std::accumulate(lengths.begin(), lengths.end(), int64_t(0));
        QVERIFY(double(tokens) / double(rows.size() * 2048) > 0.95);
    }
    void labelsAreTheNextTokenWhereItCarriesLoss()
    {
        const std::vector<Example> examples { { "a", { 1, 2, 3, 4 }, { 1, 0, 1, 1 } }, { "b", { 7, 8, 9 }, { 0, 0, 1 } } };
        const std::vector<Row> rows { { 1 }, { 0 } };
        const Batch batch = layOut(examples, rows);
        QVERIFY(batch.ids_T.equal(torch::tensor({ 7, 8, 9, 1, 2, 3, 4 }, at::kLong)));
        // The first token of a document is never predicted, and the last position predicts nothing: not even the
        // beginning of the next document.
        QVERIFY(batch.labels_T.equal(torch::tensor({ -100, 9, -100, -100, 3, 4, -100 }, at::kLong)));
        QCOMPARE(batch.loss_tokens, int64_t(3));
        QCOMPARE(examples[0].lossTokens(), int64_t(2));
        QCOMPARE(batch.documents.size(), size_t(2));
        QCOMPARE(batch.documents[0].length, int64_t(3));
        QCOMPARE(batch.documents[1].length, int64_t(4));
    }
    void schedulesEqualThePeers_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QList<double>>("expected"); // steps 0, 1, 2, 3, 6, 9, 10 of 10 with 2 to warm up
        QTest::newRow("cosine") << "cosine" << QList<double> { 0, 0.5, 1, 0.9619397662556434, 0.5, 0.038060233744356624, 0 };
        QTest::newRow("linear") << "linear" << QList<double> { 0, 0.5, 1, 0.875, 0.5, 0.125, 0 };
        QTest::newRow("constant") << "constant" << QList<double> { 0, 0.5, 1, 1, 1, 1, 1 };
    }
    void schedulesEqualThePeers()
    {
        QFETCH(QString, type);
        QFETCH(QList<double>, expected);
        const Schedule schedule = makeSchedule(type.toStdString(), 2e-4, 0.2, 10);
        const QList<int> steps { 0, 1, 2, 3, 6, 9, 10 };
        for (qsizetype i = 0; i < steps.size(); ++i)
            QVERIFY(std::abs(schedule.learningRate(steps[i]) - 2e-4 * expected[i]) < 1e-18);
    }
    void nothingRisesBehindTheEnd_data()
    {
        QTest::addColumn<QString>("type");
        for (const char *type : { "cosine", "linear", "constant" })
            QTest::newRow(type) << QString::fromLatin1(type);
    }
    void nothingRisesBehindTheEnd()
    {
        QFETCH(QString, type);
        const Schedule schedule = makeSchedule(type.toStdString(), 2e-4, 0.2, 10);
        for (const int64_t step : { 11, 14, 18, 1000 })
            QCOMPARE(schedule.learningRate(step), schedule.learningRate(10));
    }
    void warmUpIsRoundedUp() { QCOMPARE(makeSchedule("cosine", 1, 0.1, 11).warmup_steps, int64_t(2)); }
};

ATTUNE_TEST(TstPacking)
#include "tst_packing.moc"

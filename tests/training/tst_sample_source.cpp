// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "training/sample_source.h"

#include <QTemporaryDir>

#include <set>

using namespace training;

namespace {

std::vector<Example> examples(int count)
{
    std::vector<Example> list;
    for (int i = 0; i < count; ++i)
        list.push_back({ std::to_string(i), std::vector<int32_t>(size_t(3 + i % 4), i), std::vector<uint8_t>(size_t(3 + i % 4), 1) });
    return list;
}

std::multiset<size_t> indices(const std::vector<Row> &rows)
{
    std::multiset<size_t> all;
    for (const Row &row : rows)
        all.insert(row.begin(), row.end());
    return all;
}

text::Renderer rendererWith(int cutoff)
{
    static QTemporaryDir folder;
    static const auto model = fakes::writeTinyFolder(folder.filePath(QStringLiteral("m")).toStdString());
    text::RenderOptions options;
    options.cutoff_len = cutoff;
    text::PromptTemplate prompt;
    prompt.section(text::SectionKind::RoleDefinition).text = "Be kind.";
    return text::Renderer(text::loadModelText(model, "chatml"), prompt, options);
}

} // namespace

class TstSampleSource : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anEpochSeesEachExampleOnce()
    {
        const auto all = examples(23);
        SampleSource source(all, 12, true, 5, 4);
        QVERIFY(source.rowsPerEpoch() < 23);
        QCOMPARE(source.stepsPerEpoch(), (source.rowsPerEpoch() + 3) / 4);
        std::vector<std::vector<Row>> orders;
        for (int epoch = 0; epoch < 3; ++epoch) {
            std::vector<Row> seen;
            for (int64_t step = 0; step < source.stepsPerEpoch(); ++step) {
                for (const Row &row : source.next())
                    seen.push_back(row);
            }
            const auto counted = indices(seen);
            QCOMPARE(counted.size(), size_t(23));
            QCOMPARE(std::set<size_t>(counted.begin(), counted.end()).size(), size_t(23));
            orders.push_back(seen);
        }
        QVERIFY(orders[0] != orders[1] && orders[1] != orders[2]);
        QCOMPARE(source.position(), (Position { 3, 0 }));
    }
    void theOrderDependsOnTheSeedOnly()
    {
        const auto all = examples(23);
        SampleSource a(all, 12, true, 5, 4), b(all, 12, true, 5, 4), c(all, 12, true, 6, 4);
        const auto first = a.next();
        QVERIFY(first == b.next());
        QVERIFY(first != c.next());
    }
    void goesOnFromAPosition()
    {
        const auto all = examples(23);
        SampleSource whole(all, 12, true, 5, 3), resumed(all, 12, true, 5, 3);
        for (int i = 0; i < 7; ++i)
            whole.next();
        resumed.seek(whole.position(), "checkpoint");
        for (int i = 0; i < 7; ++i)
            QVERIFY(whole.next() == resumed.next());
        QVERIFY_EXCEPTION_THROWN(resumed.seek({ 0, 1000 }, "checkpoint"), base::Failure);
        QVERIFY_EXCEPTION_THROWN(resumed.seek({ -1, 0 }, "checkpoint"), base::Failure);
    }
    void withoutPackingEachExampleHasARow()
    {
        const auto all = examples(9);
        SampleSource source(all, 100, false, 5, 2);
        QCOMPARE(source.rowsPerEpoch(), int64_t(9));
        QCOMPARE(source.stepsPerEpoch(), int64_t(5));
        QCOMPARE(source.stepsFor(1.5), int64_t(8));
        QCOMPARE(source.stepsFor(0.001), int64_t(1));
    }
    void rendersASplitWithItsLossMask()
    {
        const auto rows = fakes::tinyDataset();
        SampleReport report;
        const auto train = renderExamples(rendererWith(512), rows, run::Split::Train, report);
        QCOMPARE(train.size(), size_t(6));
        QCOMPARE(report.dialogues, int64_t(6));
        QCOMPARE(report.left_out, int64_t(0));
        // Loss lies on "That is hard. 0" and its end of turn.
        std::string learnt;
        for (size_t t = 0; t < train[0].ids.size(); ++t) {
            if (train[0].loss[t])
                learnt += train[0].ids[t] < 256 ? std::string(1, char(train[0].ids[t])) : "|" + std::to_string(train[0].ids[t]);
        }
        QCOMPARE(learnt, rows[0].dialogue.turns[1].text + "|258");
        QCOMPARE(report.loss_tokens, [&] {
            int64_t sum = 0;
            for (const Example &example : train)
                sum += example.lossTokens();
            return sum;
        }());
    }
    void whatDoesNotFitIsCountedAndNamed()
    {
        SampleReport report;
        QVERIFY(renderExamples(rendererWith(30), fakes::tinyDataset(), run::Split::Train, report).empty());
        QCOMPARE(report.left_out, int64_t(6));
        QVERIFY(report.first_left_out.find("dialogue 0") == 0);
    }
};

ATTUNE_TEST(TstSampleSource)
#include "tst_sample_source.moc"

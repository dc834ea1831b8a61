// SPDX-License-Identifier: GPL-3.0-or-later
// What is promised before a training starts. A token is a byte here, so everything can be counted by hand.
#include "fakes/tiny_tokenizer.h"
#include "harness/test_case.h"
#include "ui/training/preflight.h"
#include "ui/training/preflight_card.h"

#include <QApplication>
#include <QTemporaryDir>

using namespace training;
using dialogue::Speaker;

namespace {

// A turn's header, end and newline as tokens: "<|im_start|>user\n" ... "<|im_end|>\n".
int messageTokens(const char *role, const std::string &text) { return 1 + int(strlen(role)) + 1 + int(text.size()) + 2; }

run::DatasetRow row(run::Split split, const std::string &seeker, const std::string &supporter)
{
    run::DatasetRow row;
    row.split = split;
    row.dialogue.id = seeker;
    row.dialogue.turns = { { "a", Speaker::Seeker, seeker, {} } };
    if (!supporter.empty())
        row.dialogue.turns.push_back({ "b", Speaker::Supporter, supporter, {} });
    return row;
}

run::TrainSpec spec(int cutoff)
{
    run::TrainSpec spec;
    spec.cutoff_len = cutoff;
    return spec;
}

} // namespace

class TstPreflight : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    std::unique_ptr<text::ModelText> m_model;
    text::PromptTemplate m_prompt;

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        const std::filesystem::path folder = std::filesystem::path(m_dir.path().toStdString()) / "tiny";
        fakes::writeTinyTokenizer(folder);
        m_model = std::make_unique<text::ModelText>(text::loadModelText(folder, {}));
        m_prompt.section(text::SectionKind::RoleDefinition).text = "Be kind.";
    }

    void tokensAreCountedByPart()
    {
        const std::vector<run::DatasetRow> rows { row(run::Split::Train, "Hello", "Hi there"), row(run::Split::Train, "Hm", "Yes"),
            row(run::Split::Validation, "a", "b"), row(run::Split::Test, "c", "d") };
        const TokenCounts counts = countTokens(rows, *m_model, m_prompt, spec(512), {});
        const int system = messageTokens("system", "Be kind.");
        const int first = system + messageTokens("user", "Hello") + messageTokens("assistant", "Hi there");
        const int second = system + messageTokens("user", "Hm") + messageTokens("assistant", "Yes");
        QCOMPARE(counts.dialogues, (std::array<int64_t, 3> { 2, 1, 1 }));
        QCOMPARE(counts.tokens[0], int64_t(first + second));
        QCOMPARE(counts.train_lengths, (std::vector<int> { first, second }));
        QCOMPARE(counts.loss_tokens, int64_t(8 + 1 + 3 + 1)); // the replies and their ends
        QCOMPARE(counts.cut_dialogues, int64_t(0));
        QCOMPARE(counts.unusable, int64_t(0));
    }
    void whatCannotBeLearntFromIsCounted()
    {
        const std::vector<run::DatasetRow> rows { row(run::Split::Train, "Hello", {}), row(run::Split::Train, "Hm", "Yes") };
        const TokenCounts counts = countTokens(rows, *m_model, m_prompt, spec(512), {});
        QCOMPARE(counts.dialogues[0], int64_t(2));
        QCOMPARE(counts.unusable, int64_t(1));
        QCOMPARE(counts.train_lengths.size(), size_t(1));
    }
    void longDialoguesAreCut()
    {
        run::DatasetRow longer = row(run::Split::Train, std::string(60, 'x'), std::string(20, 'y'));
        longer.dialogue.turns.push_back({ "c", Speaker::Seeker, "short", {} });
        longer.dialogue.turns.push_back({ "d", Speaker::Supporter, "fine", {} });
        const TokenCounts counts = countTokens({ longer }, *m_model, m_prompt, spec(80), {});
        QCOMPARE(counts.cut_dialogues, int64_t(1));
        QVERIFY(counts.tokens[0] <= 80);
    }
    void cancelledMeansDropped()
    {
        base::CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(countTokens({ row(run::Split::Train, "a", "b") }, *m_model, m_prompt, spec(512), cancel), base::Failure);
    }

    void aStepThatWasStoppedSaysNothingOfTheSpeed()
    {
        QCOMPARE(typicalSpeed({}).has_value(), false);
        QCOMPARE(typicalSpeed({ { 1, 220 }, { 2, 230 }, { 3, 225 }, { 4, 56 }, { 5, 240 } }), std::optional(225.0));
        QList<QPointF> long_ago(50, QPointF(1, 10));
        long_ago += QList<QPointF>(20, QPointF(2, 200));
        QCOMPARE(typicalSpeed(long_ago), std::optional(200.0));
    }
    void mostlyUnusableIsMoreThanHalf()
    {
        TokenCounts counts;
        counts.dialogues[0] = 10;
        counts.unusable = 5;
        QVERIFY(!counts.isMostlyUnusable());
        counts.unusable = 6;
        QVERIFY(counts.isMostlyUnusable());
        QCOMPARE(counts.usable(), int64_t(4));
    }

    void rowsArePacked_data()
    {
        QTest::addColumn<QList<int>>("lengths");
        QTest::addColumn<bool>("packing");
        QTest::addColumn<int>("rows");
        QTest::newRow("none") << QList<int> {} << true << 0;
        QTest::newRow("one each") << QList<int> { 10, 10, 10 } << false << 3;
        QTest::newRow("all in one") << QList<int> { 30, 30, 40 } << true << 1;
        QTest::newRow("two do not fit") << QList<int> { 60, 60 } << true << 2;
        QTest::newRow("the gap is filled") << QList<int> { 60, 70, 30, 40 } << true << 2;
        QTest::newRow("full rows") << QList<int> { 100, 100 } << true << 2;
    }
    void rowsArePacked()
    {
        QFETCH(QList<int>, lengths);
        QFETCH(bool, packing);
        QFETCH(int, rows);
        QCOMPARE(packedRows({ lengths.begin(), lengths.end() }, 100, packing), int64_t(rows));
    }

    void stepsAndTimeFollow_data()
    {
        QTest::addColumn<double>("epochs");
        QTest::addColumn<int>("maxSteps");
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("accumulation");
        QTest::addColumn<int>("steps");
        QTest::addColumn<double>("seconds"); // at 100 tokens a second, 1,000 tokens an epoch of 10 rows
        QTest::newRow("one epoch") << 1.0 << 0 << 1 << 1 << 10 << 10.0;
        QTest::newRow("batches") << 1.0 << 0 << 2 << 2 << 3 << 10.0;
        QTest::newRow("half an epoch") << 0.5 << 0 << 1 << 1 << 5 << 5.0;
        QTest::newRow("a part of a step") << 0.01 << 0 << 1 << 8 << 1 << 5.0;
        QTest::newRow("steps win") << 3.0 << 5 << 1 << 1 << 5 << 5.0;
        QTest::newRow("three epochs") << 3.0 << 0 << 1 << 1 << 30 << 30.0;
    }
    void stepsAndTimeFollow()
    {
        QFETCH(double, epochs);
        QFETCH(int, maxSteps);
        QFETCH(int, batch);
        QFETCH(int, accumulation);
        TokenCounts counts;
        counts.tokens = { 1000, 0, 0 };
        counts.train_lengths.assign(10, 100);
        run::TrainSpec asked = spec(100);
        asked.num_train_epochs = epochs;
        asked.max_steps = maxSteps;
        asked.per_device_train_batch_size = batch;
        asked.gradient_accumulation_steps = accumulation;
        MachineFacts machine;
        machine.tokens_per_second = 100;
        const Plan planned = plan(counts, asked, machine);
        QTEST(int(planned.steps), "steps");
        QTEST(planned.seconds.value_or(-1), "seconds");
        machine.tokens_per_second.reset();
        QVERIFY(!plan(counts, asked, machine).seconds);
    }

    void theCardSaysIt()
    {
        PreflightCard card;
        QCOMPARE(card.text(), QStringLiteral("Counting tokens …"));
        TokenCounts counts;
        counts.dialogues = { 93, 0, 11 };
        counts.tokens = { 95180, 0, 11655 };
        counts.train_lengths.assign(93, 1000);
        counts.cut_dialogues = 1;
        MachineFacts machine;
        machine.memory = 1'000'000'000;
        Plan planned = plan(counts, spec(2048), machine);
        planned.memory_need = 4'000'000'000;
        planned.fits = false;
        card.showPlan(counts, planned, spec(2048), machine, { QStringLiteral("odd") });
        const QString text = card.text();
        for (const char *part : { "not known yet", "4.0 GB / 1.0 GB", "95,180", "11,655", "odd", "more memory than is free", "cutoff_len", "no validation part" })
            QVERIFY2(text.contains(QLatin1String(part)), part);
        card.showReason(QStringLiteral("The model is gone."));
        QCOMPARE(card.text(), QStringLiteral("The model is gone."));
    }
};

ATTUNE_TEST(TstPreflight)
#include "tst_preflight.moc"

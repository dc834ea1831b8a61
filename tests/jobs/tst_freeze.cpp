// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_workspace.h"

#include "text/prompt_template.h"

using base::ErrorKind;

namespace {

template <typename Call> ErrorKind kindOf(Call call)
{
    try {
        call();
    } catch (const base::Failure &failure) {
        return failure.error().kind;
    }
    return ErrorKind::Internal;
}

} // namespace

class TstFreeze : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { bench::useFakeEngine("normal"); }

    void seededSplit()
    {
        bench::Bench bench;
        const jobs::Frozen first = jobs::freeze(bench.workspace->database(), {});
        const jobs::Frozen second = jobs::freeze(bench.workspace->database(), {});
        QCOMPARE(first.rows.size(), size_t(20));
        QCOMPARE(first.sizes[0] + first.sizes[1] + first.sizes[2], size_t(20));
        QVERIFY(first.sizes[0] >= 14 && first.sizes[1] > 0 && first.sizes[2] > 0);
        QVERIFY(first.leaks.empty());
        for (size_t i = 0; i < first.rows.size(); ++i)
            QCOMPARE(int(first.rows[i].split), int(second.rows[i].split));
        QVERIFY(first.words.find("seed 42") != std::string::npos);
        const jobs::Frozen test = jobs::onlyPart(first, run::Split::Test);
        QCOMPARE(test.rows.size(), first.sizes[2]);
        QCOMPARE(test.sizes[0], size_t(0));
    }

    void splitByFile()
    {
        bench::Bench bench;
        bench.workspace->dialogues().add(bench::dialogueOf(2, "situation 1"), "me"); // 1 is in the training file
        const auto files = jobs::guessFileSplit(bench.workspace->dialogues().sources());
        QCOMPARE(files.size(), size_t(2));
        const jobs::Frozen frozen = jobs::freeze(bench.workspace->database(), bench::byFile(files));
        QCOMPARE(frozen.sizes[0], size_t(10));
        QCOMPARE(frozen.sizes[2], size_t(11));
        QCOMPARE(frozen.leaks.size(), size_t(1));
        QVERIFY(frozen.words.find("train.json train") != std::string::npos);
        const jobs::Frozen half = jobs::freeze(bench.workspace->database(), bench::byFile({ { "train.json", run::Split::Train } }));
        QCOMPARE(half.left_out, size_t(11));
    }

    void dialoguesWithoutRepliesAreLeftOut()
    {
        bench::Bench bench;
        dialogue::Dialogue silent = bench::dialogueOf(50);
        silent.turns.resize(1);
        bench.workspace->dialogues().add(silent, "me");
        silent.turns.clear();
        bench.workspace->dialogues().add(silent, "me");
        QCOMPARE(jobs::freeze(bench.workspace->database(), {}).left_out, size_t(2));
        jobs::FreezeRecipe nothing;
        nothing.filter.search = "nowhere to be found";
        QCOMPARE(int(kindOf([&] { jobs::freeze(bench.workspace->database(), nothing); })), int(ErrorKind::NotFound));
    }

    void badSpecsAreRefusedBeforeAnythingIsWritten_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<int>("kind");
        QTest::newRow("rank 0") << 0 << int(ErrorKind::InvalidValue);
        QTest::newRow("no such model") << 1 << int(ErrorKind::NotFound);
        QTest::newRow("no adapter") << 2 << int(ErrorKind::FileMissing);
        QTest::newRow("bad prompt") << 3 << int(ErrorKind::TemplateSyntax);
        QTest::newRow("nothing to train on") << 4 << int(ErrorKind::NotFound);
        QTest::newRow("no worker") << 5 << int(ErrorKind::MissingResource);
    }
    void badSpecsAreRefusedBeforeAnythingIsWritten()
    {
        QFETCH(int, what);
        QFETCH(int, kind);
        bench::Bench bench;
        const jobs::Frozen data = jobs::freeze(bench.workspace->database(), {});
        run::TrainSpec train = bench.training();
        run::PredictSpec predict = bench.prediction();
        QCOMPARE(kind, int(kindOf([&] {
            switch (what) {
            case 0:
                train.lora_rank = 0;
                jobs::startTraining(*bench.workspace, train, data);
                break;
            case 1:
                train.base_model = "qwen9";
                jobs::startTraining(*bench.workspace, train, data);
                break;
            case 2:
                predict.adapter = "nowhere";
                jobs::startPrediction(*bench.workspace, predict, data);
                break;
            case 3: {
                text::PromptTemplate prompt;
                prompt.sections[0].text = "{{ profile.Agee";
                train.prompt = toJson(prompt);
                jobs::startTraining(*bench.workspace, train, data);
                break;
            }
            case 4:
                jobs::startTraining(*bench.workspace, train, jobs::onlyPart(data, run::Split::Test));
                break;
            case 5:
                qputenv("ATTUNE_ENGINE", "/nowhere/attune-engine");
                jobs::startTraining(*bench.workspace, train, data);
                break;
            }
        })));
        bench::useFakeEngine("normal");
        QVERIFY(std::filesystem::is_empty(bench.workspace->database().runsDir()));
        QVERIFY(bench.workspace->runs().list().empty());
    }
};

ATTUNE_TEST(TstFreeze)
#include "tst_freeze.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"

#include "text/prompt_template.h"

#include <algorithm>

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
        const workspace::Frozen first = workspace::freeze(bench.workspace->database(), {});
        const workspace::Frozen second = workspace::freeze(bench.workspace->database(), {});
        QCOMPARE(first.rows.size(), size_t(20));
        QCOMPARE(first.sizes[0] + first.sizes[1] + first.sizes[2], size_t(20));
        QVERIFY(first.sizes[0] >= 14 && first.sizes[1] > 0 && first.sizes[2] > 0);
        QVERIFY(first.leaks.empty());
        for (size_t i = 0; i < first.rows.size(); ++i)
            QCOMPARE(int(first.rows[i].split), int(second.rows[i].split));
        QVERIFY(first.words.find("seed 42") != std::string::npos);
        const workspace::Frozen test = workspace::onlyPart(first, run::Split::Test);
        QCOMPARE(test.rows.size(), first.sizes[2]);
        QCOMPARE(test.sizes[0], size_t(0));
    }

    void splitByFile()
    {
        bench::Bench bench;
        bench.workspace->dialogues().add(bench::dialogueOf(2, "situation 1"), "me"); // 1 is in the training file
        const auto files = workspace::guessFileSplit(bench.workspace->dialogues().sources());
        QCOMPARE(files.size(), size_t(2));
        const workspace::Frozen frozen = workspace::freeze(bench.workspace->database(), bench::byFile(files));
        QCOMPARE(frozen.sizes[0], size_t(10));
        QCOMPARE(frozen.sizes[2], size_t(11));
        QCOMPARE(frozen.leaks.size(), size_t(1));
        QVERIFY(frozen.words.find("train.json train") != std::string::npos);
        const workspace::Frozen half = workspace::freeze(bench.workspace->database(), bench::byFile({ { "train.json", run::Split::Train } }));
        QCOMPARE(half.left_out, size_t(11));
    }

    void halfWrittenDialoguesAreLeftOut_data()
    {
        using Texts = QStringList;
        QTest::addColumn<Texts>("texts"); // the seeker's and the supporter's by turns
        QTest::addColumn<bool>("left_out");
        QTest::newRow("whole") << Texts { QStringLiteral("a"), QStringLiteral("b") } << false;
        QTest::newRow("no turns") << Texts {} << true;
        QTest::newRow("no reply") << Texts { QStringLiteral("a") } << true;
        QTest::newRow("an empty reply") << Texts { QStringLiteral("a"), QString() } << true;
        QTest::newRow("an empty beginning") << Texts { QString(), QStringLiteral("b") } << true;
        QTest::newRow("a blank among others") << Texts { QStringLiteral("a"), QStringLiteral("b"), QStringLiteral(" \n"), QStringLiteral("d") } << true;
    }
    void halfWrittenDialoguesAreLeftOut()
    {
        QFETCH(QStringList, texts);
        QFETCH(bool, left_out);
        bench::Bench bench;
        dialogue::Dialogue written = bench::dialogueOf(50);
        written.turns.resize(size_t(texts.size()));
        for (qsizetype i = 0; i < texts.size(); ++i)
            written.turns[size_t(i)].text = texts[i].toStdString();
        bench.workspace->dialogues().add(written, "me");
        const workspace::Frozen frozen = workspace::freeze(bench.workspace->database(), {});
        QCOMPARE(frozen.left_out, size_t(left_out ? 1 : 0));
        QCOMPARE(frozen.rows.size(), size_t(left_out ? 20 : 21));
        QCOMPARE(frozen.left_out_names, left_out ? std::vector<std::string> { "test.json 50" } : std::vector<std::string> {});
    }

    // The test part of one run may be what another one was trained on.
    void anAdaptersOwnDialoguesAreFound()
    {
        bench::Bench bench({ .runs_jobs = false, .scores_predictions = false });
        storage::Database &database = bench.workspace->database();
        const workspace::Frozen taught = workspace::freeze(database, {});
        const std::string id = jobs::startTraining(*bench.jobs, bench.training(), taught);
        QTRY_VERIFY_WITH_TIMEOUT(bench.hasEnded(id), 15000);
        const auto adapter = bench.run(id).adapter;
        QVERIFY(!adapter.empty());
        QCOMPARE(workspace::trainedOn(database, adapter, taught).size(), taught.sizes[0]);
        QVERIFY(workspace::trainedOn(database, adapter, workspace::onlyPart(taught, run::Split::Test)).empty());
        QVERIFY(workspace::trainedOn(database, {}, taught).empty());
        QVERIFY(workspace::trainedOn(database, bench.path() / "adapter", taught).empty()); // of no run
        workspace::FreezeRecipe other;
        other.seeded.seed = 7;
        const workspace::Frozen anew = workspace::onlyPart(workspace::freeze(database, other), run::Split::Test);
        const auto known = workspace::trainedOn(database, adapter / "", anew);
        for (const run::DatasetRow &row : taught.rows) {
            const bool asked = std::any_of(anew.rows.begin(), anew.rows.end(), [&](const auto &r) { return r.dialogue.id == row.dialogue.id; });
            const bool found = std::find(known.begin(), known.end(), row.dialogue.id) != known.end();
            QCOMPARE(found, asked && row.split == run::Split::Train);
        }
        QVERIFY(!known.empty());
    }

    void nothingLeftIsSaid()
    {
        bench::Bench bench;
        workspace::FreezeRecipe nothing;
        nothing.filter.search = "nowhere to be found";
        QCOMPARE(int(kindOf([&] { workspace::freeze(bench.workspace->database(), nothing); })), int(ErrorKind::NotFound));
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
        const workspace::Frozen data = workspace::freeze(bench.workspace->database(), {});
        run::TrainSpec train = bench.training();
        run::PredictSpec predict = bench.prediction();
        QCOMPARE(kind, int(kindOf([&] {
            switch (what) {
            case 0:
                train.lora_rank = 0;
                jobs::startTraining(*bench.jobs, train, data);
                break;
            case 1:
                train.base_model = "qwen9";
                jobs::startTraining(*bench.jobs, train, data);
                break;
            case 2:
                predict.adapter = "nowhere";
                jobs::startPrediction(*bench.jobs, predict, data);
                break;
            case 3: {
                text::PromptTemplate prompt;
                prompt.sections[0].text = "{{ profile.Agee";
                train.prompt = toJson(prompt);
                jobs::startTraining(*bench.jobs, train, data);
                break;
            }
            case 4:
                jobs::startTraining(*bench.jobs, train, workspace::onlyPart(data, run::Split::Test));
                break;
            case 5:
                qputenv("ATTUNE_ENGINE", "/nowhere/attune-engine");
                jobs::startTraining(*bench.jobs, train, data);
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

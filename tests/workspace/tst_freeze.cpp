// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"

#include "text/prompt_template.h"
#include "workspace/run_data.h"

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
        QVERIFY(first.sizes[0] >= 12 && first.sizes[2] > 0);
        QVERIFY(first.leaks.empty());
        for (size_t i = 0; i < first.rows.size(); ++i)
            QCOMPARE(int(first.rows[i].split), int(second.rows[i].split));
        QCOMPARE(run::splitText(first.split), std::string("seed 42, 8:1:1"));
        QCOMPARE(first.split.version, 2);
        const workspace::Frozen test = workspace::onlyPart(first, run::Split::Test);
        QCOMPARE(test.rows.size(), first.sizes[2]);
        QCOMPARE(test.sizes[0], size_t(0));
        QVERIFY(test.split.part == run::Split::Test);
    }

    // Whole words of a file's name, not what they happen to hold.
    void namesSayTheirPart_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("part");
        const std::pair<const char *, const char *> rows[] { { "train.json", "train" }, { "PESC_train2.json", "train" }, { "TRAIN.JSON", "train" }, { "trainSet.json", "train" },
            { "val.json", "validation" }, { "dev-en.jsonl", "validation" }, { "my test.csv", "test" }, { "set.json#test", "test" }, { "train.json#validation", "validation" },
            { "train_test_split/val.json", "validation" }, { "contest.json", "" }, { "values.json", "" }, { "latest.json", "" }, { "restrained.json", "" }, { "interval.json", "" },
            { "device.json", "" } };
        for (const auto &[name, part] : rows)
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(part);
    }
    void namesSayTheirPart()
    {
        QFETCH(QString, name);
        QFETCH(QString, part);
        const auto files = workspace::guessFileSplit({ { "a-train.json", 1 }, { name.toStdString(), 1 } });
        const auto found = files.find(name.toStdString());
        QCOMPARE(found == files.end() ? QString() : QString::fromStdString(std::string(run::splitName(found->second))), part);
        QVERIFY(workspace::guessFileSplit({ { "restrained.json", 1 }, { "test.json", 1 } }).empty());
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
        QVERIFY(frozen.split.by == run::SplitBy::File);
        QVERIFY(frozen.split.files.at("train.json") == run::Split::Train);
        const workspace::Frozen half = workspace::freeze(bench.workspace->database(), bench::byFile({ { "train.json", run::Split::Train } }));
        QCOMPARE(half.left_out, size_t(11));
    }

    // Nearly the same text in the training and in the test file, under other situations.
    void nearDuplicatesAcrossFilesAreLeaks()
    {
        bench::Bench bench;
        dialogue::Dialogue copy = bench.workspace->dialogues().getAll({})[0].dialogue; // 1, of train.json
        dialogue::Dialogue other = bench::dialogueOf(100, "another situation");
        for (size_t i = 0; i < other.turns.size(); ++i)
            other.turns[i].text = copy.turns[i].text;
        QCOMPARE(bench.workspace->dialogues().add(other, "me").split_key, bench.workspace->dialogues().get(copy.id).split_key);
        const auto files = workspace::guessFileSplit(bench.workspace->dialogues().sources());
        QCOMPARE(workspace::freeze(bench.workspace->database(), bench::byFile(files)).leaks.size(), size_t(1));
        QVERIFY(workspace::freeze(bench.workspace->database(), {}).leaks.empty());
    }

    void chatsAreTakenOnlyWhenAskedFor_data()
    {
        using Names = std::vector<std::string>;
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("taken"); // of 10 of train.json, 10 of test.json, 2 chats
        QTest::addColumn<QString>("left");
        QTest::newRow("the usual") << 0 << 20 << QStringLiteral("chat 2 ");
        QTest::newRow("with chats") << 1 << 22 << QString();
        QTest::newRow("one file") << 2 << 10 << QStringLiteral("test.json 10 chat 2 ");
        QTest::newRow("chats alone") << 3 << 2 << QStringLiteral("train.json 10 test.json 10 ");
        QTest::newRow("without a file") << 4 << 10 << QStringLiteral("test.json 10 chat 2 ");
        QTest::newRow("one file and chats") << 5 << 12 << QStringLiteral("test.json 10 ");
    }
    void chatsAreTakenOnlyWhenAskedFor()
    {
        QFETCH(int, which);
        QFETCH(int, taken);
        QFETCH(QString, left);
        const std::array choices { workspace::SourceChoice {}, workspace::SourceChoice { {}, {}, true }, workspace::SourceChoice { { "train.json" }, {} },
            workspace::SourceChoice { { "chat" }, {} }, workspace::SourceChoice { {}, { "test.json" } }, workspace::SourceChoice { { "train.json" }, {}, true } };
        bench::Bench bench;
        for (int i = 200; i < 202; ++i) {
            dialogue::Dialogue chat = bench::dialogueOf(i);
            chat.source_name = "chat";
            bench.workspace->dialogues().add(chat, "me");
        }
        workspace::FreezeRecipe recipe;
        recipe.sources = choices[size_t(which)];
        const workspace::Frozen frozen = workspace::freeze(bench.workspace->database(), recipe);
        QCOMPARE(int(frozen.rows.size()), taken);
        QString said;
        for (const storage::SourceCount &source : frozen.sources_left_out)
            said += QStringLiteral("%1 %2 ").arg(QString::fromStdString(source.source_name)).arg(source.dialogues);
        QCOMPARE(said, left);
        // The spec says it, too.
        QCOMPARE(frozen.split.without_sources.empty() && frozen.split.sources.empty(), left.isEmpty());
    }

    void anEmptyPartIsToldNeverFilled()
    {
        bench::Bench bench;
        workspace::FreezeRecipe recipe;
        recipe.seeded.ratios = { 1e6, 1, 1 };
        const workspace::Frozen frozen = workspace::freeze(bench.workspace->database(), recipe);
        QCOMPARE(frozen.sizes[0], size_t(20));
        QCOMPARE(frozen.empty_parts.size(), size_t(2));
        QVERIFY(workspace::onlyPart(frozen, run::Split::Test).empty_parts == std::vector { run::Split::Test });
        recipe.seeded.ratios = { 1, 0, 0 }; // not asked for
        QVERIFY(workspace::freeze(bench.workspace->database(), recipe).empty_parts.empty());
    }

    void aRunSaysWhatBecameOfItsData()
    {
        bench::Bench bench({ .runs_jobs = false, .scores_predictions = false });
        storage::Database &database = bench.workspace->database();
        const workspace::Frozen frozen = workspace::freeze(database, {});
        const std::string id = jobs::startTraining(*bench.jobs, bench.training(), frozen);
        QVERIFY(workspace::changesSince(database, id).isEmpty());
        storage::DialogueRepository &dialogues = bench.workspace->dialogues();
        storage::StoredDialogue edited = dialogues.get(frozen.rows[0].dialogue.id);
        edited.dialogue.turns[0].text = "edited";
        dialogues.save(edited, "me");
        dialogues.remove(frozen.rows[1].dialogue.id, 1, "me");
        bench.workspace->dialogues().add(bench::dialogueOf(300), "me"); // one more moves none
        workspace::DataChanges changes = workspace::changesSince(database, id);
        QCOMPARE(changes.dialogues, size_t(20));
        QCOMPARE(changes.edited.size(), size_t(1));
        QCOMPARE(changes.edited[0].name, std::string("train.json 1"));
        QCOMPARE(changes.deleted.size(), size_t(1));
        QVERIFY(changes.moved.empty() && !changes.older_split);
        // One whose part was drawn in another way.
        const run::RunFolder folder(bench.run(id).folder);
        std::vector<run::DatasetRow> rows = run::readDataset(folder.datasetFile());
        QCOMPARE(rows[2].split_key, dialogues.get(rows[2].dialogue.id).split_key);
        rows[2].split = rows[2].split == run::Split::Train ? run::Split::Test : run::Split::Train;
        run::writeDataset(folder.datasetFile(), rows);
        changes = workspace::changesSince(database, id);
        QCOMPARE(changes.moved.size(), size_t(1));
        QCOMPARE(changes.moved[0].id, rows[2].dialogue.id);
        QVERIFY(changes.moved[0].was == rows[2].split && changes.moved[0].now != rows[2].split);
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

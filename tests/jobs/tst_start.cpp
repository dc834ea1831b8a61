// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "fakes/bench_workspace.h"
#include "jobs/job_queue.h"
#include "run/adapter_place.h"
#include "workspace/model_catalog.h"

#include <SQLiteCpp/Database.h>

#include <algorithm>

class TstStart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { bench::useFakeEngine("normal"); }

    // A workspace that was moved: its predictions find their adapter, are resumed, and its models are found inside it.
    void aMovedWorkspaceGoesOn()
    {
        QTemporaryDir dir;
        const std::filesystem::path before = std::filesystem::path(dir.path().toStdString()) / "a.attune";
        const std::filesystem::path after = std::filesystem::path(dir.path().toStdString()) / "elsewhere" / "b.attune";
        const std::filesystem::path model = std::filesystem::path(dir.path().toStdString()) / "model";
        std::filesystem::create_directory(model);
        std::string training, prediction;
        const auto ends = [](workspace::Workspace &workspace, const std::string &id) {
            return workspace.runs().get(id).state == storage::RunState::Ended;
        };
        {
            const auto workspace = workspace::Workspace::create(before);
            jobs::WorkspaceJobs jobs(*workspace, { .runs_jobs = true, .scores_predictions = false });
            std::vector<dialogue::Dialogue> dialogues;
            for (int i = 1; i <= 20; ++i)
                dialogues.push_back(bench::dialogueOf(i));
            workspace->dialogues().addAll(dialogues, "me");
            const workspace::Frozen data = workspace::freeze(workspace->database(), {});
            run::TrainSpec train;
            train.base_model = model.string();
            train.device = "cpu";
            training = jobs::startTraining(jobs, train, data, "the training");
            QTRY_VERIFY_WITH_TIMEOUT(ends(*workspace, training) && jobs.queue().isIdle(), 20000);
            bench::useFakeEngine("polite");
            run::PredictSpec predict;
            predict.base_model = model.string();
            predict.device = "cpu";
            predict.adapter = workspace->runs().get(training).adapter.string();
            prediction = jobs::startPrediction(jobs, predict, data, "the replies");
            const storage::RunRow row = workspace->runs().get(prediction);
            const auto &frozen = std::get<run::PredictSpec>(row.spec.job);
            QCOMPARE(frozen.adapter, "../" + workspace->runs().get(training).folder.filename().string() + "/adapter");
            QCOMPARE(frozen.adapter_run, training);
            QTRY_VERIFY_WITH_TIMEOUT(workspace->runs().get(prediction).step > 0, 20000);
            jobs.queue().stop(QString::fromStdString(prediction));
            QTRY_VERIFY_WITH_TIMEOUT(ends(*workspace, prediction) && jobs.queue().isIdle(), 20000);
            std::filesystem::create_directory(before / "models");
            std::filesystem::create_directory(before / "models" / "mine");
            workspace->models().add((before / "models" / "mine").string());
            workspace->models().setChatTemplate((before / "models" / "mine").string(), "chatml");
        }
        std::filesystem::create_directories(after.parent_path());
        std::filesystem::rename(before, after);
        bench::useFakeEngine("normal");
        const auto workspace = workspace::Workspace::open(after);
        jobs::WorkspaceJobs jobs(*workspace, { .runs_jobs = true, .scores_predictions = false });
        const storage::RunRow row = workspace->runs().get(prediction);
        QCOMPARE(run::resolveAdapter(run::RunFolder(row.folder), std::get<run::PredictSpec>(row.spec.job)), workspace->runs().get(training).adapter);
        QVERIFY(std::filesystem::exists(workspace->runs().get(training).adapter));
        jobs.queue().resume(QString::fromStdString(prediction));
        QTRY_VERIFY_WITH_TIMEOUT(ends(*workspace, prediction) && jobs.queue().isIdle(), 20000);
        QCOMPARE(workspace->runs().get(prediction).outcome.value_or(run::Outcome::Lost), run::Outcome::Finished);
        QCOMPARE(workspace->models().list().at(0).path, (after / "models" / "mine").string());
        QCOMPARE(workspace->models().chatTemplateOf((after / "models" / "mine").string()), std::string("chatml"));
    }

    void aChosenChatTemplateGoesWithEveryRun_data()
    {
        QTest::addColumn<QString>("chosen"); // for the model
        QTest::addColumn<QString>("asked"); // by the spec itself
        QTest::addColumn<QString>("frozen");
        QTest::newRow("recognised") << QString() << QString() << QString();
        QTest::newRow("chosen for the model") << QStringLiteral("chatml") << QString() << QStringLiteral("chatml");
        QTest::newRow("the spec has its own") << QStringLiteral("chatml") << QStringLiteral("llama-3") << QStringLiteral("llama-3");
    }
    void aChosenChatTemplateGoesWithEveryRun()
    {
        QFETCH(QString, chosen);
        QFETCH(QString, asked);
        QFETCH(QString, frozen);
        bench::Bench bench({ .runs_jobs = false, .scores_predictions = false });
        bench.workspace->models().add(bench.model());
        bench.workspace->models().setChatTemplate(bench.model(), chosen.toStdString());
        const workspace::Frozen data = workspace::freeze(bench.workspace->database(), {});
        run::TrainSpec train = bench.training();
        train.chat_template = asked.toStdString();
        const run::JobSpec trained = run::RunFolder(bench.run(jobs::startTraining(*bench.jobs, train, data)).folder).spec();
        QCOMPARE(std::get<run::TrainSpec>(trained.job).chat_template, frozen.toStdString());
        run::PredictSpec predict = bench.prediction();
        predict.chat_template = asked.toStdString();
        const run::JobSpec predicted = run::RunFolder(bench.run(jobs::startPrediction(*bench.jobs, predict, data)).folder).spec();
        QCOMPARE(std::get<run::PredictSpec>(predicted.job).chat_template, frozen.toStdString());
        const auto models = workspace::catalogModels(*bench.workspace);
        QVERIFY(std::any_of(models.begin(), models.end(), [&](const workspace::CatalogModel &model) {
            return model.key == bench.model() && model.chat_template == chosen.toStdString();
        }));
    }

    // A run that could not be registered leaves no folder that would be found as a stopped one later.
    void aRunThatIsNotRegisteredLeavesNothing()
    {
        bench::Bench bench({ .runs_jobs = false, .scores_predictions = false });
        const workspace::Frozen data = workspace::freeze(bench.workspace->database(), {});
        bench.workspace->database().connection().setBusyTimeout(10);
        auto other = storage::Database::open(bench.workspace->folder(), storage::Maintenance::None);
        other.transaction([&] { QVERIFY_EXCEPTION_THROWN(jobs::startTraining(*bench.jobs, bench.training(), data), base::Failure); });
        QVERIFY(std::filesystem::is_empty(bench.workspace->database().runsDir()));
        QVERIFY(bench.workspace->runs().list().empty());
    }
};

ATTUNE_TEST(TstStart)
#include "tst_start.moc"

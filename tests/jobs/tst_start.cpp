// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "fakes/bench_workspace.h"
#include "workspace/model_catalog.h"

#include <SQLiteCpp/Database.h>

#include <algorithm>

class TstStart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { bench::useFakeEngine("normal"); }

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

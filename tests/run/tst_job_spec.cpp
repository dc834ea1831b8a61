// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "run/job_spec.h"

using namespace run;
using base::Json;

class TstJobSpec : public QObject
{
    Q_OBJECT
private:
    static JobSpec trainSpec()
    {
        TrainSpec train;
        train.base_model = "model.gguf";
        return JobSpec { "id", "name", "2026-01-01T00:00:00.000Z", "0.1.0", "hash", {}, train };
    }

private Q_SLOTS:
    void roundTrips_data()
    {
        QTest::addColumn<bool>("train");
        QTest::newRow("train") << true;
        QTest::newRow("predict") << false;
    }
    void roundTrips()
    {
        QFETCH(bool, train);
        JobSpec spec = trainSpec();
        if (train) {
            auto &job = std::get<TrainSpec>(spec.job);
            job.learning_rate = 3e-4;
            job.loss_on = LossOn::LastSupporterTurn;
            job.lora_target = { "q_proj" };
        } else {
            PredictSpec job;
            job.base_model = "m";
            job.decoding.do_sample = true;
            job.decoding.stop = { "\n\n" };
            job.history = History::Own;
            spec.job = job;
        }
        const Json json = toJson(spec);
        QCOMPARE(toJson(jobSpecFromJson(json, "spec.json")), json);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("rank 0") << QByteArray("lora_rank") << QByteArray("0");
        QTest::newRow("misspelt field") << QByteArray("lora_rnak") << QByteArray("8");
        QTest::newRow("wrong type") << QByteArray("cutoff_len") << QByteArray("\"2048\"");
        QTest::newRow("negative rate") << QByteArray("learning_rate") << QByteArray("-1");
        QTest::newRow("unknown schedule") << QByteArray("lr_scheduler_type") << QByteArray("\"wavy\"");
        QTest::newRow("unknown enum") << QByteArray("finetuning_type") << QByteArray("\"qlora\"");
        QTest::newRow("no model") << QByteArray("base_model") << QByteArray("\"\"");
        QTest::newRow("no targets") << QByteArray("lora_target") << QByteArray("[]");
    }
    void refuses()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        Json json = toJson(trainSpec());
        json["job"][field.toStdString()] = Json::parse(value.toStdString());
        try {
            jobSpecFromJson(json, "spec.json");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QVERIFY2(std::string(failure.what()).find(field.toStdString()) != std::string::npos, failure.what());
        }
    }
    // The refusal becomes an event, whose line must stay short.
    void quotesOnlyTheBeginning_data()
    {
        QTest::addColumn<QByteArray>("member");
        const QByteArray longText(700'000, 'a');
        QTest::newRow("name") << '"' + longText + "\":1";
        QTest::newRow("value") << "\"other\":\"" + longText + '"';
        QTest::newRow("choice") << "\"finetuning_type\":\"" + longText + '"';
    }
    void quotesOnlyTheBeginning()
    {
        QFETCH(QByteArray, member);
        Json json = toJson(trainSpec());
        json["job"].update(Json::parse("{" + member.toStdString() + "}"));
        try {
            jobSpecFromJson(json, "spec.json");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QVERIFY(std::string(failure.what()).size() < 1000);
        }
    }
};

ATTUNE_TEST(TstJobSpec)
#include "tst_job_spec.moc"

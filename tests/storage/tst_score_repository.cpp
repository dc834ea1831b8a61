// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "samples.h"
#include "storage/run_repository.h"
#include "storage/score_repository.h"

namespace fs = std::filesystem;
using base::Json;

namespace {

Json scores()
{
    return Json { { "definition", "official@1" }, { "replies", 2 }, { "blank_predictions", 0 }, { "bleu_4", 1.25 },
        { "meteor", 14.5 }, { "rouge_l", 17.5 }, { "vector_extrema", nullptr }, { "distinct_2", 33.0 }, { "distinct_3", 59.0 },
        { "g_score", nullptr }, { "total", 11.0 }, { "total_partial", true }, { "total_missing_weight", 0.2 },
        { "missing", { { "vector_extrema", "no vectors" }, { "g_score", "nobody gave one" } } }, { "provenance", Json::object() },
        { "created", "2026-11-24T10:00:00.000Z" },
        { "turns", { { { "dialogue_id", "d1" }, { "turn_id", "t2" } }, { { "dialogue_id", "d1" }, { "turn_id", "t4" } } } },
        { "per_reply", { { "bleu_4", { 2.5, 0.0 } }, { "rouge_l", { 15.0, 20.0 } } } } };
}

} // namespace

class TstScoreRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numberLeadsToItsReplies()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        const run::RunFolder folder = samples::runFolder(database.runsDir(), run::JobKind::Predict);
        storage::RunRepository runs(database);
        const std::string id = runs.add(folder).id;
        for (const char *turn : { "t2", "t4" }) {
            const run::Prediction p { "d1", turn, 1, "1", "hi", "reference", turn, "stop", 10, 3, 0.5 };
            base::appendToFile(folder.predictionsFile(), base::toLine(toJson(p)) + "\n");
        }
        runs.record(id);
        fs::create_directories(folder.scoresDir());
        const fs::path file = folder.scoresDir() / "official@1-1.json";
        base::writeFileAtomically(file, scores().dump());
        storage::ScoreRepository repository(database);
        const storage::ScoreSet set = repository.addFile(id, file);
        QCOMPARE(repository.addFile(id, file).id, set.id); // once a file
        QCOMPARE(set.file, std::string("scores/official@1-1.json"));
        QCOMPARE(*set.value("bleu_4"), 1.25);
        QVERIFY(!set.value("g_score"));
        QCOMPARE(*set.value("total"), 11.0);
        QCOMPARE(set.missing.size(), size_t(2));
        const auto lowest = repository.replies(set.id, "bleu_4");
        QCOMPARE(lowest.size(), size_t(2));
        QCOMPARE(lowest[0].reply.turn_id, std::string("t4"));
        QCOMPARE(*repository.replies(set.id, "rouge_l", false).at(0).value, 20.0);
        QVERIFY(!repository.replies(set.id, "distinct_2").at(0).value); // of the whole
        QCOMPARE(repository.latest(id)->id, set.id);
        QVERIFY(!repository.latest(id, "other@1"));
        QCOMPARE(storage::rebuildRuns(database).scores, 1);
        QCOMPARE(repository.list(id).size(), size_t(1));
    }

    void badFilesAreRefusedWhole_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no json") << QByteArray("{");
        QTest::newRow("other shape") << QByteArray("{\"a\":1}");
        Json fewer = scores();
        fewer["per_reply"]["bleu_4"] = Json { 1 };
        QTest::newRow("fewer values than turns") << QByteArray(fewer.dump().c_str());
    }
    void badFilesAreRefusedWhole()
    {
        QFETCH(QByteArray, content);
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        const run::RunFolder folder = samples::runFolder(database.runsDir(), run::JobKind::Predict);
        const std::string id = storage::RunRepository(database).add(folder).id;
        fs::create_directories(folder.scoresDir());
        base::writeFileAtomically(folder.scoresDir() / "x.json", content.toStdString());
        storage::ScoreRepository repository(database);
        QVERIFY_EXCEPTION_THROWN(repository.addFile(id, folder.scoresDir() / "x.json"), base::Failure);
        QVERIFY(repository.list(id).empty());
    }
};

ATTUNE_TEST(TstScoreRepository)
#include "tst_score_repository.moc"

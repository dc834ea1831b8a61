// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "run/job_spec.h"

using namespace run;
using base::Json;

class TstSplitRecord : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrips_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("seeded") << QByteArray(R"({"version":2,"by":"seed","seed":42,"ratios":[8.0,1.0,1.0]})") << QByteArray("seed 42, 8:1:1");
        QTest::newRow("all of it") << QByteArray(R"({"version":2,"by":"seed","seed":18446744073709551615,"ratios":[7.0,1.5,1.5],"sources":["a.json"],"without_sources":["chat"],"search":"exam","language":"en","part":"test","cut_to_tokens":12000})")
                                   << QByteArray("seed 18446744073709551615, 7:1.5:1.5, only a.json, without chat, with the words \"exam\", language en, test only, cut to 12000 training tokens");
        QTest::newRow("by file") << QByteArray(R"({"by":"file","files":{"a, b.json":"train","c.json":"test"}})") << QByteArray("by file: a, b.json train, c.json test");
        QTest::newRow("nothing said") << QByteArray("{}") << QByteArray();
        QTest::newRow("a sentence") << QByteArray(R"({"sentence":"by author"})") << QByteArray("by author");
    }
    void roundTrips()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, text);
        const SplitRecord record = splitRecordFromJson(Json::parse(json.toStdString()), "spec.json");
        QCOMPARE(QByteArray::fromStdString(base::toLine(toJson(record))), json);
        QCOMPARE(QByteArray::fromStdString(splitText(record)), text);
    }
    void wrongOnesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("two ratios") << QByteArray(R"({"ratios":[8,1]})");
        QTest::newRow("ratios as text") << QByteArray(R"({"ratios":["8","1","1"]})");
        QTest::newRow("a part of another name") << QByteArray(R"({"part":"dev"})");
        QTest::newRow("a file's part") << QByteArray(R"({"files":{"a":1}})");
        QTest::newRow("sources") << QByteArray(R"({"sources":[1]})");
    }
    void wrongOnesAreRefused()
    {
        QFETCH(QByteArray, json);
        QVERIFY_EXCEPTION_THROWN(splitRecordFromJson(Json::parse(json.toStdString()), "spec.json"), base::Failure);
    }
    // As specs had it until the split was told in facts.
    void olderSentencesAreRead_data()
    {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *sentence, const char *text) { QTest::newRow(sentence) << QString::fromLatin1(sentence) << QString::fromLatin1(text); };
        row("seed 42, 8:1:1 by situation", "seed 42, 8:1:1 by situation, split version 1");
        row("seed 7, 7:1.5:1.5", "seed 7, 7:1.5:1.5, split version 1");
        row("seed 42, 8:1:1 by situation, test only", "seed 42, 8:1:1 by situation, split version 1, test only");
        row("seed 42, 8:1:1 by situation, cut to 12034 training tokens for the demo, test only",
            "seed 42, 8:1:1 by situation, split version 1, test only, cut to 12034 training tokens");
        row("by file: train.json train, val.json validation, test.json test", "by file: test.json test, train.json train, val.json validation");
        row("by file: a, b.json train, c.json test, test only", "by file: a, b.json train, c.json test, test only");
        row("seed 42, 8:1:1 by author", "seed 42, 8:1:1 by author");
        row("by file: nothing", "by file: nothing");
        row("", "");
    }
    void olderSentencesAreRead()
    {
        QFETCH(QString, sentence);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(splitText(splitFromSentence(sentence.toStdString()))), text);
        const Json spec { { "kind", "train" }, { "run_id", "r" }, { "split_recipe", sentence.toStdString() }, { "job", Json { { "base_model", "m" } } } };
        const JobSpec read = jobSpecFromJson(spec, "spec.json");
        QCOMPARE(QString::fromStdString(splitText(read.split)), text);
        // Written again it says the same, as facts.
        const JobSpec again = jobSpecFromJson(toJson(read), "spec.json");
        QVERIFY(again.split == read.split);
    }
};

ATTUNE_TEST(TstSplitRecord)
#include "tst_split_record.moc"

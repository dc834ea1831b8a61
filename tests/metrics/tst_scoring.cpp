// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "dialogue/format.h"
#include "harness/test_case.h"
#include "metrics/pairs.h"
#include "metrics/wordnet.h"

#include <cmath>

using namespace metrics;
using base::Json;

class TstScoring : public QObject
{
    Q_OBJECT
private:
    static std::vector<TextPair> some()
    {
        return { { "You did well today.", "You did very well today." }, { "Tell me more.", "" }, { "I am here.", "I am here for you." } };
    }

private Q_SLOTS:
    void totals_data()
    {
        QTest::addColumn<QList<double>>("values"); // -1: missing
        QTest::addColumn<double>("total");
        QTest::addColumn<double>("missingWeight");
        QTest::newRow("all ones") << QList<double> { 1, 1, 1, 1, 1, 1, 1 } << 1.0 << 0.0;
        // The published row of the second place: 39.62.
        QTest::newRow("published") << QList<double> { .0625, .2721, .2989, .9622, .3099, .5512, .8720 } << 0.39623 << 0.0;
        QTest::newRow("two missing") << QList<double> { .5, .5, .5, -1, .5, .5, -1 } << 0.4 << 0.2;
        QTest::newRow("none") << QList<double> { -1, -1, -1, -1, -1, -1, -1 } << -1.0 << 1.0;
    }
    void totals()
    {
        QFETCH(QList<double>, values);
        QFETCH(double, total);
        QFETCH(double, missingWeight);
        std::array<std::optional<double>, kMetricCount> given;
        for (size_t i = 0; i < kMetricCount; ++i)
            given[i] = values[qsizetype(i)] < 0 ? std::nullopt : std::optional(values[qsizetype(i)]);
        const Total result = metrics::total(given, officialWeights());
        QCOMPARE(result.value.has_value(), total >= 0);
        if (result.value)
            QVERIFY(std::abs(*result.value - total) < 1e-9);
        QVERIFY(std::abs(result.missing_weight - missingWeight) < 1e-12);
        QCOMPARE(result.isPartial(), missingWeight > 0);
    }
    void namesGoBothWays()
    {
        for (const Metric metric : kMetrics)
            QCOMPARE(*metricFromName(metricName(metric)), metric);
        QVERIFY(!metricFromName("bleu"));
    }
    void whatIsMissingHasAReason()
    {
        ScoringResources resources;
        resources.wordnet_dir = "/nowhere";
        const Scores scores = scorePairs(some(), resources);
        QVERIFY(!scores.value(Metric::Meteor) && !scores.value(Metric::VectorExtrema) && !scores.value(Metric::GScore));
        QVERIFY(scores.replyValues(Metric::Meteor).empty());
        QCOMPARE(scores.missing.size(), size_t(3));
        QVERIFY(scores.missing[0].reason.find("wordnet-base") != std::string::npos);
        QVERIFY(scores.total.isPartial());
        QVERIFY(std::abs(scores.total.missing_weight - 0.4) < 1e-12);
        const Json json = toJson(scores);
        QVERIFY(json["meteor"].is_null() && json["g_score"].is_null());
        QVERIFY(json["missing"].contains("vector_extrema"));
        QVERIFY(json["total"].is_number() && json["total_partial"].get<bool>());
    }
    void withEverythingTheTotalIsWhole()
    {
        if (!std::filesystem::exists(WordNet::defaultDir() / "data.noun"))
            QSKIP("skipped: WordNet not present");
        QTemporaryDir dir;
        const std::filesystem::path vectors = std::filesystem::path(dir.path().toStdString()) / "toy.txt";
        base::writeFileAtomically(vectors, "You 1 2\ndid 0 1\nwell 2 0\nI 1 1\nam 3 1\nother 9 9\n");
        ScoringResources resources;
        resources.vector_file = vectors;
        resources.g_score = 0.8;
        const Scores fromFile = scorePairs(some(), resources);
        QVERIFY(fromFile.missing.empty() && !fromFile.total.isPartial());
        QCOMPARE(fromFile.provenance["vectors"]["name"].get<std::string>(), std::string("toy.txt"));
        QCOMPARE(fromFile.provenance["g_score"].get<std::string>(), std::string("entered by hand"));
        resources.vectors = std::make_shared<VectorTable>(VectorTable::load(vectors));
        QCOMPARE(toJson(scorePairs(some(), resources)), toJson(fromFile));
        double sum = 0;
        for (const Metric metric : kMetrics)
            sum += *fromFile.value(metric) * officialWeights()[size_t(metric)];
        QVERIFY(std::abs(*fromFile.total.value - sum) < 1e-12);
    }
    void gScoreIsAFraction_data()
    {
        QTest::addColumn<double>("value");
        QTest::newRow("percent") << 87.2;
        QTest::newRow("negative") << -0.1;
        QTest::newRow("not a number") << std::nan("");
    }
    void gScoreIsAFraction()
    {
        QFETCH(double, value);
        ScoringResources resources;
        resources.g_score = value;
        QVERIFY_EXCEPTION_THROWN(scorePairs(some(), resources), base::Failure);
    }
    void nothingToScore()
    {
        const Scores scores = scorePairs({});
        QVERIFY(!scores.total.value);
        QCOMPARE(scores.missing.size(), kMetricCount);
        QVERIFY(toJson(scores)["total"].is_null());
    }
    void jsonReturns()
    {
        const Scores scores = scorePairs(some());
        const Json json = base::parseJson(base::toLine(toJson(scores)), "scores");
        const Scores again = scoresFromJson(json, "scores");
        QCOMPARE(again.definition, std::string("official@1"));
        QCOMPARE(again.replies, size_t(3));
        QCOMPARE(again.blank_predictions, size_t(1));
        for (const Metric metric : kMetrics) {
            QCOMPARE(again.value(metric).has_value(), scores.value(metric).has_value());
            if (scores.value(metric))
                QVERIFY(std::abs(*again.value(metric) - *scores.value(metric)) < 1e-15);
        }
        QCOMPARE(again.missing.size(), scores.missing.size());
        QCOMPARE(again.total.isPartial(), scores.total.isPartial());
        QCOMPARE(perReplyToJson(scores)["bleu_4"].size(), size_t(3));
        QVERIFY_EXCEPTION_THROWN(scoresFromJson(Json::object(), "scores"), base::Failure);
    }
    void invalidTextAndLongTextAreScored()
    {
        std::string endless;
        for (int i = 0; i < 5000; ++i)
            endless += "sesesesing word" + std::to_string(i % 500) + ' ';
        QElapsedTimer timer;
        timer.start();
        const Scores scores = scorePairs({ { "a \xFF b", "a \xFF\xFE b\xE2" }, { endless, endless }, { std::string(300000, 's'), std::string(300000, 'e') } });
        QVERIFY2(timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));
        for (const Metric metric : { Metric::Bleu4, Metric::RougeL }) {
            for (const double value : scores.replyValues(metric))
                QVERIFY(value >= 0 && value <= 1);
        }
    }
    void cancelAndProgress()
    {
        const std::vector<TextPair> many(500, some()[0]);
        int calls = 0;
        scorePairs(many, {}, [&](double done) { calls += done > 0 && done <= 1; });
        QCOMPARE(calls, 7);
        base::CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(scorePairs(many, {}, {}, cancel), base::Failure);
    }
    void aDamagedWordNetIsRefused()
    {
        QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        for (const char *part : { "noun", "verb", "adj", "adv" }) {
            base::writeFileAtomically(folder / (std::string("index.") + part), "b n 1 0 1 0 0\na n 1 0 1 0 0\n");
            base::writeFileAtomically(folder / (std::string("data.") + part), "garbage");
            base::writeFileAtomically(folder / (std::string(part) + ".exc"), "\n\n x\n");
        }
        ScoringResources resources;
        resources.wordnet_dir = folder;
        QVERIFY_EXCEPTION_THROWN(scorePairs(some(), resources), base::Failure);
        // In order, but with entries that lead nowhere: such entries give no synonyms.
        for (const char *part : { "noun", "verb", "adj", "adv" })
            base::writeFileAtomically(folder / (std::string("index.") + part),
                "am n 99999999999 99999999999 1 0 0\ndid n 2 0 2 0 99999999999999 3\ni n\nwell n 1 0 1 0 0");
        QVERIFY(scorePairs(some(), resources).value(Metric::Meteor));
    }
    void realFileAgainstItself()
    {
        if (harness::realData().empty())
            QSKIP("skipped: real data not present");
        if (!std::filesystem::exists(WordNet::defaultDir() / "data.noun"))
            QSKIP("skipped: WordNet not present");
        const auto dialogues = dialogue::importDialogues(harness::realData() / "pesc" / "val.json").dialogues;
        const auto pairs = textsOf(pairReplies(dialogues, dialogues).pairs);
        QCOMPARE(pairs.size(), size_t(1500));
        const Scores scores = scorePairs(pairs);
        const auto percent = [&](Metric metric, int decimals) { return QString::number(*scores.value(metric) * 100, 'f', decimals); };
        QCOMPARE(percent(Metric::Bleu4, 9), QStringLiteral("100.000000000"));
        QCOMPARE(percent(Metric::RougeL, 9), QStringLiteral("100.000000000"));
        QCOMPARE(percent(Metric::Meteor, 5), QStringLiteral("99.99855"));
        QCOMPARE(percent(Metric::Distinct2, 2), QStringLiteral("33.02"));
        QCOMPARE(percent(Metric::Distinct3, 2), QStringLiteral("59.05"));
    }
};

ATTUNE_TEST(TstScoring)
#include "tst_scoring.moc"

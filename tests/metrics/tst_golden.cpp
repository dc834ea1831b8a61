// SPDX-License-Identifier: GPL-3.0-or-later
// Values that NLTK and rouge-score computed (tests/peers/metrics.py --write-golden), to the last digits.
#include "base/files.h"
#include "base/hash.h"
#include "harness/test_case.h"
#include "metrics/porter.h"
#include "metrics/scoring.h"
#include "metrics/wordnet.h"

#include <cmath>
#include <set>

using namespace metrics;
using base::Json;

class TstGolden : public QObject
{
    Q_OBJECT
private:
    Json m_golden;
    bool m_hasWordNet = false;

    static std::vector<TextPair> pairsOf(const Json &rows, size_t count)
    {
        std::vector<TextPair> pairs;
        for (size_t i = 0; i < count; ++i)
            pairs.push_back({ rows[i]["reference"].get<std::string>(), rows[i]["prediction"].get<std::string>() });
        return pairs;
    }
    // Every word that an index of WordNet lists, in the order of its bytes.
    static std::set<std::string> lemmas()
    {
        std::set<std::string> words;
        for (const char *part : { "noun", "verb", "adj", "adv" }) {
            base::forEachLine(WordNet::defaultDir() / (std::string("index.") + part), 0, [&](std::string_view line) {
                if (line.front() != ' ')
                    words.emplace(line.substr(0, line.find(' ')));
            });
        }
        return words;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_golden = base::readJson(harness::golden("metrics_official.json"));
        m_hasWordNet = std::filesystem::exists(WordNet::defaultDir() / "data.noun");
    }
    void everyReply_data()
    {
        QTest::addColumn<int>("row");
        for (int i = 0; i < int(m_golden["pairs"].size()); ++i)
            QTest::addRow("pair %d", i) << i;
    }
    void everyReply()
    {
        if (!m_hasWordNet)
            QFAIL("WordNet is not installed: run packaging/setup.sh");
        QFETCH(int, row);
        const Json &expected = m_golden["pairs"][size_t(row)];
        const Scores scores = scorePairs(pairsOf(m_golden["pairs"], size_t(row) + 1));
        for (const Metric metric : { Metric::Bleu4, Metric::Meteor, Metric::RougeL }) {
            const double value = scores.replyValues(metric).back();
            const double wanted = expected[std::string(metricName(metric))].get<double>();
            QVERIFY2(std::abs(value - wanted) <= 1e-12,
                qPrintable(QString::asprintf("%s: %.17g instead of %.17g", metricName(metric).data(), value, wanted)));
        }
    }
    void distinctOfAll()
    {
        const Scores scores = scorePairs(pairsOf(m_golden["pairs"], m_golden["pairs"].size()));
        QVERIFY(std::abs(*scores.value(Metric::Distinct2) - m_golden["distinct_2"].get<double>()) < 1e-15);
        QVERIFY(std::abs(*scores.value(Metric::Distinct3) - m_golden["distinct_3"].get<double>()) < 1e-15);
    }
    // The published means of the first twelve pairs.
    void meansOfTheTable()
    {
        if (!m_hasWordNet)
            QFAIL("WordNet is not installed: run packaging/setup.sh");
        const Scores scores = scorePairs(pairsOf(m_golden["pairs"], 12));
        const auto near = [&](Metric metric, double wanted) { return std::abs(*scores.value(metric) - wanted) < 1e-9; };
        QVERIFY(near(Metric::Bleu4, 0.135460267));
        QVERIFY(near(Metric::Meteor, 0.397185899));
        QVERIFY(near(Metric::RougeL, 0.546927415));
        QVERIFY(near(Metric::Distinct2, 0.912280702));
        QVERIFY(near(Metric::Distinct3, 0.958333333));
        QCOMPARE(scores.blank_predictions, size_t(1));
    }
    // The example in NLTK's own documentation of METEOR.
    void theExampleOfNltk()
    {
        if (!m_hasWordNet)
            QFAIL("WordNet is not installed: run packaging/setup.sh");
        const Scores scores = scorePairs({ { "It is a guide to action that ensures that the military will forever heed Party commands",
            "It is a guide to action which ensures that the military always obeys the commands of the party" } });
        QVERIFY(std::abs(*scores.value(Metric::Meteor) - 0.694444444) < 1e-9);
    }
    void stemsOfAllOfWordNet()
    {
        if (!m_hasWordNet)
            QFAIL("WordNet is not installed: run packaging/setup.sh");
        std::string lines;
        const std::set<std::string> words = lemmas();
        for (const std::string &word : words)
            lines += word + ' ' + porterStem(word) + '\n';
        QCOMPARE(words.size(), m_golden["stems"]["count"].get<size_t>());
        QCOMPARE(base::sha256(lines), m_golden["stems"]["sha256"].get<std::string>());
    }
    void synonymsOfASeventhOfWordNet()
    {
        if (!m_hasWordNet)
            QFAIL("WordNet is not installed: run packaging/setup.sh");
        std::set<std::string> stems;
        int number = 0;
        for (const std::string &word : lemmas()) {
            if (number++ % 7 == 0)
                stems.insert(porterStem(word));
        }
        const WordNet wordnet(WordNet::defaultDir());
        QCOMPARE(wordnet.version(), std::string("3.0"));
        std::string lines;
        for (const std::string &stem : stems) {
            lines += stem + ':';
            for (const std::string &synonym : wordnet.synonyms(stem))
                lines += ' ' + synonym;
            lines += '\n';
        }
        QCOMPARE(stems.size(), m_golden["synonyms"]["count"].get<size_t>());
        QCOMPARE(base::sha256(lines), m_golden["synonyms"]["sha256"].get<std::string>());
    }
};

ATTUNE_TEST(TstGolden)
#include "tst_golden.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "metrics/bleu.h"
#include "metrics/distinct.h"
#include "metrics/porter.h"
#include "metrics/rouge_l.h"
#include "metrics/tokens.h"
#include "metrics/wordnet.h"

#include <algorithm>
#include <cmath>
#include <random>

using namespace metrics;

class TstSingleMetrics : public QObject
{
    Q_OBJECT
private:
    // The textbook table, for comparison.
    static size_t plainLcs(const Tokens &a, const Tokens &b)
    {
        std::vector<std::vector<size_t>> table(a.size() + 1, std::vector<size_t>(b.size() + 1, 0));
        for (size_t i = 1; i <= a.size(); ++i) {
            for (size_t j = 1; j <= b.size(); ++j)
                table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
        }
        return table[a.size()][b.size()];
    }

private Q_SLOTS:
    void porter_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QByteArray>("stem");
        const char *pairs = "skies sky dying die news news innings inning proceed proceed exhausted exhaust worries worri happily happili "
                            "feelings feel overwhelmed overwhelm understanding understand generously gener relational relat it's it' "
                            "you\xE2\x80\x99re you\xE2\x80\x99r can't can't studies studi agreed agre played play enjoying enjoy hopping hop "
                            "fly fli flies fli say say ies i dies die sadness sad anxious anxiou depression depress breakups breakup "
                            "tonight tonight yes ye as as was wa university univers";
        const QByteArrayList words = QByteArray(pairs).split(' ');
        for (int i = 0; i + 1 < words.size(); i += 2)
            QTest::newRow(words[i].constData()) << words[i] << words[i + 1];
    }
    void porter()
    {
        QFETCH(QByteArray, word);
        QFETCH(QByteArray, stem);
        QCOMPARE(QByteArray::fromStdString(porterStem(word.toStdString())), stem);
    }
    void oddWordsHaveStems()
    {
        for (const std::string &word : { std::string(), std::string("\xFF\xFE"), std::string(100000, 'y'), std::string(50000, 's') + "ed" })
            porterStem(word);
        QCOMPARE(porterStem("a*ded"), std::string("ad")); // NLTK's rule list taken by its word
    }
    void bleu_data()
    {
        QTest::addColumn<QList<int>>("reference");
        QTest::addColumn<QList<int>>("hypothesis");
        QTest::addColumn<double>("value");
        const QList<int> five { 1, 2, 3, 4, 5 };
        QTest::newRow("equal") << five << five << 1.0;
        QTest::newRow("both empty") << QList<int> {} << QList<int> {} << 0.0;
        QTest::newRow("no reference") << QList<int> {} << five << 0.0;
        QTest::newRow("nothing in common") << five << QList<int> { 7, 8 } << 0.0;
        QTest::newRow("one word") << QList<int> { 1 } << QList<int> { 1 } << std::pow(0.001, 0.25);
        // Orders 4/4, 3/3, 2/2, 1/1 and a brevity penalty of exp(1 - 5/4).
        QTest::newRow("shorter") << five << QList<int> { 1, 2, 3, 4 } << std::exp(-0.25);
        // Longer: 5/6, 4/5, 3/4, 2/3 and no penalty.
        QTest::newRow("longer") << five << QList<int> { 1, 2, 3, 4, 5, 6 } << std::pow(5.0 / 6 * 4 / 5 * 3 / 4 * 2 / 3, 0.25);
        // Clipped: of five 1s, two count.
        QTest::newRow("repeated") << QList<int> { 1, 1, 2 } << QList<int> { 1, 1, 1, 1, 1 }
                                  << std::pow(2.0 / 5 * 1 / 4 * (0.1 / 3) * (0.1 / 2), 0.25);
    }
    void bleu()
    {
        QFETCH(QList<int>, reference);
        QFETCH(QList<int>, hypothesis);
        QFETCH(double, value);
        BleuScorer scorer;
        const Tokens a(reference.begin(), reference.end());
        const Tokens b(hypothesis.begin(), hypothesis.end());
        scorer.score(b, a); // what is remembered must not matter
        QVERIFY(std::abs(scorer.score(a, b) - value) < 1e-15);
    }
    void rougeEqualsTheTextbook()
    {
        std::mt19937 random(1);
        RougeLScorer scorer;
        for (int round = 0; round < 2000; ++round) {
            Tokens a(random() % 200);
            Tokens b(random() % 200);
            const unsigned letters = random() % 20 + 1;
            for (Tokens *tokens : { &a, &b })
                std::ranges::generate(*tokens, [&] { return random() % letters; });
            const double common = static_cast<double>(plainLcs(a, b));
            const double p = b.empty() ? 0 : common / static_cast<double>(b.size());
            const double r = a.empty() ? 0 : common / static_cast<double>(a.size());
            QCOMPARE(scorer.score(a, b), p + r > 0 ? 2 * p * r / (p + r) : 0.0);
        }
    }
    void rougeTokensAreStemmed()
    {
        RougeTokenizer tokenizer;
        QCOMPARE(tokenizer.tokens("Worries, feelings!"), tokenizer.tokens("worry feeling"));
        QVERIFY(tokenizer.tokens("was") != tokenizer.tokens("wa")); // three letters stay
        QVERIFY(tokenizer.tokens("\xE5\xA4\xB1\xE7\x9C\xA0").empty());
    }
    void distinct_data()
    {
        QTest::addColumn<QList<QList<int>>>("replies");
        QTest::addColumn<double>("two");
        QTest::addColumn<double>("three");
        QTest::newRow("none") << QList<QList<int>> {} << 0.0 << 0.0;
        QTest::newRow("short") << QList<QList<int>> { { 1 }, {} } << 0.0 << 0.0;
        QTest::newRow("i am here for you, i am here to help") << QList<QList<int>> { { 1, 2, 3, 4, 5 }, { 1, 2, 3, 6, 7 } } << 0.75 << 5.0 / 6;
        QTest::newRow("never across replies") << QList<QList<int>> { { 1, 2 }, { 1, 2 } } << 0.5 << 0.0;
    }
    void distinct()
    {
        QFETCH(QList<QList<int>>, replies);
        QFETCH(double, two);
        QFETCH(double, three);
        DistinctCounter counter;
        for (const QList<int> &reply : replies)
            counter.add(Tokens(reply.begin(), reply.end()));
        QCOMPARE(counter.distinct2(), two);
        QCOMPARE(counter.distinct3(), three);
    }
    void pairsAreNumberedExactly()
    {
        PairIndex pairs;
        for (int round = 0; round < 3; ++round) {
            for (uint32_t i = 0; i < 3000; ++i)
                QCOMPARE(pairs.idOf(i, i * 7), i);
            QCOMPARE(pairs.idOf(5, 35), 5u);
            QCOMPARE(pairs.size(), 3000u);
            pairs.clear();
        }
    }
    void wordnetSynonyms()
    {
        if (!std::filesystem::exists(WordNet::defaultDir() / "data.noun"))
            QFAIL("WordNet is not installed: run packaging/setup.sh");
        const WordNet wordnet(WordNet::defaultDir());
        const auto tire = wordnet.synonyms("tire");
        for (const char *word : { "tire", "exhaust", "fatigue", "weary", "wear", "tyre" })
            QVERIFY2(std::ranges::find(tire, word) != tire.end(), word);
        QCOMPARE(wordnet.synonyms("automobil"), std::vector<std::string> { "automobil" });
        QCOMPARE(wordnet.synonyms("happi"), std::vector<std::string> { "happi" });
        const auto car = wordnet.synonyms("car");
        QVERIFY(std::ranges::find(car, "auto") != car.end());
        for (const char *odd : { "", " ", "\xFF", "zzzzz", "%", "~" })
            QCOMPARE(wordnet.synonyms(odd), std::vector<std::string> { odd });
    }
};

ATTUNE_TEST(TstSingleMetrics)
#include "tst_single_metrics.moc"

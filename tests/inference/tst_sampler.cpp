// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "harness/test_case.h"
#include "inference/sampler.h"

#include <cmath>
#include <limits>
#include <map>

using inference::Random;
using inference::Sampler;

namespace {

run::DecodingSettings sampling(double temperature, double topP, int64_t seed = 1)
{
    run::DecodingSettings settings;
    settings.do_sample = true;
    settings.temperature = temperature;
    settings.top_p = topP;
    settings.seed = seed;
    return settings;
}

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

} // namespace

class TstSampler : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void randomNumbersAreKnown()
    {
        // The generator's own reference code, seeded with splitmix64(0).
        Random random(0);
        QCOMPARE(random.next(), uint64_t(0x99ec5f36cb75f2b4));
        QCOMPARE(random.next(), uint64_t(0xbf6e1f784956452a));
        Random other(1);
        const double value = other.uniform();
        QVERIFY(value >= 0 && value < 1);
    }
    void greedyTakesTheFirstLargest()
    {
        Sampler sampler({});
        QCOMPARE(sampler.pick(std::vector<float> { 1, 3, kNan, 3, 2 }), int64_t(1));
        QCOMPARE(sampler.pick(std::vector<float> { -5, -4 }), int64_t(1));
    }
    void whatIsNoNumberIsRefused_data()
    {
        QTest::addColumn<std::vector<float>>("logits");
        QTest::newRow("no number") << std::vector<float> { kNan, kNan };
        QTest::newRow("nothing possible") << std::vector<float> { -kInfinity, kNan };
        QTest::newRow("one infinite") << std::vector<float> { 1, kInfinity, 2 };
        QTest::newRow("all infinite") << std::vector<float> { kInfinity, kInfinity };
    }
    void whatIsNoNumberIsRefused()
    {
        QFETCH(std::vector<float>, logits);
        for (const auto &settings : { run::DecodingSettings {}, sampling(0.7, 0.9) }) {
            Sampler sampler(settings);
            try {
                sampler.pick(logits);
                QFAIL("nothing can be picked");
            } catch (const base::Failure &failure) {
                QCOMPARE(failure.error().kind, base::ErrorKind::NotFinite);
            }
        }
    }
    void drawsByProbability()
    {
        // softmax of (0, ln 3) at temperature 1: a quarter and three quarters.
        Sampler sampler(sampling(1, 1));
        std::map<int64_t, int> counts;
        for (int i = 0; i < 40000; ++i)
            ++counts[sampler.pick(std::vector<float> { 0, std::log(3.f), -1000, kNan })];
        QCOMPARE(counts.size(), size_t(2));
        QVERIFY2(std::abs(counts[0] - 10000) < 400, qPrintable(QString::number(counts[0])));
    }
    void temperatureSharpens()
    {
        // At temperature 0.5 the odds 1:3 become 1:9.
        Sampler sampler(sampling(0.5, 1));
        int first = 0;
        for (int i = 0; i < 40000; ++i)
            first += sampler.pick(std::vector<float> { 0, std::log(3.f) }) == 0;
        QVERIFY2(std::abs(first - 4000) < 300, qPrintable(QString::number(first)));
    }
    void topPCutsTheTail()
    {
        // Probabilities 0.5, 0.3, 0.15, 0.05.
        const std::vector<float> logits { std::log(0.5f), std::log(0.3f), std::log(0.15f), std::log(0.05f) };
        const auto kinds = [&](double topP) {
            Sampler sampler(sampling(1, topP));
            std::map<int64_t, int> counts;
            for (int i = 0; i < 2000; ++i)
                ++counts[sampler.pick(logits)];
            return counts.size();
        };
        QCOMPARE(kinds(0.4), size_t(1));
        QCOMPARE(kinds(0.7), size_t(2));
        QCOMPARE(kinds(0.9), size_t(3));
        QCOMPARE(kinds(1.0), size_t(4));
    }
    void sameSeedSameWords()
    {
        std::vector<float> logits(100);
        Random random(9);
        for (float &logit : logits)
            logit = float(random.uniform() * 4);
        Sampler a(sampling(1, 0.95, 7)), b(sampling(1, 0.95, 7)), c(sampling(1, 0.95, 8));
        bool differs = false;
        for (int i = 0; i < 50; ++i) {
            const int64_t pick = a.pick(logits);
            QCOMPARE(b.pick(logits), pick);
            differs = differs || c.pick(logits) != pick;
        }
        QVERIFY(differs);
    }
};

ATTUNE_TEST(TstSampler)
#include "tst_sampler.moc"

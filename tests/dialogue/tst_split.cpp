// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/format.h"
#include "dialogue/split.h"
#include "dialogue/split_key.h"
#include "harness/test_case.h"

#include <algorithm>
#include <cmath>

using namespace dialogue;

namespace {

std::array<size_t, 3> sizesOf(int keys, const SplitRecipe &recipe)
{
    std::array<size_t, 3> sizes {};
    for (int i = 0; i < keys; ++i)
        ++sizes[size_t(partOf("key " + std::to_string(i), recipe))];
    return sizes;
}

Dialogue make(const std::string &key, const std::string &situation)
{
    Dialogue dialogue;
    dialogue.id = "id-" + key;
    dialogue.source_key = key;
    dialogue.turns = { { "t-" + key, Speaker::Seeker, "text " + key, std::nullopt } };
    if (!situation.empty())
        dialogue.profile.fields = { { "situation", situation } };
    return dialogue;
}

} // namespace

class TstSplit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sharesAreMetAsChanceHasIt_data()
    {
        QTest::addColumn<QList<double>>("ratios");
        QTest::newRow("usual") << QList<double> { 8, 1, 1 };
        QTest::newRow("another scale") << QList<double> { 0.7, 0.15, 0.15 };
        QTest::newRow("no training") << QList<double> { 0, 5, 5 };
        QTest::newRow("no validation") << QList<double> { 5, 0, 5 };
        QTest::newRow("no test") << QList<double> { 5, 5, 0 };
        QTest::newRow("only a training") << QList<double> { 3, 0, 0 };
        QTest::newRow("only a validation") << QList<double> { 0, 1, 0 };
        QTest::newRow("only a test") << QList<double> { 0, 0, 1 };
    }
    void sharesAreMetAsChanceHasIt()
    {
        QFETCH(QList<double>, ratios);
        constexpr int count = 20000;
        const double sum = ratios[0] + ratios[1] + ratios[2];
        const auto sizes = sizesOf(count, { 42, { ratios[0], ratios[1], ratios[2] } });
        for (int i = 0; i < 3; ++i) {
            const double share = ratios[i] / sum;
            // Five standard deviations.
            QVERIFY(std::abs(double(sizes[size_t(i)]) - count * share) <= 5 * std::sqrt(count * share * (1 - share)));
        }
    }
    void theSeedMatters()
    {
        int differ = 0;
        for (int i = 0; i < 1000; ++i) {
            const std::string key = "key " + std::to_string(i);
            QCOMPARE(partOf(key, { 42, { 8, 1, 1 } }), partOf(key, { 42, { 80, 10, 10 } }));
            differ += partOf(key, { 42, { 8, 1, 1 } }) != partOf(key, { 43, { 8, 1, 1 } });
        }
        QVERIFY(differ > 200);
    }
    // With more of training, what was tested on stays in the test or leaves for the next part, never the other way round.
    void partsNestWhenSharesShrink()
    {
        for (int i = 0; i < 1000; ++i) {
            const std::string key = "key " + std::to_string(i);
            if (partOf(key, { 42, { 8, 1, 1 } }) == Part::Test)
                QCOMPARE(partOf(key, { 42, { 6, 2, 2 } }), Part::Test);
        }
    }
    // Held to fixed values: the same on every machine and for every compiler.
    void theResultIsFixed()
    {
        std::string letters;
        for (int i = 0; i < 40; ++i)
            letters += std::to_string(static_cast<int>(partOf("content:" + std::to_string(i), { 7, { 6, 2, 2 } })));
        QCOMPARE(QByteArray::fromStdString(letters), QByteArray("0000000200100210000120100001000011000012"));
    }
    void badRatiosAreRefused_data()
    {
        QTest::addColumn<double>("a");
        QTest::addColumn<double>("b");
        QTest::newRow("negative") << -1.0 << 1.0;
        QTest::newRow("nothing") << 0.0 << 0.0;
        QTest::newRow("not a number") << std::nan("") << 1.0;
        QTest::newRow("infinite") << HUGE_VAL << 1.0;
        QTest::newRow("infinite together") << 1e308 << 1e308;
    }
    void badRatiosAreRefused()
    {
        QFETCH(double, a);
        QFETCH(double, b);
        QVERIFY_EXCEPTION_THROWN(check(SplitRecipe { 1, { a, b, 0 } }), base::Failure);
    }
    void leaksAreFound_data()
    {
        QTest::addColumn<QStringList>("situations");
        QTest::addColumn<QStringList>("keys");
        QTest::addColumn<QString>("parts"); // 0 train, 1 validation, 2 test
        QTest::addColumn<int>("leaks");
        using Texts = QStringList;
        const QString a = QStringLiteral("a"), b = QStringLiteral("b"), none;
        QTest::newRow("none") << Texts { a, a, b } << Texts { a, a, b } << QStringLiteral("002") << 0;
        QTest::newRow("of one situation") << Texts { a, a } << Texts { a, b } << QStringLiteral("02") << 1;
        QTest::newRow("situations in another case") << Texts { a, QStringLiteral(" A. ") } << Texts { none, none } << QStringLiteral("01") << 1;
        QTest::newRow("near-duplicates") << Texts { a, b } << Texts { a, a } << QStringLiteral("02") << 1;
        QTest::newRow("both are one") << Texts { a, a } << Texts { a, a } << QStringLiteral("02") << 1;
        QTest::newRow("without either") << Texts { none, none } << Texts { none, none } << QStringLiteral("02") << 0;
    }
    void leaksAreFound()
    {
        QFETCH(QStringList, situations);
        QFETCH(QStringList, keys);
        QFETCH(QString, parts);
        QFETCH(int, leaks);
        std::vector<Dialogue> dialogues;
        for (int i = 0; i < situations.size(); ++i)
            dialogues.push_back(make(std::to_string(i), situations[i].toStdString()));
        std::vector<Placed> placed;
        for (int i = 0; i < situations.size(); ++i)
            placed.push_back({ &dialogues[size_t(i)], keys[i].toStdString(), Part(parts[i].digitValue()) });
        const std::vector<Leak> found = findLeaks(placed);
        QCOMPARE(int(found.size()), leaks);
        if (leaks > 0)
            QCOMPARE(found[0].counts[0], size_t(1));
    }
    void theRealFile()
    {
        if (harness::realData().empty())
            QSKIP("skipped: real data not present");
        const auto dialogues = importDialogues(harness::realData() / "pesc" / "val.json").dialogues;
        std::vector<Placed> placed;
        std::array<size_t, 3> sizes {};
        for (const Dialogue &dialogue : dialogues) {
            const std::string key = ownSplitKey(dialogue);
            placed.push_back({ &dialogue, key, partOf(key, {}) });
            ++sizes[size_t(placed.back().part)];
        }
        QVERIFY(findLeaks(placed).empty());
        QVERIFY(sizes[0] > 100 && sizes[1] > 3 && sizes[2] > 3);
        // A split that does not look at situations leaks.
        for (Placed &one : placed)
            one.part = partOf(one.dialogue->source_key, {});
        QVERIFY(findLeaks(placed).size() > 5);
    }
};

ATTUNE_TEST(TstSplit)
#include "tst_split.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error_text.h"
#include "harness/test_case.h"
#include "metrics/pairs.h"

using namespace metrics;
using dialogue::Dialogue;
using dialogue::Speaker;

class TstPairs : public QObject
{
    Q_OBJECT
private:
    static Dialogue talk(const std::string &key, const std::vector<std::string> &texts)
    {
        Dialogue dialogue;
        dialogue.id = "d" + key;
        dialogue.source_key = key;
        for (const std::string &text : texts)
            dialogue.turns.push_back({ key + std::to_string(dialogue.turns.size()),
                dialogue.turns.size() % 2 ? Speaker::Supporter : Speaker::Seeker, text, std::nullopt });
        return dialogue;
    }
    static std::vector<Dialogue> two() { return { talk("1", { "a", "b", "c", "d" }), talk("2", { "e", "f" }) }; }

private Q_SLOTS:
    void pairsReplies()
    {
        std::vector<Dialogue> predictions = two();
        predictions[0].turns[3].text = "";
        const auto pairs = pairsFromPesc(two(), predictions);
        QCOMPARE(pairs.size(), size_t(3));
        QCOMPARE(pairs[1].seeker, std::string("c"));
        QCOMPARE(pairs[1].text.reference, std::string("d"));
        QCOMPARE(pairs[1].text.prediction, std::string());
        QCOMPARE(pairs[1].source_key, std::string("1"));
        QCOMPARE(pairs[1].turn_id, std::string("13"));
        QCOMPARE(pairs[1].turn, 3);
        QCOMPARE(textsOf(pairs)[2].reference, std::string("f"));
    }
    void keysGoBeforePositions()
    {
        const std::vector<Dialogue> swapped { two()[1], two()[0] };
        const auto pairs = pairsFromPesc(two(), swapped);
        QCOMPARE(pairs[2].text.prediction, std::string("f"));
    }
    void withoutKeysPositionsCount()
    {
        auto predictions = two();
        for (Dialogue &dialogue : predictions)
            dialogue.source_key.clear();
        QCOMPARE(pairsFromPesc(two(), predictions).size(), size_t(3));
    }
    void mismatchesAreNamed_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("a dialogue less") << 0 << QByteArray("wrong_shape") << QByteArray("");
        QTest::newRow("another key") << 1 << QByteArray("wrong_shape") << QByteArray("");
        QTest::newRow("a turn less") << 2 << QByteArray("wrong_shape") << QByteArray("dialogue 1");
        QTest::newRow("another speaker") << 3 << QByteArray("wrong_shape") << QByteArray("dialogue 2, turn 2");
        QTest::newRow("blank reference") << 4 << QByteArray("invalid_value") << QByteArray("dialogue 1, turn 4");
    }
    void mismatchesAreNamed()
    {
        QFETCH(int, fault);
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, place);
        auto references = two();
        auto predictions = two();
        switch (fault) {
        case 0:
            predictions.pop_back();
            break;
        case 1:
            predictions[1].source_key = "3";
            break;
        case 2:
            predictions[0].turns.pop_back();
            break;
        case 3:
            predictions[1].turns[1].speaker = Speaker::Seeker;
            break;
        default:
            references[0].turns[3].text.clear();
        }
        try {
            pairsFromPesc(references, predictions, "ref.json", "pred.json");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(QByteArray::fromStdString(std::string(base::kindName(failure.error().kind))), kind);
            QCOMPARE(QByteArray::fromStdString(failure.error().place), place);
            QVERIFY(std::string(failure.what()).find("ref.json") != std::string::npos);
        }
    }
};

ATTUNE_TEST(TstPairs)
#include "tst_pairs.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
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
        const auto pairs = pairReplies(two(), predictions).pairs;
        QCOMPARE(pairs.size(), size_t(3));
        QCOMPARE(pairs[1].seeker, std::string("c"));
        QCOMPARE(pairs[1].text.reference, std::string("d"));
        QCOMPARE(pairs[1].text.prediction, std::string());
        QCOMPARE(pairs[1].source_key, std::string("1"));
        QCOMPARE(pairs[1].turn_id, std::string("13"));
        QCOMPARE(pairs[1].turn, 3);
        QCOMPARE(textsOf(pairs)[2].reference, std::string("f"));
    }
    // By what the seeker says; keys that are places in the file prove nothing.
    void wordsBelongTogether_data()
    {
        QTest::addColumn<QStringList>("keys"); // of the predictions e f, a b c d
        QTest::newRow("in another order") << QStringList { QStringLiteral("2"), QStringLiteral("1") };
        QTest::newRow("numbered by their place") << QStringList { QStringLiteral("1"), QStringLiteral("2") };
        QTest::newRow("without keys") << QStringList { QString(), QString() };
    }
    void wordsBelongTogether()
    {
        QFETCH(QStringList, keys);
        std::vector<Dialogue> swapped { two()[1], two()[0] };
        for (int i = 0; i < 2; ++i)
            swapped[size_t(i)].source_key = keys[i].toStdString();
        swapped[1].turns[0].text = " a\n"; // white space is no word
        const Pairing pairing = pairReplies(two(), swapped);
        QCOMPARE(pairing.unpaired.size(), size_t(0));
        QCOMPARE(pairing.pairs.size(), size_t(3));
        QCOMPARE(pairing.pairs[0].text.prediction, std::string("b"));
        QCOMPARE(pairing.pairs[2].text.prediction, std::string("f"));
    }
    void equalWordsGoByKeyThenByOrder()
    {
        const std::vector<Dialogue> references { talk("1", { "x", "one" }), talk("2", { "x", "two" }), talk("3", { "x", "three" }) };
        const std::vector<Dialogue> predictions { talk("3", { "x", "3" }), talk("", { "x", "first" }), talk("", { "x", "second" }) };
        const auto texts = textsOf(pairReplies(references, predictions).pairs);
        QCOMPARE(texts.size(), size_t(3));
        QCOMPARE(texts[0].prediction, std::string("first"));
        QCOMPARE(texts[1].prediction, std::string("second"));
        QCOMPARE(texts[2].prediction, std::string("3"));
    }
    void whatIsLeftIsNamed_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QStringList>("said");
        QTest::addColumn<int>("pairs");
        QTest::newRow("a dialogue less") << 0 << QStringList { QStringLiteral("dialogue 2 of the references: no dialogue of the predictions has the same words of the seeker.") } << 2;
        QTest::newRow("other words under the same key") << 1
            << QStringList { QStringLiteral("dialogue 2 of the references: no dialogue of the predictions has the same words of the seeker."),
                   QStringLiteral("dialogue 2 of the predictions: no dialogue of the references has the same words of the seeker.") } << 2;
        QTest::newRow("a turn less") << 2 << QStringList { QStringLiteral("dialogue 1 of the references: its turns are not those of the predictions.") } << 1;
        QTest::newRow("blank reference") << 3 << QStringList { QStringLiteral("dialogue 1, turn 4 of the references is blank; there is nothing to compare with.") } << 2;
    }
    void whatIsLeftIsNamed()
    {
        QFETCH(int, fault);
        QFETCH(QStringList, said);
        QFETCH(int, pairs);
        auto references = two();
        auto predictions = two();
        switch (fault) {
        case 0:
            predictions.pop_back();
            break;
        case 1:
            predictions[1].turns[0].text = "other";
            break;
        case 2:
            predictions[0].turns.pop_back();
            break;
        default:
            references[0].turns[3].text.clear();
        }
        const Pairing pairing = pairReplies(references, predictions);
        QCOMPARE(int(pairing.pairs.size()), pairs);
        QStringList found;
        for (const Unpaired &one : pairing.unpaired)
            found << QString::fromStdString(unpairedText(one));
        QCOMPARE(found, said);
    }
};

ATTUNE_TEST(TstPairs)
#include "tst_pairs.moc"

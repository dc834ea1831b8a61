// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/near_duplicates.h"
#include "dialogue/split_key.h"
#include "harness/test_case.h"

#include <random>
#include <set>

using namespace dialogue;

namespace {

Dialogue saying(const std::string &text)
{
    Dialogue dialogue;
    dialogue.id = "d";
    dialogue.turns = { { "t", Speaker::Seeker, text, std::nullopt } };
    return dialogue;
}

// `count` words that are drawn once for each seed.
std::vector<std::string> words(int count, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<std::string> all;
    for (int i = 0; i < count; ++i)
        all.push_back("w" + std::to_string(random() % 100000));
    return all;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

bool shareABand(const Sketch &a, const Sketch &b)
{
    for (size_t i = 0; i < kBands; ++i) {
        if (a.bands[i] == b.bands[i])
            return true;
    }
    return false;
}

const char *const kChinese = "最近总是睡不着，一闭上眼睛就想起工作上的事情。我觉得自己什么都做不好，同事们好像也不太愿意和我说话，每天早上醒来都不想去上班。";

} // namespace

class TstNearDuplicates : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textIsFolded_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("case and punctuation") << QStringLiteral("Hello, World!  It's ME.") << QStringLiteral("hello world its me");
        QTest::newRow("curly apostrophe") << QStringLiteral("can’t") << QStringLiteral("cant");
        QTest::newRow("white space") << QStringLiteral(" a\n\tb\u00a0c\u3000d ") << QStringLiteral("a b c d");
        QTest::newRow("full width") << QStringLiteral("Ａｂｃ １２") << QStringLiteral("abc 12");
        QTest::newRow("sharp s") << QStringLiteral("STRASSE straße") << QStringLiteral("strasse strasse");
        QTest::newRow("composed and not") << QStringLiteral("caf\u00e9 cafe\u0301") << QStringLiteral("café café");
        QTest::newRow("Chinese") << QStringLiteral("我很累，真的。") << QStringLiteral("我 很 累 真 的");
        QTest::newRow("mixed") << QStringLiteral("我在Google工作3年") << QStringLiteral("我 在 google 工 作 3 年");
        QTest::newRow("Thai keeps its marks") << QStringLiteral("น้ำ") << QString::fromUtf8("น้ ำ").normalized(QString::NormalizationForm_KC);
        QTest::newRow("Korean has spaces") << QStringLiteral("나는 슬프다") << QStringLiteral("나는 슬프다");
        QTest::newRow("nothing said") << QStringLiteral("… 🙂 --") << QString();
    }
    void textIsFolded()
    {
        QFETCH(QString, text);
        QFETCH(QString, words);
        if (QLatin1String(QTest::currentDataTag()) == QLatin1String("Thai keeps its marks")) {
            // No mark stands alone.
            const QString folded = QString::fromStdString(foldedWords(text.toStdString()));
            for (const QString &unit : folded.split(QLatin1Char(' ')))
                QVERIFY(!unit.at(0).isMark());
            return;
        }
        QCOMPARE(QString::fromStdString(foldedWords(text.toStdString())), words);
    }
    void turnsAreOneText()
    {
        Dialogue one = saying("I have been so tired since the move");
        Dialogue two = saying("I have been so tired");
        two.turns.push_back({ "u", Speaker::Supporter, "since the move", std::nullopt });
        QCOMPARE(sketchOf(one).shingles, sketchOf(two).shingles);
        QCOMPARE(sketchOf(one).shingles.size(), size_t(4));
        QVERIFY(sketchOf(saying("only four words here")).isEmpty());
        QVERIFY(!areNearDuplicates(sketchOf(saying("hi there")), sketchOf(saying("hi there"))));
    }
    // The limit itself, in whole numbers: 100 shingles and 90 of them and no other are 0.9; of 80 it is 0.8.
    void theLimitIsFourFifths_data()
    {
        QTest::addColumn<int>("kept"); // words from the front of 104
        QTest::addColumn<bool>("near");
        QTest::newRow("all") << 104 << true;
        QTest::newRow("90 of 100") << 94 << true;
        QTest::newRow("80 of 100") << 84 << true;
        QTest::newRow("79 of 100") << 83 << false;
        QTest::newRow("half") << 54 << false;
    }
    void theLimitIsFourFifths()
    {
        QFETCH(int, kept);
        QFETCH(bool, near);
        std::vector<std::string> all;
        for (int i = 0; i < 104; ++i)
            all.push_back("word" + std::to_string(i));
        const Sketch whole = sketchOf(saying(joined(all)));
        all.resize(size_t(kept));
        const Sketch part = sketchOf(saying(joined(all)));
        QCOMPARE(likeness(whole, part), double(kept - 4) / 100);
        QCOMPARE(areNearDuplicates(whole, part), near);
        QCOMPARE(areNearDuplicates(part, whole), near);
    }
    void aParaphraseIsNotJoined()
    {
        const Sketch one = sketchOf(saying("I lost my job last month and I do not know how to tell my family about it because they count on me."));
        const Sketch other = sketchOf(saying("Last month I was laid off, and I have no idea how I should tell my family, since they rely on me for everything."));
        QVERIFY(likeness(one, other) < 0.2);
        QVERIFY(!areNearDuplicates(one, other));
        const Sketch marked = sketchOf(saying("i lost my job last month, and I do not know how to tell my family about it -- because they count on me"));
        QVERIFY(areNearDuplicates(one, marked));
    }
    void chineseGoesByCharacters()
    {
        const std::string text = kChinese;
        const Sketch one = sketchOf(saying(text));
        QVERIFY(one.shingles.size() > 40);
        std::string edited = text; // one word of two characters: up to six shingles
        edited.replace(edited.find("工作"), std::string("工作").size(), "学习");
        QVERIFY(areNearDuplicates(one, sketchOf(saying(edited))));
        QVERIFY(shareABand(one, sketchOf(saying(edited))));
        std::string punctuated = text;
        for (size_t at; (at = punctuated.find("，")) != std::string::npos;)
            punctuated.replace(at, std::string("，").size(), "! ");
        QCOMPARE(sketchOf(saying(punctuated)).shingles, one.shingles);
        QVERIFY(!areNearDuplicates(one, sketchOf(saying("最近晚上老是失眠，一躺下就开始想工作。我感觉自己一无是处，同事好像也不想理我，早上醒来就不愿意上班。"))));
    }
    // 1 - (1 - 0.8^4)^25 misses two in a million; here of 3,000 pairs at the limit none.
    void bandsFindWhatIsNear()
    {
        int missed = 0, met = 0, strangers = 0;
        for (unsigned i = 0; i < 3000; ++i) {
            std::vector<std::string> all = words(160 + int(i % 300), i);
            const Sketch whole = sketchOf(saying(joined(all)));
            std::vector<std::string> part(all.begin(), all.begin() + std::ptrdiff_t((all.size() - 4) * 81 / 100 + 5));
            const Sketch near = sketchOf(saying(joined(part)));
            if (areNearDuplicates(whole, near)) {
                ++met;
                missed += !shareABand(whole, near);
            }
            strangers += shareABand(whole, sketchOf(saying(joined(words(200, 100000 + i)))));
        }
        QCOMPARE(met, 3000);
        QCOMPARE(missed, 0);
        QCOMPARE(strangers, 0);
    }
    // Bands are kept in databases: the same on every machine and in every version.
    void bandsAreFixed()
    {
        const Sketch sketch = sketchOf(saying("The quick brown fox jumps over the lazy dog. 我最近总是睡不着觉。"));
        QCOMPARE(sketch.shingles.size(), size_t(14));
        QCOMPARE(sketch.shingles.front(), uint64_t(kFirstShingle));
        QCOMPARE(sketch.bands.front(), int64_t(kFirstBand));
        QCOMPARE(sketch.bands.back(), int64_t(kLastBand));
    }
    void ownKeys()
    {
        Dialogue one = saying("hello");
        one.profile.fields = { { "situation", "I moved to a loud street." } };
        Dialogue other = saying("good evening");
        other.profile.fields = { { "situation", "  i MOVED  to a loud street " } };
        QCOMPARE(ownSplitKey(one), ownSplitKey(other));
        QVERIFY(ownSplitKey(one).starts_with("situation:"));
        other.profile.fields = { { "situation", "--" } };
        QVERIFY(ownSplitKey(other).starts_with("content:"));
        QVERIFY(situationKey(other).empty());
        QVERIFY(ownSplitKey(other) != ownSplitKey(saying("hello")));
        // Those that say nothing yet are no lump.
        Dialogue empty = saying("");
        QCOMPARE(ownSplitKey(empty), std::string("own:d"));
        empty.turns.clear();
        QCOMPARE(ownSplitKey(empty), std::string("own:d"));
    }

private:
    static constexpr uint64_t kFirstShingle = 1283006496447576048ULL;
    static constexpr int64_t kFirstBand = 5562006067196626686LL;
    static constexpr int64_t kLastBand = -1065853595792011780LL;
};

ATTUNE_TEST(TstNearDuplicates)
#include "tst_near_duplicates.moc"

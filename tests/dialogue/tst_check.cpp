// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/check.h"
#include "dialogue/format.h"
#include "dialogue_fixtures.h"
#include "harness/test_case.h"

#include <algorithm>
#include <map>

using namespace dialogue;

class TstCheck : public QObject
{
    Q_OBJECT
private:
    // "s" seeker, "S" supporter; a lower-case "e" or capital "E" for a turn without text.
    static Dialogue talk(const QByteArray &turns)
    {
        Dialogue dialogue;
        dialogue.id = turns.toStdString();
        for (const char c : turns)
            dialogue.turns.push_back({ std::to_string(dialogue.turns.size()), c == 'S' || c == 'E' ? Speaker::Supporter : Speaker::Seeker,
                c == 's' || c == 'S' ? "text" : "", std::nullopt });
        for (const std::string &name : pescFieldNames())
            dialogue.profile.fields.push_back({ name, "x" });
        return dialogue;
    }
    static QByteArray names(const std::vector<Oddity> &oddities)
    {
        QByteArrayList list;
        for (const Oddity &oddity : oddities)
            list << QByteArray::fromStdString(std::string(oddityName(oddity.kind))) + (oddity.turn < 0 ? "" : " " + QByteArray::number(oddity.turn));
        return list.join(", ");
    }

private Q_SLOTS:
    void turns_data()
    {
        QTest::addColumn<QByteArray>("turns");
        QTest::addColumn<QByteArray>("found");
        QTest::newRow("in order") << QByteArray("sSsS") << QByteArray("");
        QTest::newRow("none") << QByteArray("") << QByteArray("no_turns");
        QTest::newRow("twice") << QByteArray("ssSS") << QByteArray("same_speaker 1, same_speaker 3");
        QTest::newRow("supporter first") << QByteArray("SsS") << QByteArray("supporter_first 0");
        QTest::newRow("no reply") << QByteArray("sSs") << QByteArray("seeker_last 2");
        QTest::newRow("empty") << QByteArray("eSsE") << QByteArray("empty_turn 0, blank_reply 3");
    }
    void turns()
    {
        QFETCH(QByteArray, turns);
        QFETCH(QByteArray, found);
        QCOMPARE(names(checkDialogue(talk(turns))), found);
    }
    void profiles()
    {
        Dialogue dialogue = talk("sS");
        dialogue.profile.fields[3].value = "";
        const auto oddities = checkDialogue(dialogue);
        QCOMPARE(names(oddities), QByteArray("missing_field"));
        QCOMPARE(oddities[0].detail, std::string("Age"));
        dialogue.profile = {};
        QCOMPARE(names(checkDialogue(dialogue)), QByteArray("no_profile"));
    }
    void ratings_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("found");
        QTest::newRow("rate") << QByteArray("Good. I would rate that a 5.") << true;
        QTest::newRow("give") << QByteArray("I'd give that a 3 out of 5") << true;
        QTest::newRow("no number") << QByteArray("At this rate I will fail.") << false;
        QTest::newRow("a year") << QByteArray("My heart rate was 120 then.") << false;
    }
    void ratings()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, found);
        Dialogue dialogue = talk("sS");
        dialogue.turns[0].text = text.toStdString();
        QCOMPARE(!checkDialogue(dialogue).empty(), found);
    }
    void duplicates()
    {
        std::vector<Dialogue> dialogues { talk("sS"), talk("sSsS"), talk("sS") };
        dialogues[0].source_key = "12";
        const auto oddities = checkDialogues(dialogues);
        QCOMPARE(names(oddities), QByteArray("duplicate"));
        QCOMPARE(oddities[0].detail, std::string("12"));
    }
    void realFile()
    {
        if (harness::realData().empty())
            QSKIP("skipped: real data not present");
        std::map<OddityKind, int> counts;
        for (const Oddity &oddity : checkDialogues(importDialogues(harness::realData() / "pesc" / "val.json").dialogues))
            ++counts[oddity.kind];
        QCOMPARE(counts.size(), size_t(1)); // nothing but the artefacts of generation
        QVERIFY(counts[OddityKind::RatingArtefact] > 200 && counts[OddityKind::RatingArtefact] < 400);
    }
};

ATTUNE_TEST(TstCheck)
#include "tst_check.moc"

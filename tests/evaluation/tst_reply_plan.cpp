// SPDX-License-Identifier: GPL-3.0-or-later
// Which replies are asked for, and what stands before each.
#include "evaluation/reply_plan.h"
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "evaluation/spoken.h"

#include <QTemporaryDir>

using namespace evaluation;

class TstReplyPlan : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    std::optional<text::ModelText> m_model;

    text::Renderer renderer(bool merge = true) const
    {
        text::RenderOptions options;
        options.merge_consecutive = merge;
        return text::Renderer(*m_model, {}, options);
    }
    // "a:1 a:3 b:1": the turns that are answered.
    static QByteArray shown(const std::vector<PlannedDialogue> &plan)
    {
        QByteArray text;
        for (const PlannedDialogue &planned : plan) {
            for (const text::ReplyPoint &point : planned.points)
                text += (text.isEmpty() ? "" : " ") + QByteArray::fromStdString(planned.row->dialogue.id) + ":" + QByteArray::number(qint64(point.turns_before));
        }
        return text;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = text::loadModelText(fakes::writeTinyFolder(m_dir.path().toStdString() + "/tiny"), "chatml");
    }

    void onlyWhatCanBeAnswered_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<bool>("merge");
        QTest::addColumn<QByteArray>("plan");
        const auto row = [](const char *name, const char *words, bool merge, const char *plan) {
            QTest::newRow(name) << QByteArray(words) << merge << QByteArray(plan);
        };
        row("turn by turn", "s a|u b|s c|u d", true, "d:1 d:3");
        row("seeker last", "s a|u b|s c", true, "d:1");
        row("supporter first", "u hello|s a|u b", true, "d:2");
        row("supporter first, twice", "u hello|u there|s a|u b", true, "d:3");
        row("supporter alone", "u hello|u there", true, "");
        row("seeker alone", "s a|s b", true, "");
        row("no turns", "", true, "");
        row("supporter in a row, merged", "s a|u b|u c|s d|u e", true, "d:1 d:4");
        row("supporter in a row, kept", "s a|u b|u c|s d|u e", false, "d:1 d:2 d:4");
        row("supporter first, kept", "u hello|u there|s a|u b", false, "d:1 d:3");
        row("seeker in a row", "s a|s b|u c", true, "d:2");
    }
    void onlyWhatCanBeAnswered()
    {
        QFETCH(QByteArray, words);
        QFETCH(bool, merge);
        QFETCH(QByteArray, plan);
        const std::vector<run::DatasetRow> rows { spoken::row("d", words.toStdString()) };
        const auto planned = planReplies(renderer(merge), rows, {});
        QCOMPARE(shown(planned), plan);
        QCOMPARE(countReplies(planned), int64_t(plan.isEmpty() ? 0 : plan.count(' ') + 1));
    }

    void limitsAndSplits_data()
    {
        QTest::addColumn<int>("test"); // so many rows at the end are of the test split
        QTest::addColumn<int>("dialogues");
        QTest::addColumn<int>("replies");
        QTest::addColumn<QByteArray>("plan");
        QTest::newRow("all, when nothing is marked") << 0 << 0 << 0 << QByteArray("a:1 a:3 c:1 d:1 d:3 d:5");
        QTest::newRow("the test split alone") << 2 << 0 << 0 << QByteArray("c:1 d:1 d:3 d:5");
        QTest::newRow("two dialogues") << 0 << 2 << 0 << QByteArray("a:1 a:3 c:1");
        QTest::newRow("more than there are") << 2 << 9 << 9 << QByteArray("c:1 d:1 d:3 d:5");
        QTest::newRow("one reply of each") << 0 << 0 << 1 << QByteArray("a:1 c:1 d:1");
        QTest::newRow("two of one") << 1 << 1 << 2 << QByteArray("d:1 d:3");
    }
    void limitsAndSplits()
    {
        QFETCH(int, test);
        QFETCH(int, dialogues);
        QFETCH(int, replies);
        QFETCH(QByteArray, plan);
        std::vector<run::DatasetRow> rows { spoken::row("a", "s 1|u 2|s 3|u 4"), spoken::row("b", "s 1"), spoken::row("c", "s 1|u 2"),
            spoken::row("d", "s 1|u 2|s 3|u 4|s 5|u 6") };
        for (size_t i = 0; i + size_t(test) < rows.size(); ++i)
            rows[i].split = run::Split::Train;
        run::PredictSpec spec;
        spec.max_dialogues = dialogues;
        spec.max_replies_per_dialogue = replies;
        // b has nothing to answer and does not count as one of them.
        QCOMPARE(shown(planReplies(renderer(), rows, spec)), plan);
    }

    void history_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("merge");
        QTest::addColumn<QList<QByteArray>>("before"); // each reply, when the model says R0, R1, ...
        const auto row = [](const char *name, const char *words, run::History kind, bool merge, QList<QByteArray> before) {
            QTest::newRow(name) << QByteArray(words) << int(kind) << merge << before;
        };
        using enum run::History;
        row("gold", "s a|u b|s c|u d", Gold, true, { "s a", "s a|u b|s c" });
        row("own", "s a|u b|s c|u d", Own, true, { "s a", "s a|u R0|s c" });
        row("gold, merged", "s a|u b|u c|s d|u e", Gold, true, { "s a", "s a|u b|u c|s d" });
        row("own, merged: one reply for two turns", "s a|u b|u c|s d|u e|s f|u g", Own, true,
            { "s a", "s a|u R0|s d", "s a|u R0|s d|u R1|s f" });
        row("own, kept: a reply a turn", "s a|u b|u c|s d|u e", Own, false, { "s a", "s a|u R0", "s a|u R0|u R1|s d" });
        row("own, supporter first: what was said before stays", "u hi|s a|u b|s c|u d", Own, true,
            { "u hi|s a", "u hi|s a|u R0|s c" });
    }
    void history()
    {
        QFETCH(QByteArray, words);
        QFETCH(int, kind);
        QFETCH(bool, merge);
        QFETCH(QList<QByteArray>, before);
        const std::vector<run::DatasetRow> rows { spoken::row("d", words.toStdString()) };
        const auto plan = planReplies(renderer(merge), rows, {});
        QCOMPARE(countReplies(plan), int64_t(before.size()));
        History history(rows[0].dialogue, run::History(kind));
        for (int i = 0; i < before.size(); ++i) {
            const text::ReplyPoint &point = plan[0].points[size_t(i)];
            dialogue::Dialogue seen = history.dialogue();
            seen.turns.resize(history.turnsBefore(point));
            QCOMPARE(QByteArray::fromStdString(spoken::words(seen)), before[i]);
            history.say(point, "R" + std::to_string(i));
        }
        QCOMPARE(spoken::words(rows[0].dialogue), words.toStdString()); // the file's own is untouched
    }

    void aReplyIsDescribedByWhatItJoinsOn()
    {
        const std::vector<run::DatasetRow> rows { spoken::row("d", "s first|s second|u b|u c") };
        const auto plan = planReplies(renderer(), rows, {});
        const run::Prediction reply = describeReply(rows[0], plan[0].points[0]);
        QCOMPARE(reply.dialogue_id, std::string("d"));
        QCOMPARE(reply.turn_id, std::string("d-2"));
        QCOMPARE(reply.revision, int64_t(3));
        QCOMPARE(reply.source_key, std::string("key of d"));
        QCOMPARE(reply.seeker, std::string("second"));
        QCOMPARE(reply.reference, std::string("b\nc"));
        QVERIFY(reply.prediction.empty());
    }
};

ATTUNE_TEST(TstReplyPlan)
#include "tst_reply_plan.moc"

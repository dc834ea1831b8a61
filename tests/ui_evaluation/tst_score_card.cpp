// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of a run: what is missing says why, a Total that lacks something is never called Total.
#include "harness/test_case.h"
#include "ui/evaluation/score_card.h"

#include <QApplication>
#include <QPushButton>

ATTUNE_GUI_TESTS

using evaluation::ScoreCard;

namespace {

storage::ScoreSet scores(bool complete)
{
    storage::ScoreSet set;
    set.definition = "official@1";
    set.created = "2026-11-24T09:00:00.000Z";
    set.replies = 13;
    set.values = { { "bleu_4", 1.604 }, { "meteor", 16.1 }, { "rouge_l", 14.0 }, { "vector_extrema", std::nullopt }, { "distinct_2", 33.02 },
        { "distinct_3", 59.05 }, { "g_score", std::nullopt }, { "total", 15.5 } };
    set.missing = { { "vector_extrema", "No word vectors were given; the official ones are glove.6B.50d.txt." }, { "g_score", "a reason of another version" } };
    if (complete) {
        set.values[3].value = 96.2;
        set.values[6].value = 71.0;
        set.missing.clear();
    }
    return set;
}

QStringList lines(const ScoreCard &card) { return card.text().split(QLatin1Char('\n')); }

} // namespace

class TstScoreCard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void completeScoresHaveATotal()
    {
        ScoreCard card;
        card.showScores(scores(true));
        QCOMPARE(lines(card),
            QStringList({ QStringLiteral("BLEU-4 1.60"), QStringLiteral("METEOR 16.10"), QStringLiteral("ROUGE-L 14.00"), QStringLiteral("Vector Extrema 96.20"),
                QStringLiteral("Distinct-2 33.02"), QStringLiteral("Distinct-3 59.05"), QStringLiteral("G-Score 71.00"), QStringLiteral("Total 15.50") }));
    }
    void partialScoresSayWhatIsMissing()
    {
        ScoreCard card;
        card.showScores(scores(false));
        const QStringList all = lines(card);
        QVERIFY(all.contains(QStringLiteral("Vector Extrema –")));
        QVERIFY(all.contains(QStringLiteral("Partial total 15.50")));
        QVERIFY(!card.text().contains(QStringLiteral("\nTotal")));
        QVERIFY(all.contains(QStringLiteral("Vector Extrema: No word vectors were given; the official ones are glove.6B.50d.txt.")));
        QVERIFY(all.contains(QStringLiteral("G-Score: a reason of another version")));
        QVERIFY(all.last().startsWith(QStringLiteral("Partial total: without Vector Extrema, G-Score;")));
        // And back: nothing of it stays.
        card.showScores(scores(true));
        QVERIFY(!card.text().contains(QStringLiteral("Partial")));
    }
    void saysWhoGaveTheGScoreAndWhatWasPassedOver()
    {
        metrics::Scores file;
        file.provenance["g_score"] = "a judge";
        ScoreCard card;
        card.showScores(scores(true), file);
        QCOMPARE(lines(card).last(), QStringLiteral("G-Score: a judge"));
        file.provenance["vectors"] = base::Json { { "name", "mine.txt" }, { "passed_rows", 2 } };
        card.showScores(scores(true), file);
        QVERIFY2(lines(card).last().startsWith(QStringLiteral("Word vectors: 2 row")), qPrintable(lines(card).last()));
        file.provenance = { { "g_score", 7 }, { "vectors", "strange" } }; // somebody wrote into it
        card.showScores(scores(true), file);
        QCOMPARE(lines(card).last(), QStringLiteral("Total 15.50"));
    }
    void numbersLeadToTheirReplies_data()
    {
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("metric"); // empty: of all replies together, or missing
        QTest::newRow("BLEU-4") << QStringLiteral("1.60") << QStringLiteral("bleu_4");
        QTest::newRow("ROUGE-L") << QStringLiteral("14.00") << QStringLiteral("rouge_l");
        QTest::newRow("Distinct-2") << QStringLiteral("33.02") << QString();
        QTest::newRow("missing") << QStringLiteral("–") << QString();
    }
    void numbersLeadToTheirReplies()
    {
        QFETCH(QString, shown);
        QFETCH(QString, metric);
        ScoreCard card;
        card.showScores(scores(false));
        card.show();
        QSignalSpy picked(&card, &ScoreCard::metricPicked);
        for (QPushButton *button : card.findChildren<QPushButton *>()) {
            if (button->text() == shown)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(picked.size(), metric.isEmpty() ? 0 : 1);
        if (!metric.isEmpty())
            QCOMPARE(picked[0][0].toString(), metric);
    }
    void aStateHasNoNumbers()
    {
        ScoreCard card;
        card.showScores(scores(true));
        card.showState(QStringLiteral("Scoring …"));
        QCOMPARE(card.text(), QStringLiteral("Scoring …"));
        QTRY_VERIFY(card.findChildren<QPushButton *>().isEmpty());
    }
};

ATTUNE_TEST(TstScoreCard)
#include "tst_score_card.moc"

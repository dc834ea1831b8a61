// SPDX-License-Identifier: GPL-3.0-or-later
// Scores side by side, specs side by side, tables as text: the pure parts of the page.
#include "harness/test_case.h"
#include "ui/parts/row_model.h"
#include "ui/runs/reply_view.h"
#include "ui/runs/score_comparison.h"
#include "ui/runs/spec_compare.h"
#include "ui/runs/table_text.h"

#include <QApplication>

using namespace runs;

namespace {

RunLine lineOf(const char *name, qint64 set, std::map<QString, double> scores, const QStringList &lacking, const char *hash = "a", qint64 replies = 10)
{
    RunLine line;
    line.id = line.name = QLatin1String(name);
    line.score_set = set;
    line.scores = std::move(scores);
    line.lacking = lacking;
    line.data_hash = QLatin1String(hash);
    line.replies = replies;
    (lacking.isEmpty() ? line.total : line.partial_total) = 20;
    return line;
}

const QStringList kNoVectors { QStringLiteral("vector_extrema"), QStringLiteral("g_score") };

} // namespace

class TstScoreComparison : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textsWithoutSpacesAreKnown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("unspaced");
        QTest::newRow("Chinese") << QStringLiteral("听起来你很委屈，愿意多说一点吗？") << true;
        QTest::newRow("Japanese") << QStringLiteral("それは大変でしたね。") << true;
        QTest::newRow("English") << QStringLiteral("That must hurt a lot.") << false;
        QTest::newRow("English with a Chinese name") << QStringLiteral("That must hurt a lot, 小满.") << false;
        QTest::newRow("Korean has spaces") << QStringLiteral("많이 힘드셨겠어요.") << false;
        QTest::newRow("nothing") << QString() << false;
    }
    void textsWithoutSpacesAreKnown()
    {
        QFETCH(QString, text);
        QFETCH(bool, unspaced);
        QCOMPARE(runs::isUnspaced(text.toStdString()), unspaced);
    }
    void notes_data()
    {
        QTest::addColumn<QList<RunLine>>("lines");
        QTest::addColumn<int>("compared");
        QTest::addColumn<QString>("note");
        const RunLine a = lineOf("a", 1, { { QStringLiteral("bleu_4"), 1.0 } }, kNoVectors);
        const RunLine b = lineOf("b", 2, { { QStringLiteral("bleu_4"), 2.0 } }, kNoVectors);
        const RunLine training = lineOf("t", 0, {}, {});
        QTest::newRow("nothing") << QList<RunLine> {} << 0 << QStringLiteral("Select evaluations with scores in the table.");
        QTest::newRow("only a training") << QList<RunLine> { training } << 0 << QStringLiteral("Select evaluations with scores in the table.");
        QTest::newRow("two") << QList<RunLine> { a, training, b } << 2 << QString();
        QTest::newRow("other dialogues") << QList<RunLine> { a, lineOf("c", 3, { { QStringLiteral("bleu_4"), 2.0 } }, kNoVectors, "b") } << 2
                                         << QStringLiteral("These runs answered different dialogues: their scores do not compare.");
        QTest::newRow("fewer replies") << QList<RunLine> { a, lineOf("c", 3, { { QStringLiteral("bleu_4"), 2.0 } }, kNoVectors, "a", 9) } << 2
                                       << QStringLiteral("These runs answered different dialogues: their scores do not compare.");
        QTest::newRow("other gaps") << QList<RunLine> { a, lineOf("c", 3, { { QStringLiteral("bleu_4"), 2.0 } }, { QStringLiteral("g_score") }) } << 2
                                    << QStringLiteral("These runs lack different metrics: their partial totals do not compare.");
    }
    void notes()
    {
        QFETCH(QList<RunLine>, lines);
        const ScoreComparison comparison = compareScores(lines);
        QTEST(int(comparison.data.runs.size()), "compared");
        QTEST(comparison.note, "note");
    }
    void panelsAndColours()
    {
        const ScoreComparison comparison = compareScores({ lineOf("t", 0, {}, {}), lineOf("a", 1, { { QStringLiteral("bleu_4"), 1.0 } }, kNoVectors),
            lineOf("b", 2, { { QStringLiteral("meteor"), 2.0 } }, kNoVectors) });
        QCOMPARE(comparison.data.colors, QList<int>({ 1, 2 })); // as in the table, where the training has the first
        QStringList metrics;
        for (const MetricPanel &panel : comparison.data.panels)
            metrics << panel.metric;
        QCOMPARE(metrics, QStringList({ QStringLiteral("bleu_4"), QStringLiteral("meteor"), QStringLiteral("total_partial") }));
        QVERIFY(comparison.data.panels[0].values[0] == 1.0 && !comparison.data.panels[0].values[1]);
    }

    void specsAreComparedFieldByField()
    {
        const base::Json one { { "run_id", "1" }, { "job", { { "rank", 8 }, { "stop", { "a", "b" } }, { "sections", { { { "text", "x" } } } } } } };
        base::Json two = one;
        two["run_id"] = "2";
        two["job"]["rank"] = 16;
        two["job"]["sections"][0]["text"] = "y";
        two["job"]["only_here"] = true;
        const auto lines = compareSpecs({ one, two });
        QStringList differing, fields;
        for (const SpecLine &line : lines) {
            fields << line.field;
            if (line.differs)
                differing << QStringLiteral("%1: %2").arg(line.field, line.values.join(QLatin1Char('/')));
        }
        QCOMPARE(fields, QStringList({ QStringLiteral("run_id"), QStringLiteral("job.rank"), QStringLiteral("job.stop"), QStringLiteral("job.sections.0.text"), QStringLiteral("job.only_here") }));
        QCOMPARE(differing, QStringList({ QStringLiteral("job.rank: 8/16"), QStringLiteral("job.sections.0.text: x/y"), QStringLiteral("job.only_here: /true") }));
        QVERIFY(compareSpecs({}).empty());
    }

    void tablesAsText()
    {
        struct Row
        {
            QString name;
            double value;
        };
        parts::RowModel<Row> model({ { QStringLiteral("Name"), [](const Row &r) { return r.name; } },
            { QStringLiteral("Loss"), [](const Row &r) { return QString::number(r.value, 'f', 1); }, Qt::AlignRight, [](const Row &r) { return QVariant(r.value); } } });
        model.setRows({ { QStringLiteral("a, \"b\""), 0.125 }, { QStringLiteral("=1+1|x"), 1e-5 } });
        QCOMPARE(tableAsCsv(model, { 0, 1 }), QStringLiteral("Name,Loss\r\n\"a, \"\"b\"\"\",0.125\r\n'=1+1|x,1e-05\r\n"));
        QCOMPARE(tableAsMarkdown(model, { 1, 0 }), QStringLiteral("| Loss | Name |\n| ---: | --- |\n| 0.1 | a, \"b\" |\n| 0.0 | =1+1\\|x |\n"));
    }
};

ATTUNE_TEST(TstScoreComparison)
#include "tst_score_comparison.moc"

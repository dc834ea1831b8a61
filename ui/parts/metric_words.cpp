// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/metric_words.h"

#include <QCoreApplication>

namespace parts {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(parts::MetricWords)
};

struct MetricWord
{
    const char *name;
    const char *title; // the field's name, not translated
    const char *short_title;
    const char *formula;
};

const MetricWord *find(const QString &name)
{
    static const MetricWord words[] {
        { "bleu_4", "BLEU-4", "B-4",
            QT_TRANSLATE_NOOP("parts::MetricWords",
                "Shared word sequences of one to four words, each reply by itself: brevity penalty x (p1 p2 p3 p4)^(1/4), orders without "
                "a match counted as 0.1 (smoothing method 1). Mean over replies, x 100. Replies that share no word score 0.") },
        { "meteor", "METEOR", "MET",
            QT_TRANSLATE_NOOP("parts::MetricWords",
                "Words matched as they are, by stem, by synonym: (1 - 0.5 (chunks / matches)^3) x P R / (0.9 P + 0.1 R). The METEOR of 2007 as NLTK "
                "computes it, not METEOR 1.5. Mean over replies, x 100.") },
        { "rouge_l", "ROUGE-L", "R-L",
            QT_TRANSLATE_NOOP("parts::MetricWords",
                "Longest common subsequence L of stemmed words: F1 of P = L / words of the reply and R = L / words of the reference. Mean over "
                "replies, x 100. Only a-z and digits count, so Chinese text scores 0.") },
        { "vector_extrema", "Vector Extrema", "Ext",
            QT_TRANSLATE_NOOP("parts::MetricWords",
                "Cosine between the componentwise maxima of the word vectors of both texts, x 100. With this definition nearly every pair is above 94, so "
                "it tells little.") },
        { "distinct_2", "Distinct-2", "D-2",
            QT_TRANSLATE_NOOP("parts::MetricWords",
                "Different word pairs / all word pairs over all replies together, x 100. Falls with the number of replies and rises with the temperature: "
                "compare sets of equal size only.") },
        { "distinct_3", "Distinct-3", "D-3",
            QT_TRANSLATE_NOOP("parts::MetricWords",
                "Different word triples / all word triples over all replies together, x 100. Falls with the number of replies and rises with the "
                "temperature: compare sets of equal size only.") },
        { "g_score", "G-Score", "G",
            QT_TRANSLATE_NOOP("parts::MetricWords",
                "Mean of a judge's marks from 1 to 5, divided by 5, x 100: as it was entered, with its source in the run folder.") },
        { "total", "Total", "Total",
            QT_TRANSLATE_NOOP("parts::MetricWords",
                "0.2 METEOR + 0.2 BLEU-4 + 0.2 ROUGE-L + 0.1 Vector Extrema + 0.1 Distinct-2 + 0.1 Distinct-3 + 0.1 G-Score. Only complete when all "
                "seven are there.") },
        { "total_partial", "Partial total", "Partial",
            QT_TRANSLATE_NOOP("parts::MetricWords",
                "The weighted sum of the metrics that are there. Compare it only with sums that lack the same metrics, never with a complete Total.") },
        { "loss", QT_TRANSLATE_NOOP("parts::MetricWords", "Training loss"), "loss",
            QT_TRANSLATE_NOOP("parts::MetricWords", "Mean cross-entropy of the tokens that carry loss, in nats a token.") },
        { "eval_loss", QT_TRANSLATE_NOOP("parts::MetricWords", "Evaluation loss"), "eval_loss",
            QT_TRANSLATE_NOOP("parts::MetricWords", "The loss on the validation part, in nats a token that carries loss.") },
        { "learning_rate", QT_TRANSLATE_NOOP("parts::MetricWords", "Learning rate"), "lr",
            QT_TRANSLATE_NOOP("parts::MetricWords", "The step size of the optimizer at this step.") },
        { "grad_norm", QT_TRANSLATE_NOOP("parts::MetricWords", "Gradient norm"), "grad_norm",
            QT_TRANSLATE_NOOP("parts::MetricWords", "Euclidean norm of all gradients before clipping.") },
        { "tokens_per_second", QT_TRANSLATE_NOOP("parts::MetricWords", "Tokens per second"), "tok/s",
            QT_TRANSLATE_NOOP("parts::MetricWords", "Tokens trained on a second, padding not counted.") },
    };
    for (const MetricWord &word : words) {
        if (name == QLatin1String(word.name))
            return &word;
    }
    return nullptr;
}

} // namespace

const QStringList &scoreNames()
{
    static const QStringList names { QStringLiteral("bleu_4"), QStringLiteral("meteor"), QStringLiteral("rouge_l"), QStringLiteral("vector_extrema"),
        QStringLiteral("distinct_2"), QStringLiteral("distinct_3"), QStringLiteral("g_score") };
    return names;
}

QString metricTitle(const QString &name)
{
    const MetricWord *word = find(name);
    return word ? Words::tr(word->title) : name;
}

QString metricShortTitle(const QString &name)
{
    const MetricWord *word = find(name);
    return word ? Words::tr(word->short_title) : name;
}

QString metricFormula(const QString &name)
{
    const MetricWord *word = find(name);
    return word ? Words::tr(word->formula) : QString();
}

QString missingText(const QString &reason)
{
    static const char *const known[] {
        QT_TRANSLATE_NOOP("parts::MetricWords", "No word vectors were given; the official ones are glove.6B.50d.txt."),
        QT_TRANSLATE_NOOP("parts::MetricWords", "No judge has rated the replies and no value was entered."),
        QT_TRANSLATE_NOOP("parts::MetricWords", "There are no replies to score."),
        // Where a G-Score comes from.
        QT_TRANSLATE_NOOP("parts::MetricWords", "entered by hand"),
        QT_TRANSLATE_NOOP("parts::MetricWords", "the paper's constant for its validation set; nobody has judged these replies"),
    };
    for (const char *one : known) {
        if (reason == QLatin1String(one))
            return Words::tr(one);
    }
    return reason;
}

bool isPerReply(const QString &name) { return scoreNames().mid(0, 4).contains(name); }

} // namespace parts

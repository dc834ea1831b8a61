// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/score_card.h"

#include "ui/parts/flow_layout.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace evaluation {

ScoreCard::ScoreCard(QWidget *parent)
    : QWidget(parent)
{
    auto *outer = new QVBoxLayout(this);
    parts::setGaps(outer, 0);
    QFrame *frame = parts::card();
    auto *box = new QVBoxLayout(frame);
    parts::setGaps(box, 1, 2);
    auto *line = new QHBoxLayout;
    parts::setGaps(line, 2);
    line->addWidget(parts::headingLabel(tr("Scores")));
    m_head = parts::mutedLabel({});
    line->addWidget(m_head, 1);
    box->addLayout(line);
    m_figures = new QWidget;
    m_flow = new parts::FlowLayout(m_figures, 3 * parts::kGrid, parts::kGrid);
    box->addWidget(m_figures);
    m_notes = parts::mutedLabel({});
    box->addWidget(m_notes);
    outer->addWidget(frame);
}

void ScoreCard::clear()
{
    while (QLayoutItem *item = m_flow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // one of them may be the number whose click is being handled
        delete item;
    }
    m_text.clear();
}

void ScoreCard::showState(const QString &text)
{
    clear();
    m_head->setText(text);
    m_figures->hide();
    m_notes->hide();
    setAccessibleDescription(text);
}

// A number with its name below it; one that has replies behind it can be pressed.
void ScoreCard::addFigure(const QString &metric, const std::optional<double> &value)
{
    const QString shown = value ? parts::decimalText(*value, 2) : QStringLiteral("–");
    auto *figure = new QWidget;
    auto *box = new QVBoxLayout(figure);
    parts::setGaps(box, 0);
    if (value && parts::isPerReply(metric)) {
        auto *number = new QPushButton(shown);
        number->setProperty("kind", QLatin1String("figure"));
        number->setCursor(Qt::PointingHandCursor);
        number->setAccessibleName(parts::metricTitle(metric) + QLatin1Char(' ') + shown);
        connect(number, &QPushButton::clicked, this, [this, metric] { Q_EMIT metricPicked(metric); });
        box->addWidget(number, 0, Qt::AlignLeft);
    } else {
        QLabel *number = parts::titleLabel(shown);
        number->setTextInteractionFlags(Qt::TextSelectableByMouse);
        if (!value)
            parts::setTone(number, parts::Tone::Muted);
        box->addWidget(number);
    }
    QLabel *title = parts::mutedLabel(parts::metricTitle(metric));
    title->setWordWrap(false);
    box->addWidget(title);
    figure->setToolTip(parts::metricFormula(metric));
    m_flow->addWidget(figure);
    m_text << QStringLiteral("%1 %2").arg(parts::metricTitle(metric), shown);
}

void ScoreCard::showScores(const storage::ScoreSet &scores, const metrics::Scores &file)
{
    clear();
    m_head->setText(tr("%1 · %n replies · %2", nullptr, int(scores.replies)).arg(parts::fromUtf8(scores.definition), parts::whenText(scores.created)));
    QStringList lacks, notes;
    for (const QString &metric : parts::scoreNames()) {
        const auto value = scores.value(parts::toUtf8(metric));
        addFigure(metric, value);
        if (!value)
            lacks << parts::metricTitle(metric);
    }
    const bool partial = !lacks.isEmpty();
    addFigure(partial ? QStringLiteral("total_partial") : QStringLiteral("total"), scores.value("total"));
    for (const auto &[name, why] : scores.missing)
        notes << QStringLiteral("%1: %2").arg(parts::metricTitle(parts::fromUtf8(name)), parts::missingText(parts::fromUtf8(why)));
    if (const std::string source = metrics::gScoreSource(file); !source.empty())
        notes << QStringLiteral("%1: %2").arg(parts::metricTitle(QStringLiteral("g_score")), parts::missingText(parts::fromUtf8(source)));
    if (const size_t passed = metrics::passedRowCount(file))
        notes << tr("Word vectors: %n row(s) of the file were no vectors and were passed over; the score file names them.", nullptr, int(passed));
    if (const size_t chinese = metrics::chineseReplyCount(file)) {
        notes << tr("%n repl(y/ies) are Chinese, which puts no spaces between words: %1 counts what stands between spaces, so whole sentences count as one word. Its numbers say little of such replies.",
            nullptr, int(chinese)).arg(parts::fromUtf8(scores.definition));
    }
    if (partial) {
        notes << tr("Partial total: without %1; never compare it with a complete Total, nor with one that lacks other metrics.")
                     .arg(lacks.join(QStringLiteral(", ")));
    }
    m_text << notes;
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
    m_figures->show();
    setAccessibleDescription(text());
}

QString ScoreCard::text() const { return m_figures->isHidden() ? m_head->text() : m_text.join(QLatin1Char('\n')); }

} // namespace evaluation

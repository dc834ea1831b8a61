// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/score_card.h"

#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QFrame>
#include <QGridLayout>
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
    box->addWidget(parts::headingLabel(tr("Scores")));
    m_head = parts::mutedLabel({});
    box->addWidget(m_head);
    m_lines = new QWidget;
    m_grid = new QGridLayout(m_lines);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(2 * parts::kGrid);
    m_grid->setVerticalSpacing(parts::kGrid / 2);
    m_grid->setColumnStretch(2, 1);
    box->addWidget(m_lines);
    outer->addWidget(frame);
}

void ScoreCard::clear()
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_text.clear();
}

void ScoreCard::showState(const QString &text)
{
    clear();
    m_head->setText(text);
    m_lines->hide();
}

void ScoreCard::addLine(const QString &metric, const QString &value, const QString &note, bool strong)
{
    const int row = int(m_text.size());
    QPushButton *title = parts::quietButton(parts::metricTitle(metric));
    title->setToolTip(parts::metricFormula(metric));
    title->setEnabled(parts::isPerReply(metric));
    connect(title, &QPushButton::clicked, this, [this, metric] { Q_EMIT metricPicked(metric); });
    auto *number = new QLabel(value);
    if (strong)
        number->setFont(parts::strongFont());
    number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_grid->addWidget(title, row, 0, Qt::AlignLeft);
    m_grid->addWidget(number, row, 1, Qt::AlignRight | Qt::AlignVCenter);
    m_grid->addWidget(parts::mutedLabel(note), row, 2);
    m_text << QStringLiteral("%1 %2 %3").arg(parts::metricTitle(metric), value, note).trimmed();
}

void ScoreCard::showScores(const storage::ScoreSet &scores)
{
    clear();
    m_lines->show();
    m_head->setText(tr("%1, %2 replies, %3")
                        .arg(parts::fromUtf8(scores.definition), parts::countText(scores.replies), parts::whenText(scores.created)));
    QStringList lacks;
    for (const QString &metric : parts::scoreNames()) {
        const auto value = scores.value(parts::toUtf8(metric));
        QString note;
        for (const auto &[name, why] : scores.missing) {
            if (parts::fromUtf8(name) == metric)
                note = parts::fromUtf8(why);
        }
        if (!value)
            lacks << parts::metricTitle(metric);
        addLine(metric, value ? parts::decimalText(*value, 2) : QStringLiteral("–"), note, false);
    }
    const auto total = scores.value("total");
    const bool partial = !lacks.isEmpty();
    addLine(partial ? QStringLiteral("total_partial") : QStringLiteral("total"), total ? parts::decimalText(*total, 2) : QStringLiteral("–"),
        partial ? tr("without %1; never compare it with a complete Total").arg(lacks.join(QStringLiteral(", "))) : QString(), true);
    setAccessibleDescription(text());
}

QString ScoreCard::text() const { return m_lines->isHidden() ? m_head->text() : m_text.join(QLatin1Char('\n')); }

} // namespace evaluation

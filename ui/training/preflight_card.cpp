// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/preflight_card.h"

#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>

namespace training {

using parts::countText;

PreflightCard::PreflightCard(QWidget *parent)
    : QWidget(parent)
{
    auto *outer = new QVBoxLayout(this);
    parts::setGaps(outer, 0);
    QFrame *frame = parts::card();
    auto *box = new QVBoxLayout(frame);
    parts::setGaps(box, 1, 2);
    box->addWidget(parts::headingLabel(tr("Before it starts")));
    m_state = parts::mutedLabel({});
    box->addWidget(m_state);
    m_figures = new QWidget;
    box->addWidget(m_figures);
    auto *inner = new QVBoxLayout(m_figures);
    parts::setGaps(inner, 2);
    auto *row = new QHBoxLayout;
    parts::setGaps(row, 4);
    m_row = row;
    inner->addLayout(row);
    m_steps = addFigure(tr("steps"));
    m_time = addFigure(tr("estimated time"));
    m_memory = addFigure(tr("memory, of what is free"));
    row->addStretch();
    m_table = new QGridLayout;
    m_table->setHorizontalSpacing(4 * parts::kGrid);
    m_table->setVerticalSpacing(parts::kGrid / 2);
    const QStringList heads { tr("Part"), tr("Dialogues"), tr("Tokens") };
    for (int column = 0; column < heads.size(); ++column)
        m_table->addWidget(parts::mutedLabel(heads[column]), 0, column, column ? Qt::AlignRight : Qt::AlignLeft);
    const QStringList names { tr("Train"), tr("Validation: evaluation loss"), tr("Test: kept for Evaluate") };
    for (int part = 0; part < 3; ++part) {
        m_table->addWidget(new QLabel(names[part]), part + 1, 0);
        for (int column = 1; column < 3; ++column) {
            m_cells << new QLabel;
            m_table->addWidget(m_cells.last(), part + 1, column, Qt::AlignRight);
        }
    }
    m_table->setColumnStretch(3, 1);
    inner->addLayout(m_table);
    m_odd = parts::bodyLabel({});
    parts::setTone(m_odd, parts::Tone::Warning);
    inner->addWidget(m_odd);
    m_frozen = parts::mutedLabel(tr("Frozen with the run: all settings, the prompt template and a copy of these dialogues. Later edits in the workspace do not "
                                    "change it."));
    inner->addWidget(m_frozen);
    outer->addWidget(frame);
    outer->addStretch();
    showCounting();
}

QLabel *PreflightCard::addFigure(const QString &caption)
{
    auto *figure = new QVBoxLayout;
    parts::setGaps(figure, 0);
    auto *value = parts::titleLabel({});
    value->setAccessibleName(caption);
    value->setFixedHeight(4 * parts::kGrid);
    value->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
    figure->addWidget(value);
    figure->addWidget(parts::mutedLabel(caption));
    static_cast<QBoxLayout *>(m_row)->addLayout(figure);
    return value;
}

void PreflightCard::showCounting() { showReason(tr("Counting tokens …")); }

void PreflightCard::showReason(const QString &why)
{
    m_state->setText(why);
    m_state->show();
    m_figures->hide();
}

void PreflightCard::setPart(int part, int64_t dialogues, int64_t tokens)
{
    m_cells[2 * part]->setText(countText(dialogues));
    m_cells[2 * part + 1]->setText(countText(tokens));
}

void PreflightCard::showPlan(const TokenCounts &counts, const Plan &plan, const run::TrainSpec &spec, const MachineFacts &machine, const QStringList &odd)
{
    m_state->hide();
    m_figures->show();
    for (int part = 0; part < 3; ++part)
        setPart(part, counts.dialogues[size_t(part)], counts.tokens[size_t(part)]);
    if (counts.unusable > 0)
        m_cells[0]->setText(tr("%1 of %2", "dialogues").arg(countText(counts.usable()), countText(counts.dialogues[0])));
    parts::setTone(m_cells[0], counts.isMostlyUnusable() ? parts::Tone::Negative : parts::Tone::Plain);
    m_steps->setText(countText(plan.steps));
    m_steps->setToolTip(tr("%1 rows of at most %2 tokens an epoch, %3 epochs, %4 tokens in all")
                            .arg(countText(plan.rows), countText(spec.cutoff_len), parts::decimalText(plan.epochs, 2), countText(plan.tokens)));
    m_time->setText(plan.seconds ? parts::durationText(*plan.seconds) : tr("not known yet"));
    m_time->setToolTip(plan.seconds ? tr("At %1 tokens a second, the speed of the last training of this model here")
                                          .arg(parts::decimalText(machine.tokens_per_second.value_or(0), 0))
                                    : tr("Known after the first training of this model on this machine"));
    m_memory->setText(plan.memory_need > 0 ? QStringLiteral("%1 / %2").arg(parts::sizeText(plan.memory_need), parts::sizeText(machine.memory))
                                           : QStringLiteral("–"));
    m_memory->setToolTip(tr("An estimate from the model's shape; the worker reports what it really takes"));
    parts::setTone(m_memory, plan.fits ? parts::Tone::Plain : parts::Tone::Negative);
    QStringList notes = odd;
    if (!plan.fits)
        notes.prepend(tr("This may need more memory than is free: a shorter cutoff_len or a smaller batch helps."));
    if (counts.cut_dialogues > 0)
        notes << tr("%n dialogue(s) are longer than cutoff_len and lose their oldest turns.", nullptr, int(counts.cut_dialogues));
    if (counts.unusable > 0)
        notes << tr("%n dialogue(s) have nothing to learn from at this cutoff_len and are left out.", nullptr, int(counts.unusable));
    if (counts.dialogues[1] == 0)
        notes << tr("There is no validation part, so there is no evaluation loss.");
    m_odd->setText(notes.join(QLatin1Char('\n')));
    m_odd->setVisible(!notes.isEmpty());
    setAccessibleDescription(text());
}

QString PreflightCard::text() const
{
    if (m_figures->isHidden())
        return m_state->text();
    QStringList all { m_steps->text(), m_time->text(), m_memory->text() };
    for (const QLabel *cell : m_cells)
        all << cell->text();
    all << m_odd->text();
    return all.join(QLatin1Char('\n'));
}

} // namespace training

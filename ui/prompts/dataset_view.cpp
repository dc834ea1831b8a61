// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/dataset_view.h"

#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QTableView>

namespace prompts {

using text::DialogueCount;

namespace {

constexpr int kProblemColumn = 5;

std::vector<parts::Column<DialogueCount>> columns()
{
    const auto number = [](const QString &title, const QString &tip, auto value) {
        return parts::Column<DialogueCount> { title, [value](const DialogueCount &row) { return parts::countText(qint64(value(row))); },
            Qt::AlignRight, [value](const DialogueCount &row) { return QVariant(qulonglong(value(row))); }, {}, {}, {}, tip };
    };
    return {
        { DatasetView::tr("Dialogue"),
            [](const DialogueCount &row) {
                return row.source_key.empty() ? parts::fromUtf8(row.dialogue_id).left(8) : parts::fromUtf8(row.source_key);
            } },
        number(DatasetView::tr("Tokens"), DatasetView::tr("Before the cut"), [](const DialogueCount &row) { return row.tokens; }),
        number(DatasetView::tr("Kept"), DatasetView::tr("Within the cutoff length"), [](const DialogueCount &row) { return row.kept; }),
        number(DatasetView::tr("Loss"), DatasetView::tr("Tokens the model is trained to say"),
            [](const DialogueCount &row) { return row.loss_tokens; }),
        number(DatasetView::tr("Cut"), DatasetView::tr("Supporter turns that do not fit"),
            [](const DialogueCount &row) { return row.supporter_turns_cut; }),
        { DatasetView::tr("Problem"), [](const DialogueCount &row) { return parts::fromUtf8(row.problem); }, Qt::AlignLeft, {},
            [](const DialogueCount &row) { return parts::fromUtf8(row.problem); } },
    };
}

} // namespace

DatasetView::DatasetView(QWidget *parent)
    : QWidget(parent)
    , m_model(columns(), [](const DialogueCount &row) { return parts::fromUtf8(row.dialogue_id); })
{
    m_reason = parts::mutedLabel({});
    m_busy = new QProgressBar;
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedHeight(parts::kGrid / 2);
    m_busy->setAccessibleName(tr("Counting tokens"));
    m_figures = new QWidget;
    auto *figures = new QHBoxLayout(m_figures);
    parts::setGaps(figures, 3);
    m_share = addFigure(figures, tr("carry loss"));
    m_tokens = addFigure(figures, tr("tokens"));
    m_turnsCut = addFigure(figures, tr("turns cut"));
    m_masked = addFigure(figures, tr("without loss"));
    m_skewed = addFigure(figures, tr("skewed"));
    figures->addStretch();
    m_table = new QTableView;
    parts::dressTable(m_table);
    m_table->setModel(parts::sorted(&m_model, this));
    m_table->sortByColumn(1, Qt::DescendingOrder);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setAccessibleName(tr("The longest dialogues and those that lose something"));
    m_table->setToolTip(tr("Enter or double-click opens a dialogue in the preview"));
    // Titles and numbers are never cut; the problem takes what is left.
    for (int column = 0; column < kProblemColumn; ++column)
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    connect(m_table, &QTableView::activated, this,
        [this](const QModelIndex &index) { Q_EMIT dialogueWanted(index.data(parts::KeyRole).toString()); });

    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 1, 1);
    box->addWidget(m_busy);
    box->addWidget(m_reason);
    box->addWidget(m_figures);
    box->addWidget(m_table, 1);
    showNothing({});
}

QLabel *DatasetView::addFigure(QLayout *row, const QString &caption)
{
    auto *figure = new QWidget;
    auto *box = new QVBoxLayout(figure);
    parts::setGaps(box, 0);
    QLabel *value = parts::headingLabel({});
    QLabel *name = parts::mutedLabel(caption);
    name->setWordWrap(false);
    box->addWidget(value);
    box->addWidget(name);
    row->addWidget(figure);
    return value;
}

void DatasetView::showCounting()
{
    m_busy->show();
    m_reason->setText(tr("Counting the tokens of all dialogues …"));
    m_reason->show();
}

void DatasetView::showNothing(const QString &reason)
{
    m_busy->hide();
    m_figures->hide();
    m_table->hide();
    m_model.setRows({});
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
}

void DatasetView::showInspection(const text::DatasetInspection &inspection, qint64 chats)
{
    m_busy->hide();
    const QString found = inspection.troubled.empty()
        ? tr("All dialogues fit. The longest:")
        : tr("Dialogues that lose something or cannot be trained on: %1. They and the longest:")
              .arg(parts::countText(qint64(inspection.troubled.size())));
    m_reason->setText(chats > 0 ? tr("Without %n chat(s), as a run takes the data.", nullptr, int(chats)) + QLatin1Char(' ') + found : found);
    m_reason->show();
    //: share of tokens that carry loss
    m_share->setText(tr("%1 %").arg(parts::decimalText(100 * inspection.lossShare(), 1)));
    m_tokens->setText(parts::countText(qint64(inspection.tokens)));
    //: turns cut of all supporter turns
    m_turnsCut->setText(tr("%1 of %2")
                            .arg(parts::countText(qint64(inspection.supporter_turns_cut)),
                                parts::countText(qint64(inspection.supporter_turns))));
    m_masked->setText(parts::countText(qint64(inspection.all_masked)));
    m_skewed->setText(parts::countText(qint64(inspection.skewed)));
    parts::setTone(m_turnsCut, inspection.supporter_turns_cut > 0 ? parts::Tone::Warning : parts::Tone::Plain);
    parts::setTone(m_masked, inspection.all_masked > 0 ? parts::Tone::Warning : parts::Tone::Plain);
    parts::setTone(m_skewed, inspection.skewed > 0 ? parts::Tone::Negative : parts::Tone::Plain);
    std::vector<DialogueCount> rows = inspection.troubled;
    for (const DialogueCount &row : inspection.longest) {
        const bool known = std::any_of(rows.begin(), rows.end(), [&](const DialogueCount &r) { return r.dialogue_id == row.dialogue_id; });
        if (!known)
            rows.push_back(row);
    }
    const bool troubled = std::any_of(rows.begin(), rows.end(), [](const DialogueCount &row) { return !row.problem.empty(); });
    m_table->setColumnHidden(kProblemColumn, !troubled);
    m_model.setRows(std::move(rows));
    m_figures->show();
    m_table->show();
}

} // namespace prompts

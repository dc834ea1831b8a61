// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/preview_choices.h"

#include "ui/parts/form_fields.h"
#include "ui/parts/look.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace prompts {

namespace {

void fill(QComboBox *combo, const QList<Choice> &choices)
{
    const QSignalBlocker blocker(combo);
    const QString chosen = combo->currentData().toString();
    combo->clear();
    for (const Choice &choice : choices) {
        combo->addItem(choice.title, choice.id);
        combo->setItemData(combo->count() - 1, choice.toolTip, Qt::ToolTipRole);
    }
    const int index = combo->findData(chosen);
    combo->setCurrentIndex(index >= 0 ? index : choices.isEmpty() ? -1 : 0);
}

QComboBox *combo(const QString &meaning)
{
    QComboBox *made = parts::choiceBox();
    made->setAccessibleName(meaning);
    made->setToolTip(meaning);
    made->setMinimumContentsLength(6);
    made->setMaxVisibleItems(16);
    return made;
}

QLabel *caption(const QString &text, QWidget *buddy)
{
    QLabel *label = parts::mutedLabel(text);
    label->setWordWrap(false);
    label->setBuddy(buddy);
    return label;
}

// The first one takes what room there is.
QLayout *inRow(const QList<QWidget *> &widgets)
{
    auto *row = new QHBoxLayout;
    parts::setGaps(row, 1);
    for (QWidget *widget : widgets)
        row->addWidget(widget, widget == widgets.first() ? 1 : 0);
    return row;
}

} // namespace

PreviewChoices::PreviewChoices(QWidget *parent)
    : QWidget(parent)
{
    m_dialogues = combo(tr("Dialogue to preview"));
    m_models = combo(tr("Model whose tokenizer and chat template are used"));
    m_cutoff = parts::wholeBox(16, 131072, 256);
    m_cutoff->setValue(2048);
    m_cutoff->setFixedWidth(11 * parts::kGrid);
    m_cutoff->setAccessibleName(tr("Cutoff length in tokens"));
    m_cutoff->setToolTip(tr("cutoff_len: what is longer loses its oldest turns"));
    m_lossOn = combo(tr("Which supporter turns carry loss"));
    m_lossOn->addItem(tr("Every supporter turn"), int(text::LossOn::EverySupporterTurn));
    m_lossOn->addItem(tr("Last supporter turn"), int(text::LossOn::LastSupporterTurn));
    m_lossOn->addItem(tr("Chosen turns"), int(text::LossOn::ChosenTurns));
    m_lossOn->setItemData(2, tr("All but those marked in Dialogues as no example"), Qt::ToolTipRole);
    m_merge = new QCheckBox(tr("Merge turns"));
    m_merge->setChecked(true);
    m_merge->setToolTip(tr("merge_consecutive: turns of one speaker in a row become one message; otherwise each is a message of its own"));

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(2 * parts::kGrid, parts::kGrid + 4, 2 * parts::kGrid, 0);
    grid->setHorizontalSpacing(parts::kGrid);
    grid->setVerticalSpacing(parts::kGrid);
    grid->addWidget(caption(tr("Dialogue"), m_dialogues), 0, 0);
    grid->addLayout(buildDialogueRow(), 0, 1);
    grid->addWidget(caption(tr("Tokenizer of"), m_models), 1, 0);
    grid->addLayout(inRow({ m_models, m_merge }), 1, 1);
    grid->addWidget(caption(tr("Loss on"), m_lossOn), 2, 0);
    grid->addLayout(inRow({ m_lossOn, caption(tr("Cutoff length"), m_cutoff), m_cutoff }), 2, 1);
    grid->setColumnStretch(1, 1);

    connect(m_models, &QComboBox::currentIndexChanged, this, &PreviewChoices::modelChanged);
    connect(m_dialogues, &QComboBox::currentIndexChanged, this, &PreviewChoices::dialogueChanged);
    connect(m_cutoff, &QSpinBox::valueChanged, this, &PreviewChoices::optionsChanged);
    connect(m_lossOn, &QComboBox::currentIndexChanged, this, &PreviewChoices::optionsChanged);
    connect(m_merge, &QCheckBox::toggled, this, &PreviewChoices::optionsChanged);
}

QLayout *PreviewChoices::buildDialogueRow()
{
    QToolButton *previous = parts::iconButton("go-previous", tr("Previous dialogue"));
    QToolButton *next = parts::iconButton("go-next", tr("Next dialogue"));
    auto *row = new QHBoxLayout;
    parts::setGaps(row, 0);
    row->addWidget(m_dialogues, 1);
    row->addWidget(previous);
    row->addWidget(next);
    connect(previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(next, &QToolButton::clicked, this, [this] { step(1); });
    return row;
}

void PreviewChoices::setModels(const QList<Choice> &models)
{
    m_templates.clear();
    for (const Choice &choice : models)
        m_templates.push_back(choice.chatTemplate);
    fill(m_models, models);
}

void PreviewChoices::setDialogues(const QList<Choice> &dialogues) { fill(m_dialogues, dialogues); }

bool PreviewChoices::hasDialogues() const { return m_dialogues->count() > 0; }

void PreviewChoices::chooseModel(const QString &id)
{
    if (const int index = m_models->findData(id); index >= 0)
        m_models->setCurrentIndex(index);
}

void PreviewChoices::chooseDialogue(const QString &id)
{
    int index = m_dialogues->findData(id);
    if (index < 0) {
        m_dialogues->addItem(id, id);
        index = m_dialogues->count() - 1;
    }
    m_dialogues->setCurrentIndex(index);
}

QString PreviewChoices::model() const { return m_models->currentData().toString(); }
QString PreviewChoices::dialogue() const { return m_dialogues->currentData().toString(); }

std::string PreviewChoices::chatTemplate() const
{
    const auto index = size_t(m_models->currentIndex());
    return index < m_templates.size() ? m_templates[index] : std::string();
}

text::RenderOptions PreviewChoices::options() const
{
    text::RenderOptions options;
    options.cutoff_len = m_cutoff->value();
    options.loss_on = text::LossOn(m_lossOn->currentData().toInt());
    options.merge_consecutive = m_merge->isChecked();
    return options;
}

void PreviewChoices::step(int by)
{
    const int index = m_dialogues->currentIndex() + by;
    if (index >= 0 && index < m_dialogues->count())
        m_dialogues->setCurrentIndex(index);
}

} // namespace prompts

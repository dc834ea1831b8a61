// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_panel.h"

#include "ui/models/memory_fit.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace models {

namespace {
QString originText(const ModelRow &row)
{
    switch (row.origin) {
    case Origin::Embedded:
        return ModelPanel::tr("Comes with Attune");
    case Origin::Added:
        return parts::fromUtf8(row.report.path.string());
    case Origin::KnownOnly:
        return ModelPanel::tr("Not on this machine: get it and add its folder");
    }
    return {};
}
} // namespace

ModelPanel::ModelPanel(qint64 memory, QWidget *parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *page = new QWidget;
    auto *box = new QVBoxLayout(page);
    parts::setGaps(box, 2, 3);
    m_name = parts::headingLabel({});
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notes = parts::bodyLabel({});
    m_problemCard = new QFrame;
    m_problemCard->setProperty("panel", QLatin1String("notice"));
    m_problemCard->setProperty("tone", QLatin1String("warning"));
    auto *problemBox = new QVBoxLayout(m_problemCard);
    parts::setGaps(problemBox, 1, 2);
    m_problems = parts::bodyLabel({});
    m_problems->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problems->setAccessibleName(tr("What is wrong with the model"));
    problemBox->addWidget(m_problems);
    auto *facts = new QWidget;
    m_facts = new QFormLayout(facts);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setHorizontalSpacing(2 * parts::kGrid);
    m_facts->setVerticalSpacing(parts::kGrid);
    m_fitHeading = parts::headingLabel(tr("On this machine"));
    m_fit = new MemoryFit(memory);
    box->addWidget(m_name);
    box->addWidget(m_notes);
    box->addWidget(m_problemCard);
    buildActions(box);
    box->addWidget(facts);
    box->addWidget(m_fitHeading);
    box->addWidget(m_fit);
    box->addStretch();
    setWidget(page);
}

void ModelPanel::buildActions(QBoxLayout *box)
{
    m_chat = parts::primaryButton(tr("Chat with it"));
    m_train = parts::plainButton(tr("Train on it"));
    m_check = parts::quietButton(tr("Check again"));
    m_folder = parts::quietButton(tr("Open folder"));
    m_copy = parts::quietButton(tr("Copy source"));
    m_remove = parts::dangerButton(tr("Remove from the list"));
    m_remove->setToolTip(tr("Its files stay where they are"));
    auto *row = new QHBoxLayout;
    parts::setGaps(row, 1);
    for (QPushButton *button : { m_chat, m_train, m_check, m_folder, m_copy })
        row->addWidget(button);
    row->addStretch();
    row->addWidget(m_remove);
    box->addLayout(row);
    // A copy of the key: what answers may give this panel another row.
    connect(m_chat, &QPushButton::clicked, this, [this] { Q_EMIT chatWanted(QString(m_row.key)); });
    connect(m_train, &QPushButton::clicked, this, [this] { Q_EMIT trainWanted(QString(m_row.key)); });
    connect(m_check, &QPushButton::clicked, this, [this] { Q_EMIT checkWanted(QString(m_row.key)); });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeWanted(QString(m_row.key)); });
    connect(m_folder, &QPushButton::clicked, this, [this] {
        const std::filesystem::path &path = m_row.report.path;
        const bool isFile = path.extension() == ".gguf";
        Q_EMIT folderWanted(parts::fromUtf8((isFile ? path.parent_path() : path).string()));
    });
    connect(m_copy, &QPushButton::clicked, this,
        [this] { QApplication::clipboard()->setText(parts::fromUtf8(m_row.report.card.source)); });
}

void ModelPanel::setRow(const ModelRow &row)
{
    m_row = row;
    m_name->setText(parts::fromUtf8(row.report.card.name));
    m_notes->setText(notesText(row.report.card));
    m_notes->setVisible(!row.report.card.notes.empty());
    showProblems();
    showFacts();
    showActions();
    m_fit->setCard(row.report.card);
    m_fitHeading->setVisible(row.report.card.hidden_size > 0);
}

void ModelPanel::showProblems()
{
    QStringList sentences;
    for (const base::Error &problem : m_row.report.problems)
        sentences << parts::errorText(problem);
    m_problems->setText(sentences.join(QStringLiteral("\n\n")));
    m_problemCard->setVisible(!sentences.isEmpty());
}

void ModelPanel::addFact(const QString &name, const QString &value)
{
    if (value.isEmpty())
        return;
    QLabel *text = parts::bodyLabel(value);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QLabel *label = parts::mutedLabel(name);
    label->setWordWrap(false);
    m_facts->addRow(label, text);
}

void ModelPanel::showFacts()
{
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    const run::ModelReport &report = m_row.report;
    const run::ModelCard &card = report.card;
    addFact(tr("Where"), originText(m_row));
    addFact(tr("State"), stateText(m_row));
    addFact(tr("Architecture"), parts::fromUtf8(card.family));
    if (card.parameters > 0)
        addFact(tr("Parameters"), parts::countText(card.parameters));
    if (card.num_hidden_layers > 0) {
        addFact(tr("Shape"),
            tr("%1 layers of %2, feed-forward %3, %4 heads, %5 for keys and values")
                .arg(card.num_hidden_layers)
                .arg(card.hidden_size)
                .arg(card.intermediate_size)
                .arg(card.num_attention_heads)
                .arg(card.num_key_value_heads));
    }
    if (card.context_length > 0)
        addFact(tr("Context length"), tr("%1 tokens").arg(parts::countText(card.context_length)));
    if (card.bytes > 0) {
        const QString format = parts::fromUtf8(report.dtype);
        addFact(tr("Size"), format.isEmpty() ? parts::sizeText(card.bytes) : tr("%1 as %2").arg(parts::sizeText(card.bytes), format));
    }
    if (m_row.isChecked) {
        addFact(tr("Tokenizer"), report.tokenizer.empty() ? tr("none") : parts::fromUtf8(report.tokenizer));
        addFact(tr("Chat template"), templateText(m_row));
    }
    addFact(tr("Languages"), languagesText(card));
    addFact(tr("Licence"), card.licence.empty() ? tr("not stated") : parts::fromUtf8(card.licence));
    addFact(tr("Source"), parts::fromUtf8(card.source));
    addFact(tr("SHA-256"), parts::fromUtf8(card.sha256));
}

void ModelPanel::showActions()
{
    const bool here = m_row.origin != Origin::KnownOnly;
    const bool ready = here && m_row.isChecked && m_row.report.isReady();
    m_chat->setVisible(here);
    m_train->setVisible(here);
    m_chat->setEnabled(ready);
    m_train->setEnabled(ready);
    m_check->setVisible(here);
    m_folder->setVisible(here);
    m_copy->setVisible(!here);
    m_remove->setVisible(m_row.origin == Origin::Added);
}

} // namespace models

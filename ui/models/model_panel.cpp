// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_panel.h"

#include "text/chat_template.h"
#include "ui/models/memory_fit.h"
#include "ui/parts/error_text.h"
#include "ui/parts/flow_layout.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
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
    m_factsBox = new QWidget;
    m_fitHeading = parts::headingLabel(tr("On this machine"));
    m_fit = new MemoryFit(memory);
    box->addWidget(m_name);
    box->addWidget(m_notes);
    box->addWidget(m_problemCard);
    buildActions(box);
    box->addWidget(m_factsBox);
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
    auto *row = new QWidget;
    auto *flow = new parts::FlowLayout(row, parts::kGrid);
    flow->setContentsMargins(0, 0, 0, 0);
    for (QPushButton *button : { m_chat, m_train, m_check, m_folder, m_copy, m_remove })
        flow->addWidget(button);
    box->addWidget(row);
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
    m_fitHeading->setVisible(row.report.card.hidden_size > 0 && row.report.card.parameters > 0);
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
    addRow(name, text);
}

// A grid, because a form gives lines that wrap the height of one.
void ModelPanel::addRow(const QString &name, QWidget *field)
{
    QLabel *label = parts::mutedLabel(name);
    label->setWordWrap(false);
    label->setBuddy(field);
    const int row = m_facts->rowCount();
    m_facts->addWidget(label, row, 0, qobject_cast<QLabel *>(field) ? Qt::AlignTop : Qt::AlignVCenter);
    // A choice is as wide as its names; everything else takes the column.
    m_facts->addWidget(field, row, 1, qobject_cast<QComboBox *>(field) ? Qt::AlignLeft : Qt::Alignment());
}

// Has no place to wrap, so it is a field to scroll and copy from rather than a label.
void ModelPanel::addHash(const QString &hash)
{
    if (hash.isEmpty())
        return;
    auto *field = new QLineEdit(hash);
    field->setReadOnly(true);
    field->setFont(parts::codeFont());
    field->setCursorPosition(0);
    field->setAccessibleName(tr("SHA-256"));
    addRow(tr("SHA-256"), field);
}

// A model from elsewhere may have a template that nobody knows; then a person says which one it was trained with.
void ModelPanel::addTemplate()
{
    const QString chosen = parts::fromUtf8(m_row.chatTemplate);
    const QString nearest = parts::fromUtf8(m_row.report.nearest_template);
    auto *names = new QComboBox;
    names->setAccessibleName(tr("Chat template of the model"));
    const QString own = parts::fromUtf8(m_row.report.chat_template);
    names->addItem(!chosen.isEmpty() ? tr("As the model's files say") : own.isEmpty() ? tr("Unknown: choose one") : tr("%1 (recognised)").arg(own), QString());
    for (const text::ChatTemplate &known : text::ChatTemplate::known()) {
        const QString name = parts::fromUtf8(known.name());
        names->addItem(name == nearest ? tr("%1 (nearest)").arg(name) : name, name);
    }
    names->setCurrentIndex(qMax(0, names->findData(chosen)));
    addRow(tr("Chat template"), names);
    // After the event: the answer makes these rows anew.
    connect(names, &QComboBox::activated, this,
        [this, names, key = m_row.key] { Q_EMIT templateChosen(key, names->currentData().toString()); }, Qt::QueuedConnection);
}

void ModelPanel::showFacts()
{
    qDeleteAll(m_factsBox->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    delete m_factsBox->layout();
    m_facts = new QGridLayout(m_factsBox);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setHorizontalSpacing(2 * parts::kGrid);
    m_facts->setVerticalSpacing(parts::kGrid);
    m_facts->setColumnStretch(1, 1);
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
        if (m_row.origin == Origin::Added)
            addTemplate();
        else
            addFact(tr("Chat template"), templateText(m_row));
    }
    addFact(tr("Languages"), languagesText(card));
    addFact(tr("Licence"), card.licence.empty() ? tr("not stated") : parts::fromUtf8(card.licence));
    addFact(tr("Source"), parts::fromUtf8(card.source));
    addHash(parts::fromUtf8(card.sha256));
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

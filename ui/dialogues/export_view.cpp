// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/export_view.h"

#include "ui/dialogues/note_words.h"
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace dialogues {

using parts::kGrid;

namespace {

enum Leaves { NotSaid, MayLeave, StaysHere };

Leaves leavesOf(const storage::Source &source) { return !source.may_leave ? NotSaid : *source.may_leave ? MayLeave : StaysHere; }

} // namespace

ExportView::ExportView(QWidget *parent)
    : QWidget(parent)
    , m_title(parts::headingLabel({}, this))
    , m_note(parts::mutedLabel({}, this))
    , m_confirm(parts::primaryButton(tr("Write it"), this))
    , m_state(parts::mutedLabel({}, this))
{
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 0);
    auto *head = new QHBoxLayout;
    parts::setGaps(head, 2, 2);
    auto *words = new QVBoxLayout;
    parts::setGaps(words, 0);
    words->setSpacing(kGrid / 2);
    m_title->setWordWrap(true);
    words->addWidget(m_title);
    words->addWidget(m_note);
    head->addLayout(words, 1);
    QPushButton *cancel = parts::plainButton(tr("Cancel"), this);
    head->addWidget(cancel, 0, Qt::AlignTop);
    head->addWidget(m_confirm, 0, Qt::AlignTop);
    layout->addLayout(head);
    layout->addWidget(parts::separator(Qt::Horizontal, this));
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *body = new QWidget;
    m_body = new QVBoxLayout(body);
    parts::setGaps(m_body, 2, 2);
    scroll->setWidget(body);
    layout->addWidget(scroll, 1);
    connect(m_confirm, &QPushButton::clicked, this, &ExportView::confirmed);
    connect(cancel, &QPushButton::clicked, this, &ExportView::cancelled);
}

void ExportView::ask(const workspace::ExportCheck &check, const QString &file, const QString &format)
{
    m_isAsking = true;
    m_title->setText(tr("Before %1 is written").arg(file));
    //: how many dialogues, name of the format
    m_note->setText(tr("%1, as %2. Nothing was written yet.").arg(tr("%n dialogue(s)", nullptr, int(check.dialogues)), format));
    m_confirm->setText(tr("Write it"));
    std::vector<storage::Source> sources = check.gate.held;
    sources.insert(sources.end(), check.gate.asked.begin(), check.gate.asked.end());
    fill(check.losses, sources);
}

void ExportView::showSources(const std::vector<storage::Source> &sources)
{
    m_isAsking = false;
    m_title->setText(tr("Where the dialogues come from"));
    m_note->setText(tr("Who made them, under which licence they stand, and whether they may leave this machine. An export asks where nothing was said."));
    m_confirm->setText(tr("Keep"));
    fill({}, sources);
}

void ExportView::fill(const std::vector<dialogue::ImportNote> &losses, const std::vector<storage::Source> &sources)
{
    m_rows.clear();
    m_state->setParent(this);
    while (QLayoutItem *item = m_body->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!losses.empty()) {
        QFrame *card = parts::card(this);
        auto *box = new QVBoxLayout(card);
        parts::setGaps(box, 1, 2);
        box->addWidget(parts::headingLabel(tr("What this format cannot hold"), card));
        for (const dialogue::ImportNote &loss : losses) {
            const QString first = parts::fromUtf8(loss.place.dialogue);
            box->addWidget(parts::bodyLabel(noteWords(loss) + (first.isEmpty() ? QString() : QLatin1Char(' ') + tr("The first: dialogue %1.").arg(first)), card));
        }
        box->addWidget(parts::mutedLabel(tr("The workspace keeps all of it; only the file has less."), card));
        m_body->addWidget(card);
    }
    if (!sources.empty()) {
        QFrame *card = parts::card(this);
        auto *box = new QVBoxLayout(card);
        parts::setGaps(box, 1, 2);
        if (m_isAsking) {
            box->addWidget(parts::headingLabel(tr("May these leave this machine?"), card));
            box->addWidget(parts::mutedLabel(tr("Talks of real people need their consent. What you say is kept, and not asked again."), card));
        }
        auto *grid = new QGridLayout;
        grid->setHorizontalSpacing(2 * kGrid);
        grid->setVerticalSpacing(kGrid);
        grid->setColumnStretch(0, 2);
        grid->setColumnStretch(2, 1);
        const QStringList heads { tr("Source"), tr("Origin"), tr("Licence or consent"), tr("Leaving") };
        for (int i = 0; i < heads.size(); ++i)
            grid->addWidget(parts::mutedLabel(heads[i], card), 0, i);
        for (const storage::Source &source : sources)
            addSource(grid, source);
        box->addLayout(grid);
        box->addWidget(m_state);
        m_body->addWidget(card);
    }
    m_body->addStretch();
    showState();
}

void ExportView::addSource(QGridLayout *grid, const storage::Source &source)
{
    const QString name = parts::fromUtf8(source.name);
    Row row { source, new QComboBox, new QLineEdit(parts::fromUtf8(source.licence)), new QComboBox };
    for (const auto &[origin, text] : std::initializer_list<std::pair<storage::Origin, QString>> {
             { storage::Origin::Unknown, tr("Not known") }, { storage::Origin::RealPeople, tr("Real people") },
             { storage::Origin::Simulated, tr("Simulated") }, { storage::Origin::SelfWritten, tr("Written by us") },
             { storage::Origin::PublicData, tr("Public data") } })
        row.origin->addItem(text, int(origin));
    row.origin->setCurrentIndex(row.origin->findData(int(source.origin)));
    row.leaves->addItems({ tr("Not said yet"), tr("May leave"), tr("Must stay here") });
    row.leaves->setCurrentIndex(leavesOf(source));
    row.licence->setPlaceholderText(tr("e.g. CC BY-NC 4.0"));
    row.origin->setAccessibleName(tr("Origin of %1").arg(name));
    row.licence->setAccessibleName(tr("Licence or consent of %1").arg(name));
    row.leaves->setAccessibleName(tr("Whether %1 may leave").arg(name));
    QLabel *label = parts::bodyLabel(name.isEmpty() ? tr("(without a name)") : name);
    QLabel *count = parts::mutedLabel(tr("%n dialogue(s)", nullptr, int(source.dialogues)));
    auto *names = new QVBoxLayout;
    parts::setGaps(names, 0);
    names->addWidget(label);
    names->addWidget(count);
    const int line = grid->rowCount();
    grid->addLayout(names, line, 0);
    grid->addWidget(row.origin, line, 1);
    grid->addWidget(row.licence, line, 2);
    grid->addWidget(row.leaves, line, 3);
    connect(row.leaves, &QComboBox::currentIndexChanged, this, &ExportView::showState);
    m_rows.push_back(std::move(row));
}

storage::Source ExportView::said(const Row &row)
{
    storage::Source source = row.source;
    source.origin = storage::Origin(row.origin->currentData().toInt());
    source.licence = parts::toUtf8(row.licence->text().trimmed());
    const int leaves = row.leaves->currentIndex();
    source.may_leave = leaves == NotSaid ? std::nullopt : std::optional(leaves == MayLeave);
    return source;
}

std::vector<storage::Source> ExportView::answers() const
{
    std::vector<storage::Source> answers;
    for (const Row &row : m_rows) {
        const storage::Source now = said(row);
        if (now.origin != row.source.origin || now.licence != row.source.licence || now.may_leave != row.source.may_leave)
            answers.push_back(now);
    }
    return answers;
}

void ExportView::showState()
{
    const auto stays = [](int value) { return [value](const Row &row) { return row.leaves->currentIndex() == value; }; };
    const bool isHeld = std::any_of(m_rows.begin(), m_rows.end(), stays(StaysHere));
    const bool isOpen = std::any_of(m_rows.begin(), m_rows.end(), stays(NotSaid));
    m_confirm->setEnabled(!m_isAsking || (!isHeld && !isOpen));
    m_state->setVisible(m_isAsking && !m_rows.empty());
    parts::setTone(m_state, isHeld ? parts::Tone::Warning : parts::Tone::Muted);
    m_state->setText(isHeld ? tr("What must stay here cannot be written. Cancel keeps your answer; export other sources instead.")
            : isOpen        ? tr("Say of each whether it may leave; then it can be written.")
                            : tr("All of it may leave."));
}

} // namespace dialogues

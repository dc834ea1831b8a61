// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/home_page.h"

#include "ui/home/machine_card.h"
#include "ui/home/recent_card.h"
#include "ui/home/runs_card.h"
#include "ui/home/start_card.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "workspace/workspace.h"

#include <QBoxLayout>
#include <QLabel>
#include <QScrollArea>

namespace home {

using parts::kGrid;

namespace {
constexpr int kMaxWidth = 135 * kGrid;
} // namespace

HomePage::HomePage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_title(parts::titleLabel({}, this))
    , m_sentence(parts::bodyLabel({}, this))
    , m_recent(new RecentCard(desk, this))
    , m_machine(new MachineCard(this))
{
    auto *body = new QWidget;
    body->setAccessibleName(tr("Home"));
    auto *column = new QVBoxLayout;
    parts::setGaps(column, 2);
    column->setSpacing(kGrid / 2);
    column->addWidget(m_title);
    parts::setTone(m_sentence, parts::Tone::Muted);
    column->addWidget(m_sentence);
    column->addSpacing(2 * kGrid);
    column->addWidget(buildStart());
    column->addSpacing(2 * kGrid);
    column->addWidget(buildCards());
    column->addStretch();
    auto *middle = new QWidget(body);
    middle->setMaximumWidth(kMaxWidth);
    middle->setLayout(column);
    auto *outer = new QHBoxLayout(body);
    parts::setGaps(outer, 0, 4);
    outer->addWidget(middle);

    auto *scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("Home"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(body);
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 0);
    layout->addWidget(scroll);

    connect(m_machine, &MachineCard::shown, this, &HomePage::ready);
    if (workspace::Workspace *workspace = desk.workspace()) {
        hear(workspace, &workspace::Workspace::runsChanged, [this] { m_runs->reload(); });
        hear(workspace, &workspace::Workspace::dialoguesChanged, [this] { showWords(); });
    }
    m_machine->read();
}

// Whoever has dialogues needs no sample on the first card; the menu still has it.
bool HomePage::hasDialogues() const
{
    try {
        return desk().workspace() && desk().hasPage(parts::page::kChat) && desk().workspace()->dialogues().count() > 0;
    } catch (const std::exception &) {
        return false; // showWords says what is wrong
    }
}

QWidget *HomePage::buildStart()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    parts::setGaps(layout, 2);
    const bool hasWorkspace = desk().workspace() != nullptr;
    const auto link = [this](const char *page, const char *action) {
        desk().goTo(page, { { QString::fromLatin1(parts::link::kAction), QString::fromLatin1(action) } });
    };
    if (hasDialogues()) {
        layout->addWidget(new StartCard("edit-comment", tr("Talk to a model"),
            tr("Write as a seeker and read how the model answers, with or without an adapter of yours."), tr("Chat"), false,
            [this] { desk().goTo(parts::page::kChat); }, row), 1);
    } else {
        layout->addWidget(new StartCard("sample", tr("Open the sample"),
            tr("Over a hundred dialogues written for Attune, with profiles, to try everything on: read, chat, train, score."), tr("Open the sample"),
            !hasWorkspace, [this] { desk().openSample(); }, row), 1);
    }
    if (hasWorkspace) {
        layout->addWidget(new StartCard("document-import", tr("Import a file"),
            tr("PESC, ESConv, SmileChat or OpenAI messages; with a report of whatever was odd."), tr("Import…"), true,
            [link] { link(parts::page::kDialogues, "import"); }, row), 1);
    } else {
        layout->addWidget(new StartCard("folder-new", tr("Begin a workspace"),
            tr("One folder that holds dialogues, profiles, prompts and runs. Import your files into it."), tr("New workspace…"), false,
            [this] { desk().createWorkspace({}); }, row), 1);
    }
    if (hasWorkspace && desk().hasPage(parts::page::kModels)) {
        layout->addWidget(new StartCard("server-database", tr("Add a model"),
            tr("Qwen2.5 or a Llama-type model from a Hugging Face folder or a GGUF file on this machine."), tr("Add a model…"), false,
            [link] { link(parts::page::kModels, "add"); }, row), 1);
    } else if (!hasWorkspace) {
        layout->addWidget(new StartCard("folder-open", tr("Open a workspace"),
            tr("Go on where you or a colleague left off: choose a folder that ends in .attune."), tr("Open…"), false,
            [this] { desk().openWorkspace({}); }, row), 1);
    }
    return row;
}

QWidget *HomePage::buildCards()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    parts::setGaps(layout, 2);
    auto *left = new QVBoxLayout;
    parts::setGaps(left, 2);
    if (desk().workspace()) {
        m_runs = new RunsCard(desk(), row);
        left->addWidget(m_runs);
    }
    left->addWidget(m_recent);
    left->addStretch();
    layout->addLayout(left, 1);
    layout->addWidget(m_machine, 1, Qt::AlignTop);
    return row;
}

void HomePage::activate()
{
    showWords();
    m_recent->reload();
    if (m_runs)
        m_runs->reload();
}

bool HomePage::isReady() const { return m_machine->isShown(); }

void HomePage::showWords()
{
    workspace::Workspace *workspace = desk().workspace();
    if (!workspace) {
        m_title->setText(tr("Welcome to Attune"));
        m_sentence->setText(tr("A workbench for emotional support dialogue models: read and annotate dialogues, fine-tune a model on them, and judge its replies. Everything stays on this machine."));
        return;
    }
    m_title->setText(workspace->name());
    try {
        const int dialogues = int(workspace->dialogues().count());
        const int profiles = int(workspace->profiles().count());
        m_sentence->setText(dialogues == 0 ? tr("An empty workspace. Import dialogues to begin.")
                                           : tr("%n dialogue(s)", nullptr, dialogues) + QStringLiteral(" · ") + tr("%n profile(s)", nullptr, profiles));
    } catch (const std::exception &exception) {
        m_sentence->setText(parts::errorText(exception));
    }
}

} // namespace home

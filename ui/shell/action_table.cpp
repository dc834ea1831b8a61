// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/action_table.h"

#include <QCoreApplication>

namespace shell {

namespace {
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(shell::ActionTable)
};
} // namespace

std::vector<ActionRow> actionTable()
{
    return {
        { "workspace/new", Menu::Workspace, Words::tr("&New Workspace…"), "folder-new",
            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N) },
        { "workspace/open", Menu::Workspace, Words::tr("&Open Workspace…"), "folder-open", QKeySequence(QKeySequence::Open) },
        { "workspace/sample", Menu::Workspace, Words::tr("Open the &Sample"), "sample" },
        { "", Menu::Workspace, {} },
        { "workspace/import", Menu::Workspace, Words::tr("&Import Dialogues…"), "document-import", QKeySequence(Qt::CTRL | Qt::Key_I) },
        { "", Menu::Workspace, {} },
        { "window/quit", Menu::Workspace, Words::tr("&Quit"), "application-exit", QKeySequence(QKeySequence::Quit) },
        { "edit/undo", Menu::Edit, Words::tr("&Undo"), "edit-undo", QKeySequence(QKeySequence::Undo) },
        { "edit/redo", Menu::Edit, Words::tr("&Redo"), "edit-redo", QKeySequence(QKeySequence::Redo) },
        { "", Menu::Edit, {} },
        { "edit/find", Menu::Edit, Words::tr("&Find"), "edit-find", QKeySequence(QKeySequence::Find) },
        { "", Menu::Edit, {} },
        { "window/preferences", Menu::Edit, Words::tr("&Preferences"), "configure", QKeySequence(Qt::CTRL | Qt::Key_Comma) },
        { "window/shortcuts", Menu::Help, Words::tr("&Shortcuts"), "input-keyboard", QKeySequence(Qt::Key_F1) },
        { "window/about", Menu::Help, Words::tr("&About Attune"), "help-about" },
    };
}

QString menuTitle(Menu menu)
{
    switch (menu) {
    case Menu::Workspace:
        return Words::tr("&Workspace");
    case Menu::Edit:
        return Words::tr("&Edit");
    case Menu::Go:
        return Words::tr("&Go");
    case Menu::Help:
        return Words::tr("&Help");
    }
    return {};
}

std::vector<KeyRow> singleKeyTable()
{
    const QString dialogues = Words::tr("Dialogues");
    const QString shortcuts = Words::tr("Shortcuts");
    const QString prompts = Words::tr("Prompts");
    const QString chat = Words::tr("Chat");
    return {
        { dialogues, QStringLiteral("J  K"), Words::tr("Next, previous turn") },
        { dialogues, QStringLiteral("N  P"), Words::tr("Next, previous dialogue") },
        { dialogues, QStringLiteral("1 … 8"), Words::tr("Give the turn a strategy") },
        { dialogues, QStringLiteral("0"), Words::tr("Take the strategy away") },
        { dialogues, Words::tr("Enter, E"), Words::tr("Edit the turn's text") },
        { dialogues, Words::tr("Enter, Ctrl+Enter"), Words::tr("Keep the text while a turn is edited; Shift+Enter begins a new line") },
        { dialogues, QStringLiteral("Esc"), Words::tr("Leave the turn as it was while it is edited") },
        { dialogues, QStringLiteral("S"), Words::tr("Exchange the speaker") },
        { dialogues, QStringLiteral("X"), Words::tr("Mark the reply as no example to learn from, or take the mark away") },
        { dialogues, QStringLiteral("A"), Words::tr("Add a turn below") },
        { dialogues, Words::tr("Del"), Words::tr("Delete the turn, or in the list the dialogues that are chosen") },
        { Words::tr("Profiles"), Words::tr("Del"), Words::tr("Delete the profile that is chosen in the list") },
        { dialogues, QStringLiteral("Alt+↑  Alt+↓"), Words::tr("Move the turn up, down") },
        { prompts, QStringLiteral("Ctrl+S"), Words::tr("Keep the prompt template as a new version") },
        { chat, QStringLiteral("Ctrl+N"), Words::tr("New chat") },
        { chat, QStringLiteral("Esc"), Words::tr("Stop the reply, or leave the message as it was") },
        { shortcuts, QStringLiteral("Esc"), Words::tr("Back to the page before") },
        { chat, QStringLiteral("↑"), Words::tr("Edit the last message (in the empty field)") },
    };
}

} // namespace shell

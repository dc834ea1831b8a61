// SPDX-License-Identifier: GPL-3.0-or-later
// What the chat can be made of: read from the workspace, as the combos show it.
#pragma once

#include "text/prompt_template.h"
#include "ui/chat/chat_settings.h"

namespace workspace {
class Workspace;
}

namespace chat {

// ui thread only; all throw what the workspace throws.
QList<Choice> modelChoices(workspace::Workspace &workspace); // those that are on this machine
QList<Choice> adapterChoices(workspace::Workspace &workspace, const QString &model); // those that fit it
QList<Choice> promptChoices(workspace::Workspace &workspace); // own ones, then presets
QList<Choice> profileChoices(workspace::Workspace &workspace);
QList<Choice> recentChats(workspace::Workspace &workspace); // newest first, twenty

// Empty id: a template without sections.
text::PromptTemplate promptOf(workspace::Workspace &workspace, const QString &id);
// Empty id: no profile.
dialogue::Profile profileOf(workspace::Workspace &workspace, const QString &id);
// "24, female · went through a breakup"; empty for none.
QString profileSummary(const dialogue::Profile &profile);

} // namespace chat

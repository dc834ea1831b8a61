// SPDX-License-Identifier: GPL-3.0-or-later
// What the preview offers from the workspace: its dialogues, and the models whose tokenizers can be used.
#pragma once

#include "ui/prompts/preview_pane.h"

namespace workspace {
class Workspace;
}

namespace prompts {

DialogueSource workspaceSource(workspace::Workspace &workspace);
// The first few hundred, in the order of their arrival.
QList<Choice> dialogueChoices(workspace::Workspace &workspace);
// The embedded model first, then what the person added.
QList<Choice> modelChoices(workspace::Workspace &workspace);

} // namespace prompts

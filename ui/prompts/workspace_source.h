// SPDX-License-Identifier: GPL-3.0-or-later
// What the preview offers from the workspace: its dialogues, and the models whose tokenizers can be used.
#pragma once

#include "ui/prompts/preview_pane.h"

namespace jobs {
class Workspace;
}

namespace prompts {

DialogueSource workspaceSource(jobs::Workspace &workspace);
// The first few hundred, in the order of their arrival.
QList<Choice> dialogueChoices(jobs::Workspace &workspace);
// The embedded model first, then what the person added.
QList<Choice> modelChoices(jobs::Workspace &workspace);

} // namespace prompts

// SPDX-License-Identifier: GPL-3.0-or-later
// How a run ended, in words: every end has a name, a sentence and a next action.
#pragma once

#include "run/job_event.h"
#include "ui/parts/look.h"

#include <QString>

namespace parts {

QString outcomeName(run::Outcome outcome); // "Finished", "Out of memory"
QString outcomeSentence(run::Outcome outcome); // "Memory ran out."
QString outcomeNextAction(run::Outcome outcome); // "Choose a smaller batch ..."; empty when finished
Tone outcomeTone(run::Outcome outcome);
const char *outcomeIcon(run::Outcome outcome);

// The worker's stages ("training", "loading model") in the person's language; an unknown one as it is.
QString stageText(const QString &stage);

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
// Words for what runs report: how they ended, what they are doing.
#pragma once

#include "base/error.h"
#include "jobs/job_queue.h"
#include "run/job_event.h"
#include "run/job_spec.h"
#include "ui/parts/look.h"

#include <QString>

#include <optional>

namespace parts {

QString outcomeTitle(run::Outcome outcome); // "out of memory"
// How it ended and what can be done about it, in a sentence or two.
QString outcomeSentence(run::JobKind kind, run::Outcome outcome, const std::optional<base::Error> &error, bool hasCheckpoint);
Tone outcomeTone(run::Outcome outcome);
const char *outcomeIcon(run::Outcome outcome);
// Whether going on from the last checkpoint makes sense.
bool canResume(run::Outcome outcome);

QString stageTitle(const QString &stage); // "training"; the worker's own word when it is not known
QString kindTitle(run::JobKind kind);
// Of a job that waits: for whose it does, where that is known.
QString waitingText(const jobs::Job &job);

} // namespace parts

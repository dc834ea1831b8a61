// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/run_words.h"

#include "ui/parts/error_text.h"

#include <QCoreApplication>

namespace parts {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(parts::RunWords)
};

// The worker's own sentence, behind ours.
QString because(const std::optional<base::Error> &error) { return error ? QLatin1Char(' ') + errorText(*error) : QString(); }

QString goOn(run::JobKind kind, bool hasCheckpoint)
{
    if (kind == run::JobKind::Predict)
        return QLatin1Char(' ') + Words::tr("The replies made so far are kept; resume goes on with the next one.");
    return QLatin1Char(' ')
        + (hasCheckpoint ? Words::tr("Resume goes on from the last checkpoint.") : Words::tr("There was no checkpoint yet; resume starts over."));
}

} // namespace

QString outcomeTitle(run::Outcome outcome)
{
    switch (outcome) {
    case run::Outcome::Finished:
        return Words::tr("finished");
    case run::Outcome::Stopped:
        return Words::tr("stopped");
    case run::Outcome::OutOfMemory:
        return Words::tr("out of memory");
    case run::Outcome::Diverged:
        return Words::tr("diverged");
    case run::Outcome::InvalidData:
        return Words::tr("invalid data");
    case run::Outcome::Failed:
        return Words::tr("failed");
    case run::Outcome::Crashed:
        return Words::tr("crashed");
    case run::Outcome::Lost:
        return Words::tr("lost");
    }
    return {};
}

QString outcomeSentence(run::JobKind kind, run::Outcome outcome, const std::optional<base::Error> &error, bool hasCheckpoint)
{
    const bool trains = kind == run::JobKind::Train;
    switch (outcome) {
    case run::Outcome::Finished:
        return trains ? Words::tr("Finished: the adapter is ready.") : Words::tr("Finished: all replies are there.");
    case run::Outcome::Stopped:
        return Words::tr("Stopped on request.") + goOn(kind, hasCheckpoint);
    case run::Outcome::OutOfMemory:
        return (trains ? Words::tr("The machine ran out of memory. A shorter cutoff_len, a smaller batch or a lower rank needs less.")
                       : Words::tr("The machine ran out of memory. A shorter cutoff_len needs less."))
            + goOn(kind, hasCheckpoint);
    case run::Outcome::Diverged:
        return Words::tr("The loss was no longer a number. A lower learning_rate, a longer warm-up or a smaller max_grad_norm helps.");
    case run::Outcome::InvalidData:
        return Words::tr("The data cannot be used.") + because(error);
    case run::Outcome::Failed:
        return Words::tr("It failed.") + because(error);
    case run::Outcome::Crashed:
        return Words::tr("The worker crashed; your work in this window is untouched.") + because(error) + goOn(kind, hasCheckpoint);
    case run::Outcome::Lost:
        return Words::tr("The worker went away without a word, as after a restart of the machine.") + goOn(kind, hasCheckpoint);
    }
    return {};
}

Tone outcomeTone(run::Outcome outcome)
{
    switch (outcome) {
    case run::Outcome::Finished:
        return Tone::Positive;
    case run::Outcome::Stopped:
        return Tone::Warning;
    default:
        return Tone::Negative;
    }
}

bool canResume(run::Outcome outcome)
{
    return outcome != run::Outcome::Finished && outcome != run::Outcome::InvalidData && outcome != run::Outcome::Diverged;
}

QString stageTitle(const QString &stage)
{
    static const struct
    {
        const char *stage;
        const char *title;
    } words[] {
        { "waiting", QT_TRANSLATE_NOOP("parts::RunWords", "waiting for the device") },
        { "loading model", QT_TRANSLATE_NOOP("parts::RunWords", "loading the model") },
        { "tokenizing", QT_TRANSLATE_NOOP("parts::RunWords", "tokenizing") },
        { "training", QT_TRANSLATE_NOOP("parts::RunWords", "training") },
        { "evaluating", QT_TRANSLATE_NOOP("parts::RunWords", "evaluating") },
        { "saving", QT_TRANSLATE_NOOP("parts::RunWords", "saving") },
        { "predicting", QT_TRANSLATE_NOOP("parts::RunWords", "answering") },
    };
    for (const auto &word : words) {
        if (stage == QLatin1String(word.stage))
            return Words::tr(word.title);
    }
    return stage;
}

QString kindTitle(run::JobKind kind) { return kind == run::JobKind::Train ? Words::tr("training") : Words::tr("evaluation"); }

QString waitingText(const jobs::Job &job)
{
    if (job.state == jobs::JobState::Queued)
        return Words::tr("waiting for its turn");
    if (!job.waits_for)
        return Words::tr("waiting for the device");
    if (job.waits_for->workspace.isEmpty())
        return Words::tr("waits for the device: %1").arg(job.waits_for->run);
    return Words::tr("waits for the device: %1 of %2", "run, workspace").arg(job.waits_for->run, job.waits_for->workspace);
}

const char *outcomeIcon(run::Outcome outcome)
{
    switch (outcome) {
    case run::Outcome::Finished:
        return "dialog-ok";
    case run::Outcome::Stopped:
        return "media-playback-stop";
    default:
        return "dialog-error";
    }
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/outcome_text.h"

#include <QCoreApplication>

namespace parts {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(parts::Outcome)
};

struct OutcomeWords
{
    QString name;
    QString sentence;
    QString next;
};

OutcomeWords wordsOf(run::Outcome outcome)
{
    switch (outcome) {
    case run::Outcome::Finished:
        return { Words::tr("Finished"), Words::tr("The run is complete."), {} };
    case run::Outcome::Stopped:
        return { Words::tr("Stopped"), Words::tr("The run was stopped; its last checkpoint is kept."),
            Words::tr("Resume it, or repeat it with other settings.") };
    case run::Outcome::OutOfMemory:
        return { Words::tr("Out of memory"), Words::tr("Memory ran out."),
            Words::tr("Choose a shorter cutoff length, a smaller batch or a smaller model, then repeat the run.") };
    case run::Outcome::Diverged:
        return { Words::tr("Diverged"), Words::tr("The loss stopped being a number."),
            Words::tr("Lower the learning rate and repeat the run.") };
    case run::Outcome::InvalidData:
        return { Words::tr("Invalid data"), Words::tr("The data or the settings cannot be used."),
            Words::tr("Mend what the message names and repeat the run.") };
    case run::Outcome::Failed:
        return { Words::tr("Failed"), Words::tr("Something could not be done."), Words::tr("Mend what the message names and resume the run.") };
    case run::Outcome::Crashed:
        return { Words::tr("Crashed"), Words::tr("The worker crashed; the last checkpoint is kept."),
            Words::tr("Resume the run; its engine.log says more.") };
    case run::Outcome::Lost:
        return { Words::tr("Lost"), Words::tr("The worker is gone without a last word."), Words::tr("Resume the run from its last checkpoint.") };
    }
    return {};
}

} // namespace

QString outcomeName(run::Outcome outcome) { return wordsOf(outcome).name; }
QString outcomeSentence(run::Outcome outcome) { return wordsOf(outcome).sentence; }
QString outcomeNextAction(run::Outcome outcome) { return wordsOf(outcome).next; }

Tone outcomeTone(run::Outcome outcome)
{
    switch (outcome) {
    case run::Outcome::Finished:
        return Tone::Positive;
    case run::Outcome::Stopped:
        return Tone::Muted;
    default:
        return Tone::Negative;
    }
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

QString stageText(const QString &stage)
{
    static const char *const known[] = { QT_TRANSLATE_NOOP("parts::Outcome", "loading model"),
        QT_TRANSLATE_NOOP("parts::Outcome", "tokenizing"), QT_TRANSLATE_NOOP("parts::Outcome", "training"),
        QT_TRANSLATE_NOOP("parts::Outcome", "evaluating"), QT_TRANSLATE_NOOP("parts::Outcome", "saving"),
        QT_TRANSLATE_NOOP("parts::Outcome", "predicting") };
    for (const char *text : known) {
        if (stage == QLatin1String(text))
            return QCoreApplication::translate("parts::Outcome", text);
    }
    return stage;
}

} // namespace parts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/strategies.h"

#include "ui/parts/text_format.h"

#include <QCoreApplication>

namespace parts {

namespace {
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(parts::Strategies)
};
} // namespace

QList<StrategyRow> strategyRows()
{
    return {
        { "Question", Words::tr("Question"), Words::tr("Asks for more, openly or to the point, so that the seeker can say what it is about.") },
        { "Restatement or Paraphrasing", Words::tr("Restatement"), Words::tr("Says back in few words what the seeker said, so that both see it the same way.") },
        { "Reflection of feelings", Words::tr("Reflection"), Words::tr("Names what the seeker seems to feel.") },
        { "Self-disclosure", Words::tr("Self-disclosure"), Words::tr("Tells something similar of oneself, to show that the seeker is not alone.") },
        { "Affirmation and Reassurance", Words::tr("Affirmation"), Words::tr("Points to the seeker's strengths, gives heart and comfort.") },
        { "Providing Suggestions", Words::tr("Suggestion"), Words::tr("Offers something to try, without prescribing it.") },
        { "Information", Words::tr("Information"), Words::tr("Gives facts, sources or explanations that help.") },
        { "Others", Words::tr("Other"), Words::tr("Greetings, thanks and whatever fits none of the other seven.") },
    };
}

QString strategyName(const dialogue::Strategy &strategy)
{
    for (const StrategyRow &row : strategyRows()) {
        if (row.label == strategy.label)
            return row.name;
    }
    return fromUtf8(strategy.label);
}

} // namespace parts

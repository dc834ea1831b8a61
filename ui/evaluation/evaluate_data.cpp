// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/evaluate_data.h"

#include "storage/run_repository.h"
#include "ui/parts/data_recipe.h"
#include "ui/parts/text_format.h"
#include "workspace/run_truth.h"

#include <algorithm>

namespace evaluation {

workspace::Frozen freezeFor(storage::Database &database, const EvaluateAsk &ask, const base::CancelToken &cancel)
{
    if (ask.data_run.isEmpty())
        return workspace::onlyPart(workspace::freeze(database, parts::recipeOf(ask.pick, database), cancel), ask.part);
    const storage::RunRow row = storage::RunRepository(database).get(parts::toUtf8(ask.data_run));
    workspace::requireFolder(row);
    return workspace::onlyPart(workspace::frozenOf(run::RunFolder(row.folder)), ask.part);
}

Amount amountOf(const workspace::Frozen &frozen, const run::PredictSpec &spec)
{
    Amount amount;
    for (const run::DatasetRow &row : frozen.rows) {
        if (spec.max_dialogues > 0 && amount.dialogues >= spec.max_dialogues)
            break;
        ++amount.dialogues;
        const auto &turns = row.dialogue.turns;
        const qint64 here = std::count_if(turns.begin(), turns.end(), [](const auto &t) { return t.speaker == dialogue::Speaker::Supporter; });
        amount.replies += spec.max_replies_per_dialogue > 0 ? std::min<qint64>(here, spec.max_replies_per_dialogue) : here;
    }
    return amount;
}

} // namespace evaluation

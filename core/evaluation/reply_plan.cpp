// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/reply_plan.h"

#include <algorithm>

namespace evaluation {

std::vector<PlannedDialogue> planReplies(
    const text::Renderer &renderer, const std::vector<run::DatasetRow> &rows, const run::PredictSpec &spec)
{
    const bool hasTest = std::any_of(
        rows.begin(), rows.end(), [](const run::DatasetRow &row) { return row.split == run::Split::Test; });
    std::vector<PlannedDialogue> plan;
    for (const run::DatasetRow &row : rows) {
        if (hasTest && row.split != run::Split::Test)
            continue;
        if (spec.max_dialogues > 0 && static_cast<int64_t>(plan.size()) >= spec.max_dialogues)
            break;
        PlannedDialogue planned { &row, renderer.replyPoints(row.dialogue) };
        // Without a word before it there is nothing to reply to.
        std::erase_if(planned.points, [](const text::ReplyPoint &point) { return point.turns_before == 0; });
        const auto most = static_cast<size_t>(spec.max_replies_per_dialogue);
        if (most > 0 && planned.points.size() > most)
            planned.points.resize(most);
        if (!planned.points.empty())
            plan.push_back(std::move(planned));
    }
    return plan;
}

int64_t countReplies(const std::vector<PlannedDialogue> &plan)
{
    int64_t count = 0;
    for (const PlannedDialogue &planned : plan)
        count += static_cast<int64_t>(planned.points.size());
    return count;
}

History::History(const dialogue::Dialogue &gold, run::History kind)
    : m_kind(kind)
    , m_dialogue(gold)
{
}

void History::say(const text::ReplyPoint &point, const std::string &reply)
{
    if (m_kind == run::History::Gold)
        return;
    const auto first = m_dialogue.turns.begin() + static_cast<std::ptrdiff_t>(turnsBefore(point));
    first->text = reply;
    const size_t more = point.last_turn - point.turns_before;
    m_dialogue.turns.erase(first + 1, first + 1 + static_cast<std::ptrdiff_t>(more));
    m_removed += more;
}

run::Prediction describeReply(const run::DatasetRow &row, const text::ReplyPoint &point)
{
    const auto &turns = row.dialogue.turns;
    run::Prediction prediction;
    prediction.dialogue_id = row.dialogue.id;
    prediction.turn_id = turns[point.turns_before].id;
    prediction.revision = row.revision;
    prediction.source_key = row.dialogue.source_key;
    prediction.reference = point.reference;
    for (size_t i = point.turns_before; i-- > 0;) {
        if (turns[i].speaker == dialogue::Speaker::Seeker) {
            prediction.seeker = turns[i].text;
            break;
        }
    }
    return prediction;
}

} // namespace evaluation

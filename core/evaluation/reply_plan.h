// SPDX-License-Identifier: GPL-3.0-or-later
// Which replies a prediction asks for, in which order, and the dialogue that stands before each.
#pragma once

#include "run/dataset.h"
#include "run/job_spec.h"
#include "text/renderer.h"

#include <cstdint>
#include <vector>

namespace evaluation {

// The replies of one dialogue.
struct PlannedDialogue
{
    const run::DatasetRow *row = nullptr;
    std::vector<text::ReplyPoint> points;
};

// Rows of the test split; all rows when there is none. The spec's limits apply to dialogues and to replies a dialogue.
// Dialogues without a reply to make are left out. The rows must outlive the plan.
std::vector<PlannedDialogue> planReplies(
    const text::Renderer &renderer, const std::vector<run::DatasetRow> &rows, const run::PredictSpec &spec);
int64_t countReplies(const std::vector<PlannedDialogue> &plan);

// A dialogue in which the supporter's turns become the model's own as they are made; with gold history it stays as it is.
class History
{
public:
    History(const dialogue::Dialogue &gold, run::History kind);

    const dialogue::Dialogue &dialogue() const { return m_dialogue; }
    // Turns of dialogue() that stand before the reply at a point of the gold dialogue.
    size_t turnsBefore(const text::ReplyPoint &point) const { return point.turns_before - m_removed; }
    // What was said at the point. Points must come in order.
    void say(const text::ReplyPoint &point, const std::string &reply);

private:
    run::History m_kind;
    dialogue::Dialogue m_dialogue;
    size_t m_removed = 0; // a reply made of several turns becomes one
};

// Ids, reference and the seeker's last words; what was generated is still empty.
run::Prediction describeReply(const run::DatasetRow &row, const text::ReplyPoint &point);

} // namespace evaluation
